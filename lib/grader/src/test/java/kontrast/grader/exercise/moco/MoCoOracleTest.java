package kontrast.grader.exercise.moco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.Shuffle;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;
import kontrast.loss.InfoNce;
import kontrast.memory.KeyQueue;
import org.junit.jupiter.api.Test;

/** What the checks of 12_moco ask for is what the library does. */
class MoCoOracleTest {

    @Test
    void theLibrarysKeyEncoderPassesTheCheckOfTheMomentumUpdate() {
        Report report = MoCoExercises.momentumUpdate().check(MoCoOracleTest::libraryUpdate);
        assertTrue(report.passed(), report::toString);
    }

    private static float[] libraryUpdate(float[] key, float[] query, double momentum) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block q = Linear.builder().setUnits(query.length).optBias(false).build();
            Block k = Linear.builder().setUnits(query.length).optBias(false).build();
            q.initialize(manager, DataType.FLOAT32, new Shape(1, 1));
            weights(q).set(query);
            MomentumEncoder encoder = new MomentumEncoder(q, k, manager, MomentumEncoder.Statistics.OWN);
            weights(k).set(key);
            encoder.update(momentum);
            return weights(k).toFloatArray();
        }
    }

    private static NDArray weights(Block linear) {
        return linear.getParameters().valueAt(0).getArray();
    }

    @Test
    void theLibrarysQueueHoldsWhatEnqueueReturnsStepAfterStep() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        try (NDManager manager = NDManager.newBaseManager();
                KeyQueue queue = new KeyQueue(manager, 12, 3, 7)) {
            float[][] expected = rows(queue.keys(manager));
            int[] writtenIn = new int[12];
            Arrays.fill(writtenIn, -1);
            for (int step = 0; step < 7; step++) {
                float[][] keys = Draw.unitRows(random, 4, 3);
                int position = queue.position();
                expected = new EnqueueSolution().enqueue(expected, position, keys);
                queue.enqueue(manager.create(keys));
                float[][] found = rows(queue.keys(manager));
                for (int row = 0; row < 12; row++) {
                    assertArrayEquals(expected[row], found[row], 0, "row " + row);
                    for (float[] key : keys) {
                        writtenIn[row] = Arrays.equals(key, found[row]) ? step : writtenIn[row];
                    }
                }
                int done = step + 1;
                int[] ages = Arrays.stream(writtenIn)
                        .map(s -> s < 0 ? -1 : done - 1 - s)
                        .toArray();
                assertArrayEquals(ages, new AgesSolution().ages(12, 4, done));
            }
        }
    }

    private static float[][] rows(NDArray matrix) {
        float[][] rows = new float[(int) matrix.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = matrix.get(i).toFloatArray();
        }
        return rows;
    }

    @Test
    void theLogitsOfRowsOfLengthOneAreTheLibrarysScores() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray q = manager.create(Draw.unitRows(random, 4, 5));
            NDArray k = manager.create(Draw.unitRows(random, 4, 5));
            NDArray queue = manager.create(Draw.unitRows(random, 7, 5));
            NDArray found = new LogitsSolution().logits(q, k, queue, 0.1);
            // Cosines in float32, right to 1e-7, divided by 0.1.
            assertArrayEquals(new InfoNce(0.1).scores(q, k, queue).toFloatArray(), found.toFloatArray(), 1e-5f);
        }
    }

    @Test
    void theLibrarysLossPassesTheCheckOfTheLossWhereTheKeysAreCutOff() {
        Report report = MoCoExercises.mocoLoss()
                .check((z, queue, tau) ->
                        new InfoNce(tau).loss(half(z, 0), half(z, 1).stopGradient(), queue));
        assertTrue(report.passed(), report::toString);
    }

    /** DJL's operations with a plain number are shorter, and right in so small a graph. */
    @Test
    void dividingByAPlainNumberIsRightToo() {
        Report report = MoCoExercises.mocoLoss().check((z, queue, tau) -> {
            NDArray q = half(z, 0).normalize(2, 1);
            NDArray k = half(z, 1).stopGradient().normalize(2, 1);
            NDArray own = q.mul(k).sum(new int[] {1}, true);
            NDArray all = own.concat(q.matMul(queue.transpose()), 1);
            NDArray p = all.div(tau).logSoftmax(1);
            return p.get(new NDIndex(":, 0")).mean().mul(-1);
        });
        assertTrue(report.passed(), report::toString);
    }

    private static NDArray half(NDArray z, int which) {
        long n = z.getShape().get(0) / 2;
        return z.get(new NDIndex("{}:{}", which * n, (which + 1) * n));
    }

    @Test
    void theLibrarysShuffleIsUndoneByTheInverseOrder() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shuffle shuffle = Shuffle.draw(9, new SplittableRandom(2));
            NDArray places = manager.create(IntStream.range(0, 9).toArray());
            int[] order = shuffle.apply(places).toIntArray();
            assertArrayEquals(shuffle.undo(places).toIntArray(), new UnshuffleSolution().unshuffle(order));
        }
    }

    @Test
    void theRepairedStepHasTheLibrarysLossAndTheBrokenOneItsFloor() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        float[][] q = Draw.unitRows(random, 4, 5);
        float[][] k = Draw.unitRows(random, 4, 5);
        float[][] queue = Draw.unitRows(random, 12, 5);
        try (NDManager manager = NDManager.newBaseManager()) {
            float library = new InfoNce(0.2)
                    .loss(manager.create(q), manager.create(k), manager.create(queue))
                    .getFloat();
            double repaired = new StepSolution().step(q, k, queue, 10, 0.2);
            assertEquals(library, repaired, 1e-5);
        }
        // Queries on their keys, at a low temperature: all that is left is the second positive.
        double broken = new StepMistake1().step(k, k, Draw.unitRows(random, 12, 5), 0, 0.01);
        assertEquals(Math.log(2), broken, 1e-3);
    }

    @Test
    void aWrongAnswerIsNeverToldTheExpectedValue() {
        // Off by a constant: no misconception explains it.
        Report report = MoCoExercises.mocoLoss()
                .check((z, queue, tau) ->
                        new MocoLossSolution().mocoLoss(z, queue, tau).add(1));
        assertTrue(report.misconception().isEmpty(), report::toString);
        double right = MoCoFormulas.loss(new double[][] {{1, 0}, {0, 1}}, eye(), 1);
        for (String told : new String[] {report.html(), report.toString()}) {
            assertTrue(!told.contains(" " + Value.of(right)), told);
            assertTrue(told.contains("returns " + Value.of(right + 1)), told);
        }
    }

    private static double[][] eye() {
        return new double[][] {{1, 0}, {0, 1}};
    }
}
