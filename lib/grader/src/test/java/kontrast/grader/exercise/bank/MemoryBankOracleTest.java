package kontrast.grader.exercise.bank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;
import kontrast.loss.Nce;
import kontrast.memory.AliasSampler;
import kontrast.memory.MemoryBank;
import kontrast.memory.Normaliser;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** What the checks of set 10 ask for is what the library does. */
class MemoryBankOracleTest {

    /** A handful of float32 operations on numbers of size 1: rounding is near 1e-6. */
    private static final double FLOAT32 = 1e-5;

    @Test
    void theFirstRowsAreTheLibrarys() throws Exception {
        RandomGenerator random = Seeds.stream(5, "memory bank", 0);
        float[][] u = new float[4][7];
        for (float[] row : u) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) random.nextDouble();
            }
        }
        float[][] rows = new FirstBankSolution().firstBank(u);
        try (NDManager manager = NDManager.newBaseManager();
                MemoryBank bank = new MemoryBank(manager, 4, 7, 5)) {
            float[] library = bank.rows().toFloatArray();
            for (int i = 0; i < library.length; i++) {
                assertEquals(library[i], rows[i / 7][i % 7], FLOAT32);
            }
        }
    }

    /** 200,000 draws each: both frequencies lie within 5 standard errors of the probability. */
    @Test
    void theTableDrawsWhatTheLibraryDraws() throws Exception {
        float[] weights = {3, 0, 1, 0.5f, 7, 2};
        int draws = 200_000;
        float[][] table = new AliasTableSolution().aliasTable(weights);
        int[] alias = new int[weights.length];
        for (int i = 0; i < alias.length; i++) {
            alias[i] = (int) table[1][i];
        }
        RandomGenerator random = new SplittableRandom(6);
        int[] columns = random.ints(draws, 0, weights.length).toArray();
        float[] coins = new float[draws];
        for (int k = 0; k < draws; k++) {
            coins[k] = random.nextFloat();
        }
        int[] drawn = new AliasDrawSolution().aliasDraw(table[0], alias, columns, coins);
        long[] library;
        try (NDManager manager = NDManager.newBaseManager();
                AliasSampler sampler =
                        new AliasSampler(manager, Value.of(weights).data())) {
            library = sampler.draw(manager, random, 1, draws).toLongArray();
        }
        for (int i = 0; i < weights.length; i++) {
            int outcome = i;
            double p = weights[i] / 13.5;
            double error = 5 * Math.sqrt(p * (1 - p) / draws) + 1e-12;
            double own = Arrays.stream(drawn).filter(d -> d == outcome).count();
            double other = Arrays.stream(library).filter(d -> d == outcome).count();
            assertEquals(p, own / draws, error);
            assertEquals(p, other / draws, error);
        }
    }

    /** The library's stacks take the columns in another order, and any order is accepted. */
    @Test
    void aTableFilledInAnotherOrderPasses() {
        Report report = MemoryBankExercises.aliasTable().check(MemoryBankOracleTest::backwards);
        assertTrue(report.passed(), report::toString);
    }

    private static float[][] backwards(float... weights) throws Exception {
        int n = weights.length;
        float[] turned = new float[n];
        for (int i = 0; i < n; i++) {
            turned[i] = weights[n - 1 - i];
        }
        float[][] table = new AliasTableSolution().aliasTable(turned);
        float[][] result = new float[2][n];
        for (int i = 0; i < n; i++) {
            result[0][i] = table[0][n - 1 - i];
            result[1][i] = n - 1 - table[1][n - 1 - i];
        }
        return result;
    }

    @Test
    void theNormaliserIsThatOfTheFirstBatch() throws Exception {
        float[][] scores = Draw.cosines(new SplittableRandom(7), 4, 6);
        double z = new NormaliserSolution().normaliser(scores, 90);
        try (NDManager manager = NDManager.newBaseManager();
                Normaliser library = new Normaliser(manager, Normaliser.Kind.FIRST_BATCH, 90)) {
            assertEquals(
                    Math.log(z),
                    library.logZ(manager.create(scores), () -> null).getFloat(),
                    FLOAT32);
        }
    }

    @Test
    void theProbabilitiesAreTheLibrarys() throws Exception {
        float[] scores = Draw.cosines(new SplittableRandom(8), 6);
        float[] own = new PosteriorSolution().posterior(scores, 70, 90);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray row = manager.create(scores).reshape(1, 6);
            NDArray logZ = manager.create((float) Math.log(70));
            float[] library = new Nce(90, 5).probabilities(row, logZ).toFloatArray();
            assertArrayEquals(library, own, (float) FLOAT32);
        }
    }

    @Test
    void theLibrarysLossPassesTheCheckOfNce() {
        Report report = MemoryBankExercises.nceLoss()
                .check((scores, z, images) -> new Nce(
                                images, (int) scores.getShape().get(1) - 1)
                        .loss(scores, scores.getManager().create((float) Math.log(z))));
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysBankPassesTheCheckOfTheUpdate() {
        Report report = MemoryBankExercises.updateBank().check((rows, own, z, momentum) -> {
            try (NDManager manager = NDManager.newBaseManager();
                    MemoryBank bank = bank(manager, rows)) {
                bank.update(longs(manager, own), manager.create(z), momentum);
                return floats(bank.rows());
            }
        });
        assertTrue(report.passed(), report::toString);
    }

    /** Who brings the old row to length 1 first has a mistake in the rows of the batch, and none in the others. */
    @Test
    void rowsOfOtherImagesAreJudgedByThemselves() {
        Report report = MemoryBankExercises.updateBank().check((rows, own, z, momentum) -> {
            float[][] unit = rows.clone();
            for (int image : own) {
                unit[image] = rows[image].clone();
                double length = Draw.norm(unit[image]);
                for (int j = 0; j < unit[image].length; j++) {
                    unit[image][j] /= (float) length;
                }
            }
            return new UpdateBankSolution().updateBank(unit, own, z, momentum);
        });
        List<String> failed = report.findings().stream()
                .filter(f -> f.fault().isPresent())
                .map(Report.Finding::property)
                .toList();
        assertEquals(List.of("is right for old rows of any length"), failed);
    }

    /** Look up, score, then update: the order of the library's method passes the last check. */
    @Test
    void theLibrarysOrderRepairsTheRun() {
        Report report = MemoryBankExercises.bankStep().check(MemoryBankOracleTest::stepOfTheLibrary);
        assertTrue(report.passed(), report::toString);
        assertFalse(MemoryBankExercises.fault().check(() -> 'a').passed());
        assertTrue(MemoryBankExercises.fault().check(() -> 'e').passed());
    }

    private static float[][] stepOfTheLibrary(float[][] rows, int[] own, int[] noise, float[][] z, double momentum) {
        try (NDManager manager = NDManager.newBaseManager();
                MemoryBank bank = bank(manager, rows)) {
            int m = noise.length;
            long[] candidates = new long[own.length * (1 + m)];
            for (int b = 0; b < own.length; b++) {
                candidates[b * (1 + m)] = own[b];
                for (int k = 0; k < m; k++) {
                    candidates[b * (1 + m) + 1 + k] = noise[k];
                }
            }
            NDArray found = bank.rows(manager.create(candidates).reshape(own.length, 1 + m));
            NDArray query = manager.create(z); // [B, d]
            NDArray scores = found.batchMatMul(query.expandDims(2)).squeeze(2); // [B, 1 + m]
            float[][] result = floats(scores);
            bank.update(longs(manager, own), query, momentum);
            float[][] now = floats(bank.rows());
            System.arraycopy(now, 0, rows, 0, rows.length);
            return result;
        }
    }

    private static MemoryBank bank(NDManager manager, float[][] rows) {
        MemoryBank bank = new MemoryBank(manager, rows.length, rows[0].length, 0);
        bank.rows().set(new NDIndex("..."), manager.create(rows));
        return bank;
    }

    private static NDArray longs(NDManager manager, int... numbers) {
        return manager.create(Arrays.stream(numbers).asLongStream().toArray());
    }

    private static float[][] floats(NDArray matrix) {
        int rows = Math.toIntExact(matrix.getShape().get(0));
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[] all = matrix.toFloatArray();
        float[][] result = new float[rows][];
        for (int i = 0; i < rows; i++) {
            result[i] = Arrays.copyOfRange(all, i * columns, (i + 1) * columns);
        }
        return result;
    }
}
