package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Split batch normalisation against its formula as loops in double. */
class SplitBatchNormTest {

    /** float32 sums of up to some hundred numbers of size 1 to 3 keep 5 digits. */
    private static final double FLOAT = 3e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] random(int size, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (1 + 2 * random.nextGaussian());
        }
        return values;
    }

    /** Mean and biased variance of channel c over the samples of sub-batch s. */
    private static double[] moments(float[] x, int n, int channels, int area, int c, IntUnaryOperator part, int s) {
        double sum = 0;
        double square = 0;
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < area && part.applyAsInt(i) == s; p++) {
                double value = x[(i * channels + c) * area + p];
                sum += value;
                square += value * value;
                count++;
            }
        }
        return new double[] {
            sum / count, square / count - sum / count * (sum / count), count,
        };
    }

    private static double[] naive(
            float[] x, int n, int channels, int area, float[] g, float[] b, IntUnaryOperator part) {
        double[] y = new double[x.length];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < channels; c++) {
                double[] m = moments(x, n, channels, area, c, part, part.applyAsInt(i));
                for (int p = 0; p < area; p++) {
                    int at = (i * channels + c) * area + p;
                    y[at] = g[c] * (x[at] - m[0]) / Math.sqrt(m[1] + 1e-5) + b[c];
                }
            }
        }
        return y;
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    private NDArray forward(Block block, NDArray x, boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), training)
                .singletonOrThrow();
    }

    private Block layer(int splits, int channels, float[] g, float[] b) {
        Block block = new SplitBatchNorm(splits);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, channels));
        block.getParameters().get("gamma").getArray().set(g);
        block.getParameters().get("beta").getArray().set(b);
        return block;
    }

    @ParameterizedTest
    @CsvSource({"8,3,4,2", "6,2,9,3", "12,5,1,4", "4,1,6,1", "4,2,3,4"})
    void equalsTheFormula(int n, int channels, int area, int splits) {
        float[] values = random(n * channels * area, n);
        float[] g = random(channels, 2);
        float[] b = random(channels, 3);
        Shape shape = area == 1 ? new Shape(n, channels) : new Shape(n, channels, 1, area);
        Block block = layer(splits, channels, g, b);
        NDArray y = forward(block, manager.create(values, shape), true);
        assertEquals(shape, y.getShape());
        assertArrayEquals(naive(values, n, channels, area, g, b, i -> i % splits), doubles(y), FLOAT);

        // Running statistics: 0.9 of 0 and 1, and 0.1 of the mean over the sub-batches.
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double var = 0;
            for (int s = 0; s < splits; s++) {
                double[] m = moments(values, n, channels, area, c, i -> i % splits, s);
                mean += m[0] / splits;
                var += m[1] * m[2] / (m[2] - 1) / splits; // unbiased
            }
            assertEquals(0.1 * mean, statistic(block, "runningMean", c), FLOAT);
            assertEquals(0.9 + 0.1 * var, statistic(block, "runningVar", c), FLOAT);
        }
    }

    private static float statistic(Block block, String name, int c) {
        return block.getParameters().get(name).getArray().getFloat(c);
    }

    /** What people get wrong must be far from the formula. */
    @Test
    void typicalMistakesAreTold() {
        float[] x = random(8 * 3 * 4, 5);
        float[] ones = {1, 1, 1};
        float[] zeros = new float[3];
        double[] right = naive(x, 8, 3, 4, ones, zeros, i -> i % 2);
        assertTrue(distance(right, naive(x, 8, 3, 4, ones, zeros, i -> 0)) > 0.1, "not split");
        assertTrue(distance(right, naive(x, 8, 3, 4, ones, zeros, i -> i / 4)) > 0.1, "halves");
        assertTrue(distance(right, naive(x, 8, 3, 4, ones, zeros, i -> i % 4)) > 0.1, "in four");
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    /** A sample that changes moves its own sub-batch and no other: nothing leaks across. */
    @Test
    void subBatchesDoNotSeeEachOther() {
        float[] x = random(6 * 2 * 4, 6);
        Block block = layer(3, 2, new float[] {1, 1}, new float[2]);
        Shape shape = new Shape(6, 2, 2, 2);
        NDArray before = forward(block, manager.create(x, shape), true);
        for (int p = 0; p < 8; p++) {
            x[8 + p] *= -3; // sample 1, of sub-batch 1
        }
        NDArray change =
                forward(block, manager.create(x, shape), true).sub(before).abs();
        for (int i = 0; i < 6; i++) {
            float most = change.get(i).max().getFloat();
            assertEquals(i % 3 == 1, most > 0.01, "sample " + i + " moved by " + most);
        }
    }

    @Test
    void evaluationUsesTheRunningStatistics() {
        float[] values = random(4 * 2, 7);
        Block block = layer(2, 2, new float[] {2, 3}, new float[] {1, -1});
        block.getParameters().get("runningMean").getArray().set(new float[] {0.5f, -1});
        block.getParameters().get("runningVar").getArray().set(new float[] {4, 9});
        // An odd batch is fine here: nothing is split.
        NDArray y = forward(block, manager.create(values, new Shape(4, 2)).get("0:3"), false);
        for (int i = 0; i < 3; i++) {
            assertEquals(2 * (values[2 * i] - 0.5) / 2 + 1, y.getFloat(i, 0), FLOAT);
            assertEquals(3 * (values[2 * i + 1] + 1) / 3 - 1, y.getFloat(i, 1), FLOAT);
        }
        assertEquals(0.5, statistic(block, "runningMean", 0));
    }

    /** The gradient of sum(w y), with weights w so that no symmetry makes it vanish. */
    @Test
    void gradientsEqualFiniteDifferences() {
        int n = 6;
        int channels = 2;
        int area = 2;
        float[] x = random(n * channels * area, 8);
        float[] g = random(channels, 9);
        float[] b = random(channels, 10);
        float[] w = random(x.length, 11);
        Block block = layer(3, channels, g, b);
        NDArray tensor = manager.create(x, new Shape(n, channels, 1, area));
        tensor.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = forward(block, tensor, true);
            collector.backward(y.mul(manager.create(w, tensor.getShape())).sum());
        }
        check(x, tensor.getGradient(), () -> weighted(x, n, channels, area, g, b, w));
        check(g, gradient(block, "gamma"), () -> weighted(x, n, channels, area, g, b, w));
        check(b, gradient(block, "beta"), () -> weighted(x, n, channels, area, g, b, w));
    }

    private static NDArray gradient(Block block, String name) {
        return block.getParameters().get(name).getArray().getGradient();
    }

    private static double weighted(float[] x, int n, int channels, int area, float[] g, float[] b, float[] w) {
        double[] y = naive(x, n, channels, area, g, b, i -> i % 3);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += w[i] * y[i];
        }
        return sum;
    }

    private static void check(float[] at, NDArray gradient, java.util.function.DoubleSupplier function) {
        for (int i = 0; i < at.length; i++) {
            float value = at[i];
            float up = value + 1e-3f; // as float32 has it
            float down = value - 1e-3f;
            at[i] = up;
            double above = function.getAsDouble();
            at[i] = down;
            double below = function.getAsDouble();
            at[i] = value;
            double expected = (above - below) / ((double) up - down);
            // float32 rounding, and the central difference's third derivative times 1e-6
            assertEquals(expected, gradient.flatten().getFloat(i), 2e-3 * Math.max(1, Math.abs(expected)));
        }
    }

    @Test
    void batchesThatDoNotFitAreTold() {
        Block block = layer(4, 2, new float[2], new float[2]);
        NDArray ten = manager.ones(new Shape(10, 2));
        String message = assertThrows(IllegalArgumentException.class, () -> forward(block, ten, true))
                .getMessage();
        assertTrue(message.contains("10") && message.contains("4 sub-batches"), message);
        NDArray four = ten.get(new NDIndex("0:4"));
        assertThrows(IllegalArgumentException.class, () -> forward(block, four, true));
        assertThrows(IllegalArgumentException.class, () -> new SplitBatchNorm(0));
        assertThrows(IllegalArgumentException.class, () -> Norm.split(-1));
        assertEquals(Norm.batch(), Norm.split(1));
    }
}
