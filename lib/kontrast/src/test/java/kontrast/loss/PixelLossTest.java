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
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The error of pixels against the formula, written out as loops in double. */
class PixelLossTest {

    private static final int B = 2;
    private static final int C = 3;
    private static final int P = 4 * 5; // pixels

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomGenerator random = Seeds.stream(3, "pixels", 0);
    private final double[] p = random.doubles(B * C * P).toArray();
    private final double[] t = random.doubles(B * C * P).toArray();
    private final double[] w =
            random.doubles(B * P).map(u -> u < 0.5 ? 0 : 10 * u).toArray();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double naive(double[] p, double[] t, double[] w) {
        double sum = 0;
        double weights = 0;
        for (int b = 0; b < B; b++) {
            for (int i = 0; i < P; i++) {
                for (int c = 0; c < C; c++) {
                    double d = p[(b * C + c) * P + i] - t[(b * C + c) * P + i];
                    sum += w[b * P + i] * d * d;
                    weights += w[b * P + i]; // once a channel: C times each pixel's weight
                }
            }
        }
        return sum / weights;
    }

    private NDArray picture(double[] values) {
        return manager.create(values, new Shape(B, C, 4, 5));
    }

    private NDArray weights(double[] values) {
        return manager.create(values, new Shape(B, 1, 4, 5));
    }

    private double weighted(double[] weights) {
        return PixelLoss.loss(picture(p), picture(t), weights(weights)).getDouble();
    }

    @Test
    void equalsTheFormula() {
        double expected = naive(p, t, w);
        assertEquals(expected, weighted(w), 1e-12);
        double[] ones = new double[B * P];
        Arrays.fill(ones, 1);
        double plain = PixelLoss.loss(picture(p), picture(t)).getDouble();
        assertEquals(naive(p, t, ones), plain, 1e-12);
        // The wrong variants: weights left out, or divided by the number of pixels.
        assertTrue(Math.abs(plain - expected) > 1e-3);
        assertTrue(Math.abs(expected * Arrays.stream(w).sum() / (B * P) - expected) > 1e-3);
    }

    @Test
    void scaleOfTheWeightsDoesNotMatter() {
        double[] scaled = Arrays.stream(w).map(x -> 7 * x).toArray();
        assertEquals(weighted(w), weighted(scaled), 1e-12);
    }

    @Test
    void whatHasNoWeightHasNoEffect() {
        double before = weighted(w);
        for (int b = 0; b < B; b++) {
            for (int i = 0; i < P; i++) {
                if (w[b * P + i] == 0) {
                    p[b * C * P + i] = 1e3;
                }
            }
        }
        assertEquals(before, weighted(w), 1e-12);
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        NDArray prediction = picture(p);
        prediction.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(PixelLoss.loss(prediction, picture(t), weights(w)));
        }
        double[] gradient = prediction.getGradient().toDoubleArray();
        for (int i = 0; i < p.length; i++) {
            double value = p[i];
            p[i] = value + 1e-4; // a quadratic: the central difference has no error but rounding
            double up = naive(p, t, w);
            p[i] = value - 1e-4;
            double down = naive(p, t, w);
            p[i] = value;
            assertEquals((up - down) / 2e-4, gradient[i], 1e-10);
        }
    }

    @Test
    void badShapesAreNamed() {
        NDArray one = manager.zeros(new Shape(2, 3, 4, 5));
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> PixelLoss.loss(one, manager.zeros(new Shape(2, 1, 4, 5))))
                .getMessage()
                .contains("(2, 1, 4, 5)"));
        assertThrows(IllegalArgumentException.class, () -> PixelLoss.loss(one, one, one));
    }
}
