package kontrast.grader.exercise.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.MomentumSchedule;
import kontrast.grader.check.Report;
import kontrast.loss.BarlowTwins;
import kontrast.loss.Distillation;
import kontrast.loss.Sinkhorn;
import kontrast.loss.SwappedPrediction;
import kontrast.loss.ViewPrediction;
import kontrast.memory.Centre;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** What the checks of 18_other_families ask for is what the library does, and no style of writing it loses a point. */
class FamiliesOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysLossesAreThoseOfTheChecks() {
        passes(FamiliesExercises.byol()
                .check((px, py, tx, ty) ->
                        ViewPrediction.squaredDistance(px, ty).add(ViewPrediction.squaredDistance(py, tx))));
        passes(FamiliesExercises.swapped()
                .check((sx, sy, qx, qy, temperature) -> new SwappedPrediction(temperature).loss(sx, sy, qx, qy)));
        passes(FamiliesExercises.barlow().check((x, y, lambda) -> new BarlowTwins(lambda).loss(x, y)));
        passes(FamiliesExercises.simSiam().check((z, w) -> {
            long n = z.getShape().get(0) / 2;
            NDArray first = z.get(new NDIndex(":{}", n));
            NDArray second = z.get(new NDIndex("{}:", n));
            return ViewPrediction.negativeCosine(first.matMul(w), second.stopGradient())
                    .add(ViewPrediction.negativeCosine(second.matMul(w), first.stopGradient()))
                    .div(2);
        }));
    }

    @Test
    void theLibrarysScheduleIsThatOfTheCheck() {
        passes(FamiliesExercises.momentum()
                .check((step, steps, first) -> MomentumSchedule.rising(first).at(step, steps)));
    }

    @Test
    void theLibrarysTeacherAsksForWhatTheCheckSays() {
        passes(FamiliesExercises.asked().check((outputs, temperature, momentum) -> {
            long last = outputs.getShape().get(0) - 1;
            Centre centre =
                    new Centre(outputs.getManager(), (int) outputs.getShape().get(2));
            for (long t = 0; t < last; t++) {
                centre.update(outputs.get(t), momentum);
            }
            return new Distillation(0.1, temperature).teacherProbability(outputs.get(last), centre.mean());
        }));
        passes(FamiliesExercises.moved().check((old, tx, ty, momentum) -> {
            NDArray twice = old.repeat(0, 2); // a centre at zero that has been moved to the old one
            Centre centre = new Centre(old.getManager(), (int) old.getShape().get(1));
            centre.update(twice, 0);
            centre.update(tx.concat(ty, 0), momentum);
            return centre.mean().mul(1);
        }));
    }

    /** The library has equal shares: the check's oracle says the same of them. */
    @Test
    void theLibrarysSinkhornIsTheCheckWithEqualShares() {
        RandomGenerator random = Seeds.stream(3, "sinkhorn", 0);
        double[][] scores = IntStream.range(0, 7)
                .mapToObj(n -> random.doubles(4, -1, 1).toArray())
                .toArray(double[][]::new);
        double[] equal = {0.25, 0.25, 0.25, 0.25};
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int rounds : new int[] {0, 1, 3}) {
                double[][] expected = FamilyFormulas.codes(scores, 0.05, rounds, equal);
                NDArray codes = new Sinkhorn(0.05, rounds).codes(manager.create(floats(scores)));
                for (int n = 0; n < 7; n++) {
                    for (int k = 0; k < 4; k++) {
                        assertEquals(expected[n][k], codes.getFloat(n, k), 1e-5);
                    }
                }
            }
        }
    }

    /** After many rounds each prototype has its share, and each picture has been shared out whole. */
    @Test
    void theOracleKeepsTheShares() {
        RandomGenerator random = Seeds.stream(4, "shares", 0);
        double[][] scores = IntStream.range(0, 10)
                .mapToObj(n -> random.doubles(3, -1, 1).toArray())
                .toArray(double[][]::new);
        double[] shares = {0.6, 0.3, 0.1};
        double[][] codes = FamilyFormulas.codes(scores, 0.3, 200, shares);
        for (int k = 0; k < 3; k++) {
            int column = k;
            assertEquals(
                    10 * shares[k],
                    Arrays.stream(codes).mapToDouble(row -> row[column]).sum(),
                    1e-9);
        }
        for (double[] row : codes) {
            assertEquals(1, Arrays.stream(row).sum(), 1e-12);
        }
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < floats[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }

    /** 18.4 in tensors and logarithms, in single precision. */
    private static float[][] codesInTensors(float[][] scores, double epsilon, int rounds, float[] shares) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray log = manager.create(scores).div(epsilon);
            NDArray share = manager.create(shares).log(); // [K]
            for (int round = 0; round < rounds; round++) {
                log = log.logSoftmax(0).add(share).logSoftmax(1);
            }
            return rows(log.softmax(1), scores.length);
        }
    }

    private static float[][] rows(NDArray array, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(n -> array.get(n).toFloatArray())
                .toArray(float[][]::new);
    }

    /** 18.4 with factors of columns and rows, and the largest score taken out picture by picture. */
    private static float[][] codesWithFactors(float[][] scores, double epsilon, int rounds, float[] shares) {
        int n = scores.length;
        double[] u = new double[n];
        double[] v = new double[shares.length];
        float[][] codes = new float[n][shares.length];
        for (int round = 0; round <= rounds; round++) {
            for (int k = 0; k < v.length && round > 0; k++) {
                double most = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    most = Math.max(most, scores[i][k] / epsilon + u[i]);
                }
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += Math.exp(scores[i][k] / epsilon + u[i] - most);
                }
                v[k] = Math.log(n * shares[k] / sum) - most;
            }
            for (int i = 0; i < n && (round > 0 || rounds == 0); i++) {
                double most = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < v.length; k++) {
                    most = Math.max(most, scores[i][k] / epsilon + v[k]);
                }
                double sum = 0;
                for (int k = 0; k < v.length; k++) {
                    sum += Math.exp(scores[i][k] / epsilon + v[k] - most);
                }
                u[i] = -most - Math.log(sum);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < v.length; k++) {
                codes[i][k] = (float) Math.exp(scores[i][k] / epsilon + u[i] + v[k]);
            }
        }
        return codes;
    }

    /** 18.4 in streams: the columns of a matrix are the rows of its transpose. */
    private static float[][] codesInStreams(float[][] scores, double epsilon, int rounds, float[] shares) {
        double[][] log = Arrays.stream(scores)
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(k -> row[k] / epsilon)
                        .toArray())
                .toArray(double[][]::new);
        for (int round = 0; round < rounds; round++) {
            double[][] turned = transposed(log);
            for (int k = 0; k < turned.length; k++) {
                turned[k] = minus(turned[k], total(turned[k]) - Math.log(shares[k] * scores.length));
            }
            log = Arrays.stream(transposed(turned))
                    .map(row -> minus(row, total(row)))
                    .toArray(double[][]::new);
        }
        return floats(Arrays.stream(log)
                .map(row -> minus(row, total(row)))
                .map(row -> Arrays.stream(row).map(Math::exp).toArray())
                .toArray(double[][]::new));
    }

    private static double[][] transposed(double[][] rows) {
        return IntStream.range(0, rows[0].length)
                .mapToObj(k -> Arrays.stream(rows).mapToDouble(row -> row[k]).toArray())
                .toArray(double[][]::new);
    }

    private static double[] minus(double[] row, double number) {
        return Arrays.stream(row).map(v -> v - number).toArray();
    }

    private static double total(double... row) {
        double most = Arrays.stream(row).max().orElseThrow();
        return most + Math.log(Arrays.stream(row).map(v -> Math.exp(v - most)).sum());
    }

    @Test
    void codesInThreeStyles() {
        passes(FamiliesExercises.codes().check(FamiliesOracleTest::codesInTensors));
        passes(FamiliesExercises.codes().check(FamiliesOracleTest::codesWithFactors));
        passes(FamiliesExercises.codes().check(FamiliesOracleTest::codesInStreams));
    }

    /** The factors without logarithms: right where numbers are small, and too large for a double at an epsilon of 0.001. */
    @Test
    void exponentialsThatOverflowLosePoints() {
        assertFalse(FamiliesExercises.codes()
                .check((scores, epsilon, rounds, shares) -> {
                    double[][] q = new double[scores.length][shares.length];
                    for (int n = 0; n < q.length; n++) {
                        for (int k = 0; k < shares.length; k++) {
                            q[n][k] = Math.exp(scores[n][k] / epsilon);
                        }
                    }
                    for (int round = 0; round < rounds; round++) {
                        for (int k = 0; k < shares.length; k++) {
                            int column = k;
                            double sum = Arrays.stream(q)
                                    .mapToDouble(row -> row[column])
                                    .sum();
                            for (double[] row : q) {
                                row[k] *= q.length * shares[k] / sum;
                            }
                        }
                        for (double[] row : q) {
                            double sum = Arrays.stream(row).sum();
                            Arrays.setAll(row, k -> row[k] / sum);
                        }
                    }
                    return floats(q);
                })
                .passed());
    }

    /** 18.3 in loops over pictures, a cosine at a time. */
    private static NDArray simSiamByRow(NDArray z, NDArray w) {
        int rows = (int) z.getShape().get(0);
        NDArray sum = null;
        for (int i = 0; i < rows; i++) {
            NDArray p = z.get(new NDIndex("{}:{}", i, i + 1)).matMul(w).squeeze(0); // [d]
            NDArray hit = z.get((i + rows / 2) % rows).stopGradient(); // [d]
            NDArray lengths = p.square().sum().sqrt().mul(hit.square().sum().sqrt());
            NDArray cosine = p.mul(hit).sum().div(lengths);
            sum = sum == null ? cosine : sum.add(cosine);
        }
        return sum.div(-rows);
    }

    /** 18.3 by squared distances: 1 - cos is half of the distance of two unit vectors. */
    private static NDArray simSiamByDistance(NDArray z, NDArray w) {
        NDArray p = z.matMul(w);
        NDArray unit = p.div(p.square().sum(new int[] {1}, true).sqrt());
        NDArray hit =
                z.stopGradient().reshape(2, -1, z.getShape().get(1)).flip(0).reshape(z.getShape());
        NDArray distance = unit.sub(hit.normalize(2, 1)).square().sum(new int[] {1});
        return distance.mean().div(2).sub(1);
    }

    /** 18.3 by the diagonal of a table of all cosines. */
    private static NDArray simSiamByTable(NDArray z, NDArray w) {
        long n = z.getShape().get(0) / 2;
        NDArray p = z.matMul(w).normalize(2, 1);
        NDArray hit = z.normalize(2, 1).stopGradient();
        NDArray first = p.get(new NDIndex(":{}", n))
                .matMul(hit.get(new NDIndex("{}:", n)).transpose());
        NDArray second = p.get(new NDIndex("{}:", n))
                .matMul(hit.get(new NDIndex(":{}", n)).transpose());
        NDArray own = z.getManager().eye((int) n);
        return first.mul(own).sum().add(second.mul(own).sum()).div(-2.0 * n);
    }

    @Test
    void simSiamInThreeStyles() {
        passes(FamiliesExercises.simSiam().check(FamiliesOracleTest::simSiamByRow));
        passes(FamiliesExercises.simSiam().check(FamiliesOracleTest::simSiamByDistance));
        passes(FamiliesExercises.simSiam().check(FamiliesOracleTest::simSiamByTable));
    }

    /** 18.6 picture by picture: an outer product each. */
    private static NDArray barlowByPicture(NDArray x, NDArray y, double lambda) {
        NDArray a = x.sub(x.mean(new int[] {0}));
        NDArray b = y.sub(y.mean(new int[] {0}));
        NDArray u = a.div(a.square().mean(new int[] {0}).add(1e-5).sqrt());
        NDArray v = b.div(b.square().mean(new int[] {0}).add(1e-5).sqrt());
        int n = (int) x.getShape().get(0);
        NDArray c = NDArrays.stack(new NDList(IntStream.range(0, n)
                        .mapToObj(i -> u.get(i).expandDims(1).matMul(v.get(i).expandDims(0)))
                        .toArray(NDArray[]::new)))
                .mean(new int[] {0});
        NDArray unit = x.getManager().eye((int) x.getShape().get(1));
        NDArray wrong = c.sub(unit).square();
        return wrong.mul(lambda)
                .sum()
                .add(wrong.mul(unit).sum().mul(1 - lambda))
                .div((double) x.getShape().get(1));
    }

    @Test
    void barlowInAnotherStyle() {
        passes(FamiliesExercises.barlow().check(FamiliesOracleTest::barlowByPicture));
    }
}
