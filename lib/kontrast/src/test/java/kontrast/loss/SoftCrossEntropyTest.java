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
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cross entropy with spread answers against the formula, written out as loops in double. */
class SoftCrossEntropyTest {

    private static final int P = 6;
    private static final int Q = 5;
    private static final int K = 2;

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomGenerator random = Seeds.stream(3, "soft", 0);
    private final double[] logits = random.doubles(P * Q, -4, 4).toArray();
    private final long[] classes = {0, 1, 4, 2, 3, 3, 1, 0, 2, 4, 0, 3};
    private final double[] shares = new double[P * K];
    private final double[] weights = random.doubles(P, 0, 5).toArray();

    SoftCrossEntropyTest() {
        for (int p = 0; p < P; p++) {
            shares[2 * p] = random.nextDouble();
            shares[2 * p + 1] = 1 - shares[2 * p];
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private double naive(double[] v) {
        double sum = 0;
        for (int p = 0; p < P; p++) {
            double all = 0;
            for (int q = 0; q < Q; q++) {
                all += Math.exp(logits[p * Q + q]);
            }
            for (int i = 0; i < K; i++) {
                double s = logits[p * Q + (int) classes[p * K + i]];
                sum -= v[p] * shares[p * K + i] * Math.log(Math.exp(s) / all);
            }
        }
        return sum / P;
    }

    private NDArray loss(NDArray s) {
        return SoftCrossEntropy.loss(
                s,
                manager.create(classes, new Shape(P, K)),
                manager.create(shares, new Shape(P, K)),
                manager.create(weights));
    }

    @Test
    void equalsTheFormula() {
        double found = loss(manager.create(logits, new Shape(P, Q))).getDouble();
        assertEquals(naive(weights), found, 1e-12);
        double[] even = new double[P];
        Arrays.fill(even, 1); // the wrong variant: weights left out
        assertTrue(Math.abs(naive(even) - found) > 0.1);
    }

    @Test
    void oneClassARowIsTheCrossEntropy() {
        NDArray s = manager.create(logits, new Shape(P, Q));
        long[] labels = {0, 4, 2, 2, 1, 3};
        NDArray ones = manager.ones(new Shape(P, 1), DataType.FLOAT64);
        assertEquals(
                CrossEntropy.loss(s, manager.create(labels)).getDouble(),
                SoftCrossEntropy.loss(s, manager.create(labels, new Shape(P, 1)), ones, ones.reshape(P))
                        .getDouble(),
                1e-12);
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        NDArray s = manager.create(logits, new Shape(P, Q));
        s.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss(s));
        }
        double[] gradient = s.getGradient().toDoubleArray();
        for (int i = 0; i < logits.length; i++) {
            double value = logits[i];
            logits[i] = value + 1e-5; // error about 1e-10, rounding 1e-16 / 1e-5
            double up = naive(weights);
            logits[i] = value - 1e-5;
            double down = naive(weights);
            logits[i] = value;
            assertEquals((up - down) / 2e-5, gradient[i], 1e-8);
        }
    }

    @Test
    void badShapesAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> loss(manager.zeros(new Shape(3, Q))))
                .getMessage();
        assertTrue(message.contains("(3, 5)"), message);
    }
}
