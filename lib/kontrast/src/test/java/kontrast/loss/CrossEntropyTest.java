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
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cross entropy against the formula, written out as loops in double. */
class CrossEntropyTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomGenerator random = Seeds.stream(3, "logits", 0);
    private final double[] logits = random.doubles(7 * 4, -5, 5).toArray(); // [7, 4]
    private final long[] labels = {0, 3, 1, 2, 2, 0, 1};

    @AfterEach
    void close() {
        manager.close();
    }

    private static double naive(double[] s, long[] y, int k) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double all = 0;
            for (int j = 0; j < k; j++) {
                all += Math.exp(s[i * k + j]);
            }
            sum -= Math.log(Math.exp(s[i * k + (int) y[i]]) / all);
        }
        return sum / y.length;
    }

    private NDArray tensor() {
        return manager.create(logits, new Shape(7, 4));
    }

    @Test
    void equalsTheFormula() {
        double expected = naive(logits, labels, 4);
        assertEquals(
                expected, CrossEntropy.loss(tensor(), manager.create(labels)).getDouble(), 1e-12);
        // float32 keeps 7 digits
        assertEquals(
                expected,
                CrossEntropy.loss(tensor().toType(DataType.FLOAT32, false), manager.create(labels))
                        .getFloat(),
                1e-5);
        long[] shifted = {3, 1, 2, 2, 0, 1, 0}; // the wrong variant: labels of another order
        assertTrue(Math.abs(naive(logits, shifted, 4) - expected) > 0.1);
        assertTrue(Math.abs(7 * expected - expected) > 0.1); // and the sum for the mean
    }

    /** The closed form: softmax minus one-hot, over N. */
    @Test
    void gradientIsSoftmaxMinusOneHot() {
        NDArray s = tensor();
        s.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(CrossEntropy.loss(s, manager.create(labels)));
        }
        double[] gradient = s.getGradient().toDoubleArray();
        for (int i = 0; i < 7; i++) {
            double all = 0;
            for (int j = 0; j < 4; j++) {
                all += Math.exp(logits[i * 4 + j]);
            }
            for (int j = 0; j < 4; j++) {
                double p = Math.exp(logits[i * 4 + j]) / all;
                assertEquals((p - (labels[i] == j ? 1 : 0)) / 7, gradient[i * 4 + j], 1e-12);
            }
        }
    }

    @Test
    void equalLogitsAreAtChance() {
        NDArray zero = manager.zeros(new Shape(7, 4), DataType.FLOAT64);
        assertEquals(
                Math.log(4), CrossEntropy.loss(zero, manager.create(labels)).getDouble(), 1e-12);
        assertEquals(Math.log(4), CrossEntropy.chance(4), 1e-15);
    }

    @Test
    void accuracyCountsTheLargestLogit() {
        int right = 0;
        for (int i = 0; i < 7; i++) {
            int best = 0;
            for (int j = 1; j < 4; j++) {
                best = logits[i * 4 + j] > logits[i * 4 + best] ? j : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        assertEquals(right / 7.0, CrossEntropy.accuracy(tensor(), manager.create(labels)), 1e-15);
        assertEquals(1, CrossEntropy.accuracy(manager.eye(3), manager.create(new long[] {0, 1, 2})));
    }

    @Test
    void badArgumentsAreNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> CrossEntropy.loss(tensor(), manager.create(new long[] {1, 2})))
                .getMessage();
        assertTrue(message.contains("(7, 4)") && message.contains("(2)"), message);
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.loss(tensor(), manager.create(new float[7])));
        assertThrows(IllegalArgumentException.class, () -> CrossEntropy.chance(0));
    }
}
