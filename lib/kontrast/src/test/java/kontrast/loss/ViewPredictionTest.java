package kontrast.loss;

import static kontrast.loss.Oracle.random;
import static kontrast.loss.Oracle.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The distances of BYOL and SimSiam against loops in double. */
class ViewPredictionTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double cosine(double[][] p, double[][] z) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Vectors.cosine(p[i], z[i]) / p.length;
        }
        return sum;
    }

    private static double squared(double[][] p, double[][] z) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double lp = Math.sqrt(Vectors.dot(p[i], p[i]));
            double lz = Math.sqrt(Vectors.dot(z[i], z[i]));
            for (int j = 0; j < p[i].length; j++) {
                sum += Math.pow(p[i][j] / lp - z[i][j] / lz, 2) / p.length;
            }
        }
        return sum;
    }

    @Test
    void equalTheFormulas() {
        for (int[] size : new int[][] {{1, 1}, {1, 4}, {7, 3}, {33, 16}}) {
            double[][] p = random(size[0], size[1], 1);
            double[][] z = random(size[0], size[1], 2);
            double simSiam = ViewPrediction.negativeCosine(tensor(manager, p), tensor(manager, z))
                    .getDouble();
            double byol = ViewPrediction.squaredDistance(tensor(manager, p), tensor(manager, z))
                    .getDouble();
            assertEquals(-cosine(p, z), simSiam, 1e-12);
            assertEquals(squared(p, z), byol, 1e-12);
            assertEquals(2 + 2 * simSiam, byol, 1e-12); // one is the other, turned and doubled
        }
    }

    /** Equal directions cost the least, opposite ones the most; lengths cost nothing. */
    @Test
    void rangeAndLength() {
        double[][] p = random(5, 3, 3);
        var a = tensor(manager, p);
        assertEquals(-1, ViewPrediction.negativeCosine(a, a.mul(7)).getDouble(), 1e-12);
        assertEquals(1, ViewPrediction.negativeCosine(a, a.neg()).getDouble(), 1e-12);
        assertEquals(0, ViewPrediction.squaredDistance(a.mul(0.1), a).getDouble(), 1e-12);
        assertEquals(4, ViewPrediction.squaredDistance(a, a.neg()).getDouble(), 1e-12);
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        double[][] p = random(4, 3, 4);
        double[][] z = random(4, 3, 5);
        Oracle.assertGradient(
                manager, p, x -> ViewPrediction.negativeCosine(x, tensor(manager, z)), x -> -cosine(x, z), 1e-8);
        Oracle.assertGradient(
                manager, z, x -> ViewPrediction.squaredDistance(tensor(manager, p), x), x -> squared(p, x), 1e-8);
    }

    @Test
    void typicalMistakesAreTold() {
        double[][] p = random(6, 4, 6);
        double[][] z = random(6, 4, 7);
        double right = squared(p, z);
        double raw = 0;
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 4; j++) {
                raw += Math.pow(p[i][j] - z[i][j], 2) / 6;
            }
        }
        Map<String, Double> wrong = Map.of(
                "not normalised",
                raw,
                "mean over the numbers too",
                right / 4,
                "sum over the batch",
                6 * right,
                "2 - cos",
                2 - cosine(p, z));
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 0.01, name));
    }

    @Test
    void otherShapesAreRefused() {
        var a = tensor(manager, random(4, 3, 1));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ViewPrediction.negativeCosine(a, tensor(manager, random(4, 2, 1))))
                .getMessage();
        assertTrue(message.contains("(4, 3)") && message.contains("(4, 2)") && message.contains("predictor"), message);
        assertThrows(IllegalArgumentException.class, () -> ViewPrediction.squaredDistance(a.flatten(), a.flatten()));
    }
}
