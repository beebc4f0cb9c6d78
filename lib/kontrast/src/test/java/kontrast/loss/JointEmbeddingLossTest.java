package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss of joint embeddings against its formula, written out as loops in double. */
class JointEmbeddingLossTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double naive(JointEmbeddingLoss loss, double[][] x, double[][] y) {
        double pull = 0;
        for (int i = 0; i < x.length; i++) {
            pull += energy(loss.energy(), x[i], y[i]) / x.length;
        }
        return loss.pull() * pull
                + loss.variance() * (variance(x) + variance(y))
                + loss.covariance() * (covariance(x) + covariance(y));
    }

    private static double energy(Energy energy, double[] x, double[] y) {
        double square = 0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int j = 0; j < x.length; j++) {
            square += (x[j] - y[j]) * (x[j] - y[j]);
            xy += x[j] * y[j];
            xx += x[j] * x[j];
            yy += y[j] * y[j];
        }
        return energy == Energy.SQUARED_DISTANCE ? square / x.length : -xy / Math.sqrt(xx * yy);
    }

    private static double cov(double[][] z, int j, int k, int freedom) {
        double meanJ = 0;
        double meanK = 0;
        for (double[] row : z) {
            meanJ += row[j] / z.length;
            meanK += row[k] / z.length;
        }
        double sum = 0;
        for (double[] row : z) {
            sum += (row[j] - meanJ) * (row[k] - meanK);
        }
        return sum / freedom;
    }

    private static double variance(double[][] z) {
        double sum = 0;
        for (int j = 0; j < z[0].length; j++) {
            sum += Math.max(0, 1 - Math.sqrt(cov(z, j, j, z.length - 1) + 1e-4));
        }
        return sum / z[0].length;
    }

    private static double covariance(double[][] z) {
        double sum = 0;
        for (int j = 0; j < z[0].length; j++) {
            for (int k = 0; k < z[0].length; k++) {
                sum += j == k ? 0 : Math.pow(cov(z, j, k, z.length - 1), 2);
            }
        }
        return sum / z[0].length;
    }

    /** Channels with standard deviations from 0.3 to 1.7, on both sides of the hinge. */
    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, j -> 2 + (0.3 + 1.4 * j / Math.max(1, columns - 1)) * random.nextGaussian());
        }
        return z;
    }

    private NDArray tensor(double[][] z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    static Stream<JointEmbeddingLoss> losses() {
        return Stream.of(
                JointEmbeddingLoss.pullOnly(Energy.SQUARED_DISTANCE),
                JointEmbeddingLoss.pullOnly(Energy.NEGATIVE_COSINE),
                JointEmbeddingLoss.vicReg(),
                new JointEmbeddingLoss(Energy.NEGATIVE_COSINE, 2, 3, 0),
                new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 0, 0, 0.5));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void equalsTheFormula(JointEmbeddingLoss loss) {
        for (int[] size : new int[][] {{2, 1}, {2, 3}, {9, 4}, {32, 7}}) {
            double[][] x = random(size[0], size[1], size[0]);
            double[][] y = random(size[0], size[1], 100 + size[0]);
            double expected = naive(loss, x, y);
            // float64 but for the constants, which float32 rounds: eps and the weights
            assertEquals(expected, loss.loss(tensor(x), tensor(y)).getDouble(), 1e-6 * Math.max(1, Math.abs(expected)));
            NDArray fx = tensor(x).toType(DataType.FLOAT32, false);
            NDArray fy = tensor(y).toType(DataType.FLOAT32, false);
            assertEquals(expected, loss.loss(fx, fy).getFloat(), 2e-5 * Math.max(1, Math.abs(expected)));
        }
    }

    /**
     * One point for all images: without the terms nothing is better, with them nothing is worse.
     */
    @ParameterizedTest
    @MethodSource("losses")
    void trivialSolutionHasItsClosedForm(JointEmbeddingLoss loss) {
        double[][] point = new double[8][];
        Arrays.fill(point, new double[] {0.4, -1, 2});
        double trivial = loss.loss(tensor(point), tensor(point)).getDouble();
        assertEquals(loss.trivial(), trivial, 1e-5 * Math.max(1, Math.abs(trivial)));
        double[][] spread = random(8, 3, 1);
        for (double[] row : spread) { // far apart, uncorrelated but for chance, equal in both views
            Arrays.setAll(row, j -> 3 * row[j]);
        }
        double other = new JointEmbeddingLoss(loss.energy(), loss.pull(), loss.variance(), 0)
                .loss(tensor(spread), tensor(spread))
                .getDouble();
        if (loss.variance() > 0) {
            assertTrue(other < loss.trivial() - 1, other + " against " + loss.trivial());
        } else {
            assertEquals(loss.trivial(), other, 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"SQUARED_DISTANCE,25,25,1", "NEGATIVE_COSINE,1,0.5,0.1"})
    void gradientEqualsFiniteDifferences(Energy energy, double a, double b, double c) {
        JointEmbeddingLoss loss = new JointEmbeddingLoss(energy, a, b, c);
        double[][] x = random(6, 3, 8);
        double[][] y = random(6, 3, 9);
        NDArray tensor = tensor(x);
        tensor.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.loss(tensor, tensor(y)));
        }
        double[] gradient = tensor.getGradient().toDoubleArray();
        double step = 1e-5; // error of the central difference about step^2, of rounding 1e-14/step
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 3; j++) {
                double value = x[i][j];
                x[i][j] = value + step;
                double up = naive(loss, x, y);
                x[i][j] = value - step;
                double down = naive(loss, x, y);
                x[i][j] = value;
                double expected = (up - down) / (2 * step);
                // relative 1e-6: the constants are float32
                assertEquals(expected, gradient[3 * i + j], 1e-6 * Math.max(1, 10 * a));
            }
        }
    }

    @Test
    void lengthDoesNotMatterToTheCosineButToTheDistance() {
        double[][] x = random(5, 4, 1);
        double[][] y = random(5, 4, 2);
        NDArray twice = tensor(x).mul(2);
        JointEmbeddingLoss cosine = JointEmbeddingLoss.pullOnly(Energy.NEGATIVE_COSINE);
        assertEquals(
                cosine.loss(tensor(x), tensor(y)).getDouble(),
                cosine.loss(twice, tensor(y)).getDouble(),
                1e-12);
        JointEmbeddingLoss square = JointEmbeddingLoss.pullOnly(Energy.SQUARED_DISTANCE);
        double before = square.loss(tensor(x), tensor(y)).getDouble();
        double after = square.loss(twice, tensor(y).mul(2)).getDouble();
        assertEquals(4 * before, after, 1e-9);
    }

    /** Moving all embeddings by one vector changes neither the distance nor the terms. */
    @Test
    void translationDoesNotMatter() {
        double[][] x = random(9, 4, 3);
        double[][] y = random(9, 4, 4);
        double before = JointEmbeddingLoss.vicReg().loss(tensor(x), tensor(y)).getDouble();
        NDArray shift = manager.create(new double[] {5, -3, 0, 1});
        assertEquals(
                before,
                JointEmbeddingLoss.vicReg()
                        .loss(tensor(x).add(shift), tensor(y).add(shift))
                        .getDouble(),
                1e-9 * before);
    }

    /** Each is a mistake that people make; the comparison with the formula must tell. */
    @Test
    void typicalMistakesAreTold() {
        double[][] x = random(9, 4, 5);
        double[][] y = random(9, 4, 6);
        JointEmbeddingLoss loss = JointEmbeddingLoss.vicReg();
        double right = naive(loss, x, y);
        double biased = 0;
        double diagonal = 0;
        double noRoot = 0;
        for (double[][] z : new double[][][] {x, y}) {
            for (int j = 0; j < 4; j++) {
                double b = Math.sqrt(cov(z, j, j, 9) + 1e-4);
                double u = Math.sqrt(cov(z, j, j, 8) + 1e-4);
                biased += 25.0 / 4 * (Math.max(0, 1 - b) - Math.max(0, 1 - u));
                noRoot += 25.0 / 4 * (Math.max(0, 1 - u * u) - Math.max(0, 1 - u));
                diagonal += Math.pow(cov(z, j, j, 8), 2) / 4;
            }
        }
        double one = loss.variance() * variance(y) + loss.covariance() * covariance(y);
        Map<String, Double> wrong = Map.of(
                "biased variance", right + biased,
                "variance for standard deviation", right + noRoot,
                "diagonal kept", right + diagonal,
                "terms of one view only", right - one);
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 1e3 * 1e-6 * right, name + value));
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 1, -1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, Double.NaN, 1, 0));
        NDArray three = manager.ones(new Shape(3, 2));
        NDArray four = manager.ones(new Shape(4, 2));
        NDArray one = manager.ones(new Shape(1, 2));
        JointEmbeddingLoss loss = JointEmbeddingLoss.vicReg();
        String message = assertThrows(IllegalArgumentException.class, () -> loss.loss(three, four))
                .getMessage();
        assertTrue(message.contains("(3, 2)") && message.contains("(4, 2)"), message);
        assertThrows(IllegalArgumentException.class, () -> loss.loss(one, one));
    }
}
