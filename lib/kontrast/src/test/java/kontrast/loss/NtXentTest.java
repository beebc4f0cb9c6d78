package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NT-Xent against the formula of the paper, written out as loops in double. */
class NtXentTest {

    /** float32 has 7 digits; losses of about 5 from sums of some hundred terms keep 5 of them. */
    private static final double FLOAT = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** The formula, term by term, in the paper's order of neighbouring pairs or in ours. */
    private static double naive(double[][] z, double tau) {
        int n = z.length / 2;
        double sum = 0;
        for (int i = 0; i < 2 * n; i++) {
            int j = (i + n) % (2 * n);
            double denominator = 0;
            for (int k = 0; k < 2 * n; k++) {
                if (k != i) {
                    denominator += Math.exp(Vectors.cosine(z[i], z[k]) / tau);
                }
            }
            sum += -Math.log(Math.exp(Vectors.cosine(z[i], z[j]) / tau) / denominator);
        }
        return sum / (2 * n);
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return z;
    }

    private NDArray tensor(double[][] z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    private NDArray floats(double[][] z) {
        return tensor(z).toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
    }

    private double loss(double[][] z, double tau) {
        return new NtXent(tau).loss(tensor(z)).getDouble();
    }

    @ParameterizedTest
    @CsvSource({"1,3,0.5", "2,2,1", "5,8,0.1", "16,32,0.5", "64,16,0.07", "7,1,2"})
    void equalsTheFormula(int n, int d, double tau) {
        double[][] z = random(2 * n, d, n);
        double expected = naive(z, tau);
        assertEquals(expected, loss(z, tau), 1e-10 * Math.max(1, expected));
        double single = new NtXent(tau).loss(floats(z)).getFloat();
        assertEquals(expected, single, FLOAT * Math.max(1, expected));
    }

    @Test
    void twoBatchesAreTheStackedBatch() {
        double[][] z = random(12, 5, 3);
        NDArray first = tensor(Arrays.copyOfRange(z, 0, 6));
        NDArray second = tensor(Arrays.copyOfRange(z, 6, 12));
        assertEquals(loss(z, 0.3), new NtXent(0.3).loss(first, second).getDouble(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1,0.5", "4,0.1", "128,0.5"})
    void equalEmbeddingsAreAtChance(int n, double tau) {
        double[][] z = new double[2 * n][];
        Arrays.fill(z, new double[] {0.3, -2, 1});
        assertEquals(Math.log(2.0 * n - 1), loss(z, tau), 1e-10);
        assertEquals(Math.log(2.0 * n - 1), NtXent.chance(n), 1e-15);
    }

    /** Positives equal, all else orthogonal: l = -1/tau + log(e^(1/tau) + 2N - 2). */
    @Test
    void perfectEmbeddingsHaveTheClosedForm() {
        int n = 4;
        double tau = 0.5;
        double[][] z = new double[2 * n][n];
        for (int i = 0; i < 2 * n; i++) {
            z[i][i % n] = 1;
        }
        double expected = -1 / tau + Math.log(Math.exp(1 / tau) + 2 * n - 2);
        assertEquals(expected, loss(z, tau), 1e-12);
    }

    @Test
    void lengthOfAnEmbeddingDoesNotMatter() {
        double[][] z = random(10, 6, 5);
        double before = loss(z, 0.2);
        RandomGenerator random = Seeds.stream(9, "scale", 0);
        for (double[] row : z) {
            double scale = Math.exp(3 * random.nextGaussian());
            Arrays.setAll(row, i -> row[i] * scale);
        }
        assertEquals(before, loss(z, 0.2), 1e-10);
    }

    @Test
    void orderOfPairsAndOfViewsDoesNotMatter() {
        double[][] z = random(10, 6, 6);
        double before = loss(z, 0.2);
        int[] order = {3, 0, 4, 1, 2};
        double[][] moved = new double[10][];
        for (int i = 0; i < 5; i++) { // pairs permuted, and the two views of each exchanged
            moved[i] = z[order[i] + 5];
            moved[i + 5] = z[order[i]];
        }
        assertEquals(before, loss(moved, 0.2), 1e-10);
    }

    /** Cosines of 1 over tau = 0.005 are logits of 200, whose exp overflows float32. */
    @Test
    void staysFiniteAtLowTemperature() {
        double[][] z = random(32, 8, 7);
        double tau = 0.005;
        float single = new NtXent(tau).loss(floats(z)).getFloat();
        assertEquals(naive(z, tau), single, 1e-4 * naive(z, tau));
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        double[][] z = random(8, 3, 8);
        double tau = 0.3;
        NDArray tensor = tensor(z);
        tensor.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new NtXent(tau).loss(tensor));
        }
        double[] gradient = tensor.getGradient().toDoubleArray();
        double step = 1e-5; // error of the central difference about step^2, of rounding 1e-16/step
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 3; j++) {
                double value = z[i][j];
                z[i][j] = value + step;
                double up = naive(z, tau);
                z[i][j] = value - step;
                double down = naive(z, tau);
                z[i][j] = value;
                assertEquals((up - down) / (2 * step), gradient[3 * i + j], 1e-7);
            }
        }
    }

    /** Each is a mistake that people make; the comparison with the formula must tell. */
    @Test
    void typicalMistakesAreTold() {
        double[][] z = random(12, 4, 10);
        double tau = 0.5;
        double right = naive(z, tau);
        Map<String, Double> wrong = Map.of(
                "diagonal kept", wrong(z, tau, true, 6, true),
                "positive is the next row", wrong(z, tau, false, 1, true),
                "no temperature", wrong(z, 1, false, 6, true),
                "dot product for cosine", wrong(z, tau, false, 6, false),
                "sum for mean", 12 * right);
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 1e3 * 1e-10, name + " " + value));
        assertEquals(right, wrong(z, tau, false, 6, true), 1e-12);
    }

    private static double wrong(double[][] z, double tau, boolean self, int offset, boolean cosine) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double denominator = 0;
            for (int k = 0; k < z.length; k++) {
                denominator += k != i || self ? Math.exp(score(z[i], z[k], cosine) / tau) : 0;
            }
            int j = (i + offset) % z.length;
            sum -= score(z[i], z[j], cosine) / tau - Math.log(denominator);
        }
        return sum / z.length;
    }

    private static double score(double[] u, double[] v, boolean cosine) {
        double dot = 0;
        for (int i = 0; i < u.length; i++) {
            dot += u[i] * v[i];
        }
        return cosine ? Vectors.cosine(u, v) : dot;
    }

    @Test
    void badArgumentsAreNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new NtXent(0))
                .getMessage()
                .contains("temperature"));
        assertThrows(IllegalArgumentException.class, () -> new NtXent(Double.NaN));
        NDArray odd = manager.zeros(new Shape(3, 2));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new NtXent(0.5).loss(odd))
                .getMessage()
                .contains("(3, 2)"));
        NDArray other = manager.zeros(new Shape(4, 2));
        assertThrows(IllegalArgumentException.class, () -> new NtXent(0.5).loss(odd, other));
        assertThrows(IllegalArgumentException.class, () -> NtXent.chance(0));
    }
}
