package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attention and its loss against the formulas, written out as loops in double. */
class FrameAttentionTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Features of one clip, the references' colours as numbers, and the target's. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Clip(double[][] target, double[][] reference, int[] colours, int[] truth, int k) {}

    private static Clip random(int n, int m, int d, int k, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        return new Clip(
                gaussian(n, d, random),
                gaussian(m, d, random),
                random.ints(m, 0, k).toArray(),
                random.ints(n, 0, k).toArray(),
                k);
    }

    private static double[][] gaussian(int rows, int columns, RandomGenerator random) {
        double[][] x = new double[rows][columns];
        for (double[] row : x) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return x;
    }

    /** The share of its own colour that each target position copies: y_j,q_j. */
    private static double[] naive(Clip c, double temperature) {
        double[] right = new double[c.target.length];
        for (int j = 0; j < right.length; j++) {
            double sum = 0;
            for (int i = 0; i < c.reference.length; i++) {
                double e = Math.exp(Vectors.dot(c.reference[i], c.target[j]) / temperature);
                sum += e;
                right[j] += c.colours[i] == c.truth[j] ? e : 0;
            }
            right[j] /= sum;
        }
        return right;
    }

    private static double loss(double[] right) {
        return Arrays.stream(right).map(p -> -Math.log(p + 1e-5)).average().orElseThrow();
    }

    private NDArray tensor(double[][] x) {
        return manager.create(
                Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(), new Shape(1, x.length, x[0].length));
    }

    private NDArray oneHot(int[] colours, int k) {
        double[][] x = new double[colours.length][k];
        for (int i = 0; i < colours.length; i++) {
            x[i][colours[i]] = 1;
        }
        return tensor(x);
    }

    private NDArray classes(int[] truth) {
        return manager.create(Arrays.stream(truth).asLongStream().toArray()).expandDims(0);
    }

    private double loss(Clip c, double temperature) {
        return new FrameAttention(temperature)
                .loss(tensor(c.target), tensor(c.reference), oneHot(c.colours, c.k), classes(c.truth))
                .getDouble();
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,2,1", "5,9,3,4,0.5", "16,48,8,16,1", "7,3,20,5,2"})
    void equalsTheFormula(int n, int m, int d, int k, double temperature) {
        Clip c = random(n, m, d, k, n);
        double expected = loss(naive(c, temperature));
        assertEquals(expected, loss(c, temperature), 1e-11);
        NDArray single = new FrameAttention(temperature)
                .loss(
                        tensor(c.target).toType(DataType.FLOAT32, false),
                        tensor(c.reference).toType(DataType.FLOAT32, false),
                        oneHot(c.colours, k).toType(DataType.FLOAT32, false),
                        classes(c.truth));
        // float32 logits of up to 30 keep 1e-6 of themselves; so do their exponentials, times 30.
        assertEquals(DataType.FLOAT32, single.getDataType());
        assertEquals(expected, single.getFloat(), 1e-4 * Math.max(1, expected));
    }

    @Test
    void equalFeaturesCopyTheMean() {
        Clip c = random(4, 10, 3, 3, 2);
        for (double[] row : c.reference) {
            System.arraycopy(c.reference[0], 0, row, 0, row.length);
        }
        double[] share = new double[3];
        for (int colour : c.colours) {
            share[colour] += 0.1;
        }
        NDArray copied = new FrameAttention(1).copy(tensor(c.target), tensor(c.reference), oneHot(c.colours, 3));
        for (int j = 0; j < 4; j++) {
            assertArrayEquals(share, copied.get(0, j).toDoubleArray(), 1e-12);
        }
    }

    /**
     * Orthogonal features of length a: the weight of the right position is 1/(1 + (m-1)e^(-a^2/T)).
     */
    @Test
    void orthogonalFeaturesFindThemselves() {
        int m = 6;
        double[][] f = new double[m][m];
        for (int i = 0; i < m; i++) {
            f[i][i] = 3;
        }
        double expected = 1 / (1 + (m - 1) * Math.exp(-9 / 0.5));
        NDArray attention = new FrameAttention(0.5).attention(tensor(f), tensor(f));
        for (int j = 0; j < m; j++) {
            assertEquals(expected, attention.getDouble(0, j, j), 1e-12);
        }
        double[] values = {5, 1, 4, 2, 8, 7};
        NDArray v = manager.create(values, new Shape(1, m, 1));
        double[] copied = new FrameAttention(0.5).copy(tensor(f), tensor(f), v).toDoubleArray();
        assertArrayEquals(values, copied, 1e-5); // 5 others share 7e-8 of the weight
    }

    @Test
    void orderOfTheReferencesDoesNotMatter() {
        Clip c = random(5, 8, 4, 3, 4);
        double[][] moved = new double[8][];
        int[] colours = new int[8];
        for (int i = 0; i < 8; i++) {
            moved[(i * 3 + 1) % 8] = c.reference[i];
            colours[(i * 3 + 1) % 8] = c.colours[i];
        }
        assertEquals(loss(c, 1), loss(new Clip(c.target, moved, colours, c.truth, 3), 1), 1e-12);
    }

    @Test
    void clipsOfABatchDoNotSeeEachOther() {
        Clip a = random(5, 8, 4, 3, 5);
        Clip b = random(5, 8, 4, 3, 6);
        NDArray both = new FrameAttention(1)
                .loss(
                        tensor(a.target).concat(tensor(b.target), 0),
                        tensor(a.reference).concat(tensor(b.reference), 0),
                        oneHot(a.colours, 3).concat(oneHot(b.colours, 3), 0),
                        classes(a.truth).concat(classes(b.truth), 0));
        assertEquals((loss(a, 1) + loss(b, 1)) / 2, both.getDouble(), 1e-12);
    }

    @Test
    void aColourThatNobodyHasIsBounded() {
        Clip c = random(3, 4, 2, 3, 7);
        Clip without = new Clip(c.target, c.reference, new int[] {0, 0, 1, 1}, new int[] {2, 2, 2}, 3);
        assertEquals(-Math.log(1e-5), loss(without, 1), 1e-9);
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        Clip c = random(4, 6, 3, 3, 8);
        double temperature = 0.7;
        NDArray target = tensor(c.target);
        NDArray reference = tensor(c.reference);
        target.setRequiresGradient(true);
        reference.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(
                    new FrameAttention(temperature).loss(target, reference, oneHot(c.colours, 3), classes(c.truth)));
        }
        check(c, temperature, c.target, target.getGradient().toDoubleArray());
        check(c, temperature, c.reference, reference.getGradient().toDoubleArray());
    }

    private static void check(Clip c, double temperature, double[][] x, double[] gradient) {
        double step = 1e-5; // error of the central difference about step^2, of rounding 1e-16/step
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < 3; j++) {
                double value = x[i][j];
                x[i][j] = value + step;
                double up = loss(naive(c, temperature));
                x[i][j] = value - step;
                double down = loss(naive(c, temperature));
                x[i][j] = value;
                assertEquals((up - down) / (2 * step), gradient[3 * i + j], 1e-8);
            }
        }
    }

    /** Each is a mistake that people make; the comparison with the formula must tell. */
    @Test
    void typicalMistakesAreTold() {
        Clip c = random(6, 6, 4, 3, 9);
        double right = loss(naive(c, 0.5));
        Clip swapped = new Clip(/* target= */ c.reference, /* reference= */ c.target, c.colours, c.truth, 3);
        Map<String, Double> wrong = Map.of(
                "no temperature", loss(naive(c, 1)),
                "softmax over the target", columns(c, 0.5),
                "target and references exchanged", loss(naive(swapped, 0.5)),
                "log of the mean",
                        -Math.log(Arrays.stream(naive(c, 0.5)).average().orElseThrow()),
                "sum for mean", 6 * right);
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 1e-3, name + " " + value));
        assertEquals(right, loss(c, 0.5), 1e-11);
    }

    private static double columns(Clip c, double temperature) {
        double[] right = new double[c.target.length];
        for (int i = 0; i < c.reference.length; i++) {
            double sum = 0;
            for (double[] t : c.target) {
                sum += Math.exp(Vectors.dot(c.reference[i], t) / temperature);
            }
            for (int j = 0; j < right.length; j++) {
                double e = Math.exp(Vectors.dot(c.reference[i], c.target[j]) / temperature);
                right[j] += c.colours[i] == c.truth[j] ? e / sum : 0;
            }
        }
        return loss(right);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new FrameAttention(0));
        assertThrows(IllegalArgumentException.class, () -> new FrameAttention(Double.NaN));
        FrameAttention copying = new FrameAttention(1);
        NDArray f = manager.zeros(new Shape(2, 3, 4));
        NDArray other = manager.zeros(new Shape(2, 3, 5));
        String message = assertThrows(IllegalArgumentException.class, () -> copying.attention(f, other))
                .getMessage();
        assertTrue(message.contains("(2, 3, 5)"), message);
        NDArray values = manager.zeros(new Shape(2, 2, 4));
        assertThrows(IllegalArgumentException.class, () -> copying.copy(f, f, values));
        NDArray colours = manager.zeros(new Shape(2, 3, 6));
        NDArray floats = manager.zeros(new Shape(2, 3));
        message = assertThrows(IllegalArgumentException.class, () -> copying.loss(f, f, colours, floats))
                .getMessage();
        assertTrue(message.contains("int64"), message);
    }
}
