package kontrast.loss;

import static kontrast.loss.Oracle.random;
import static kontrast.loss.Oracle.rows;
import static kontrast.loss.Oracle.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes against the published loop, which multiplies and divides where ours adds logarithms. */
class SinkhornTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** The published code, with its constants K and B. */
    private static double[][] naive(double[][] s, double eps, int iterations) {
        int n = s.length;
        int k = s[0].length;
        double[][] q = new double[n][k];
        double all = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                q[i][j] = Math.exp(s[i][j] / eps);
                all += q[i][j];
            }
        }
        for (double[] row : q) {
            for (int j = 0; j < k; j++) {
                row[j] /= all;
            }
        }
        for (int t = 0; t < iterations; t++) {
            for (int j = 0; j < k; j++) {
                double sum = 0;
                for (double[] row : q) {
                    sum += row[j];
                }
                for (double[] row : q) {
                    row[j] /= sum * k;
                }
            }
            for (double[] row : q) {
                double sum = Arrays.stream(row).sum();
                for (int j = 0; j < k; j++) {
                    row[j] /= sum * n;
                }
            }
        }
        for (double[] row : q) {
            double sum = iterations == 0 ? Arrays.stream(row).sum() : 1.0 / n;
            for (int j = 0; j < k; j++) {
                row[j] /= sum;
            }
        }
        return q;
    }

    private double[][] codes(Sinkhorn sinkhorn, double[][] scores) {
        return rows(sinkhorn.codes(tensor(manager, scores)));
    }

    private static double[][] cosines(int n, int k, long seed) {
        return Arrays.stream(random(n, k, seed))
                .map(row -> Arrays.stream(row).map(v -> 0.2 * Math.tanh(v)).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void equalThePublishedLoop() {
        for (int iterations : new int[] {0, 1, 3, 10}) {
            for (int[] size : new int[][] {{1, 1}, {1, 3}, {6, 4}, {32, 8}, {5, 9}}) {
                double[][] s = cosines(size[0], size[1], iterations);
                double[][] expected = naive(s, 0.05, iterations);
                double[][] found = codes(new Sinkhorn(0.05, iterations), s);
                for (int i = 0; i < s.length; i++) {
                    assertArrayEquals(expected[i], found[i], 1e-12);
                }
            }
        }
    }

    private static double[] columns(double[][] q) {
        double[] sums = new double[q[0].length];
        for (double[] row : q) {
            Arrays.setAll(sums, j -> sums[j] + row[j]);
        }
        return sums;
    }

    /** Rows are distributions at once; columns come to N / K, and are far from it without the iterations. */
    @Test
    void everyImageIsSharedOutAndEveryPrototypeGetsAsMuch() {
        double[][] s = cosines(24, 6, 1);
        for (double[] row : s) {
            row[2] += 0.3; // a favourite
        }
        double[][] free = codes(Sinkhorn.paper().withoutEqualShares(), s);
        double[][] few = codes(Sinkhorn.paper(), s);
        double[][] many = codes(new Sinkhorn(0.05, 300), s);
        for (double[] row : few) {
            assertEquals(1, Arrays.stream(row).sum(), 1e-12);
        }
        double[] even = new double[6];
        Arrays.fill(even, 4);
        assertArrayEquals(even, columns(many), 1e-6);
        assertTrue(columns(free)[2] > 10, "" + columns(free)[2]);
        assertTrue(columns(few)[2] < 6, "" + columns(few)[2]);
        assertArrayEquals(Oracle.softmax(s[3], 0.05), free[3], 1e-12);
    }

    /** What all images have in common for a prototype does not count. */
    @Test
    void aColumnMovedByANumberChangesNothing() {
        double[][] s = cosines(10, 4, 2);
        double[][] before = codes(Sinkhorn.paper(), s);
        for (double[] row : s) {
            row[1] += 0.7;
        }
        double[][] after = codes(Sinkhorn.paper(), s);
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(before[i], after[i], 1e-12);
        }
    }

    /** In float32 exp(1000) is infinite; logarithms are not. */
    @Test
    void smallEpsilonsDoNotOverflow() {
        NDArray s = tensor(manager, cosines(8, 4, 3)).toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
        NDArray q = new Sinkhorn(0.001, 3).codes(s);
        for (float value : q.toFloatArray()) {
            assertTrue(Float.isFinite(value) && value >= 0 && value <= 1);
        }
        assertEquals(8, q.sum().getFloat(), 1e-4);
    }

    @Test
    void noGradientFlowsThroughCodes() {
        NDArray s = tensor(manager, cosines(6, 3, 4));
        s.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray q = Sinkhorn.paper().codes(s);
            assertFalse(q.hasGradient());
            collector.backward(q.sub(s).sum());
        }
        for (double value : s.getGradient().toDoubleArray()) {
            assertEquals(-1, value, 1e-12);
        }
    }

    /** Rows before columns, columns alone, or eps on the wrong side give other codes. */
    @Test
    void typicalMistakesAreTold() {
        double[][] s = cosines(7, 3, 5);
        double right = codes(Sinkhorn.paper(), s)[0][0];
        double turned = codes(
                Sinkhorn.paper(),
                Arrays.stream(s)
                        .map(row -> Arrays.stream(row).map(v -> v * 0.05 * 0.05).toArray())
                        .toArray(double[][]::new))[0][0];
        assertTrue(Math.abs(right - turned) > 0.01);
        double[][] columnsFirst = naive(s, 0.05, 3);
        double[] sums = columns(columnsFirst);
        double columnsLast = columnsFirst[0][0] / sums[0] * 7 / 3;
        assertTrue(Math.abs(right - columnsLast) > 1e-4, right + " " + columnsLast);
    }

    @Test
    void badOptionsAreNamed() {
        for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Sinkhorn(epsilon, 3))
                    .getMessage();
            assertTrue(message.contains("epsilon") && message.contains("" + epsilon), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Sinkhorn(0.05, -1))
                .getMessage()
                .contains("iterations"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Sinkhorn.paper().codes(tensor(manager, cosines(4, 3, 1)).flatten()));
    }
}
