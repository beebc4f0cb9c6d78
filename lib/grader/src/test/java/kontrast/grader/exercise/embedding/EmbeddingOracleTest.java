package kontrast.grader.exercise.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.grader.check.Report;
import kontrast.loss.JointEmbeddingLoss;
import org.junit.jupiter.api.Test;

/** What the checks of 07_joint_embedding ask for is what the library does, and no style of writing it loses a point. */
class EmbeddingOracleTest {

    private static Features features(float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return new Features(values, rows.length, rows[0].length);
    }

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    /** Twice as many points as directions, two opposite ones each: their spectrum is what was asked for, times a factor. */
    @Test
    void theLibrarysRankIsTheChecks() {
        float[] spectrum = {4, 0.25f, 0, 1};
        float[][] cross = new float[8][4];
        for (int k = 0; k < 4; k++) {
            cross[2 * k][k] = (float) Math.sqrt(spectrum[k]);
            cross[2 * k + 1][k] = -(float) Math.sqrt(spectrum[k]);
        }
        assertEquals(EffectiveRankCheck.rank(spectrum), Collapse.effectiveRank(features(cross)), 1e-5);
    }

    @Test
    void theLibraryPasses() {
        passes(EmbeddingExercises.alignment().check((x, y) -> Collapse.alignment(features(x), features(y))));
        passes(EmbeddingExercises.covariancePenalty().check(JointEmbeddingLoss::covariance));
        passes(EmbeddingExercises.spread().check(JointEmbeddingLoss::variance));
    }

    /** 7.3 in streams. */
    private static double uniformityInStreams(float[][] z, double t) {
        double[][] u = Arrays.stream(z)
                .map(row -> {
                    double length = Math.sqrt(IntStream.range(0, row.length)
                            .mapToDouble(j -> (double) row[j] * row[j])
                            .sum());
                    return IntStream.range(0, row.length)
                            .mapToDouble(j -> row[j] / length)
                            .toArray();
                })
                .toArray(double[][]::new);
        return Math.log(IntStream.range(0, u.length)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, u.length)
                        .filter(k -> k != i)
                        .mapToDouble(k -> Math.exp(-t
                                * IntStream.range(0, u[i].length)
                                        .mapToDouble(j -> Math.pow(u[i][j] - u[k][j], 2))
                                        .sum())))
                .average()
                .orElseThrow());
    }

    /** 7.3 in tensors: single precision, from cosines, the points themselves taken off afterwards. */
    private static double uniformityInTensors(float[][] z, double t) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray u = manager.create(z).normalize(2, 1);
            NDArray square = u.matMul(u.transpose()).mul(-2).add(2).maximum(0);
            NDArray potential = square.mul(-t)
                    .exp()
                    .mul(manager.ones(new Shape(z.length, z.length)).sub(manager.eye(z.length)));
            return Math.log(potential.sum().getFloat() / (z.length * (z.length - 1)));
        }
    }

    /** 7.3 in loops over pairs, each counted twice. */
    private static double uniformityInLoops(float[][] z, double t) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            for (int k = 0; k < i; k++) {
                double ii = 0;
                double kk = 0;
                double ik = 0;
                for (int j = 0; j < z[i].length; j++) {
                    ii += (double) z[i][j] * z[i][j];
                    kk += (double) z[k][j] * z[k][j];
                    ik += (double) z[i][j] * z[k][j];
                }
                sum += 2 * Math.exp(-t * (2 - 2 * ik / Math.sqrt(ii * kk)));
            }
        }
        return Math.log(sum) - Math.log((double) z.length * (z.length - 1));
    }

    @Test
    void uniformityInThreeStyles() {
        passes(EmbeddingExercises.uniformity().check((z, t) -> uniformityInStreams(z, t)));
        passes(EmbeddingExercises.uniformity().check((z, t) -> uniformityInTensors(z, t)));
        passes(EmbeddingExercises.uniformity().check((z, t) -> uniformityInLoops(z, t)));
    }

    /** 7.4 in streams. */
    private static double hingeInStreams(float[][] z, double target) {
        return IntStream.range(0, z[0].length)
                .mapToDouble(j -> {
                    double mean = Arrays.stream(z)
                            .mapToDouble(row -> row[j])
                            .average()
                            .orElseThrow();
                    double squares = Arrays.stream(z)
                            .mapToDouble(row -> (row[j] - mean) * (row[j] - mean))
                            .sum();
                    return Math.max(target - Math.sqrt(squares / (z.length - 1) + 0.0001), 0);
                })
                .average()
                .orElseThrow();
    }

    /** 7.4 in tensors, in single precision. */
    private static double hingeInTensors(float[][] z, double target) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(z);
            NDArray centred = x.sub(x.mean(new int[] {0}, true));
            NDArray std = centred.square()
                    .sum(new int[] {0})
                    .div(z.length - 1)
                    .add(1e-4)
                    .sqrt();
            return std.neg().add(target).maximum(0).mean().getFloat();
        }
    }

    /** 7.4 row by row: sums and squares of all entries at once, then the mean of squares less the square of the mean. */
    private static double hingeInLoops(float[][] z, double target) {
        int n = z.length;
        double[] sums = new double[z[0].length];
        double[] squares = new double[z[0].length];
        for (float[] row : z) {
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
                squares[j] += (double) row[j] * row[j];
            }
        }
        double cost = 0;
        for (int j = 0; j < sums.length; j++) {
            double variance = (squares[j] - sums[j] * sums[j] / n) / (n - 1);
            double missing = target - Math.sqrt(variance + 1e-4);
            if (missing > 0) {
                cost += missing;
            }
        }
        return cost / sums.length;
    }

    @Test
    void theHingeInThreeStyles() {
        passes(EmbeddingExercises.varianceHinge().check((z, target) -> hingeInStreams(z, target)));
        passes(EmbeddingExercises.varianceHinge().check((z, target) -> hingeInTensors(z, target)));
        passes(EmbeddingExercises.varianceHinge().check((z, target) -> hingeInLoops(z, target)));
    }
}
