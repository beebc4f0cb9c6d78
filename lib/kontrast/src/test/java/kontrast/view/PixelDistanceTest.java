package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixelDistanceTest {

    private static final Shape SHAPE = new Shape(2, 3, 12, 10);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] uniform(long seed) {
        Random random = new Random(seed);
        float[] values = new float[(int) SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private NDArray pictures(long seed) {
        return manager.create(uniform(seed), SHAPE);
    }

    /** Against the formula; the mean over both pictures, or without its root, would be another number. */
    @Test
    void isTheRootOfTheMeanSquareOfEachPicture() {
        float[] x = uniform(1);
        float[] y = uniform(2);
        for (int i = 0; i < y.length / 2; i++) {
            y[i] = x[i] + 0.25f;
        }
        double[] distances = PixelDistance.between(manager.create(x, SHAPE), manager.create(y, SHAPE));
        double sum = 0;
        for (int i = x.length / 2; i < x.length; i++) {
            sum += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
        }
        assertArrayEquals(new double[] {0.25, Math.sqrt(sum / (0.5 * x.length))}, distances, 1e-6); // y is float32
        assertArrayEquals(new double[] {1, 1}, PixelDistance.between(manager.zeros(SHAPE), manager.ones(SHAPE)), 1e-12);
    }

    /** Whatever the change is, and for each picture its own: the distance counts after clipping. */
    @Test
    void goesAsFarAsAskedEvenWhereItClips() {
        NDArray x = pictures(3);
        NDArray y = pictures(4);
        for (double[] wanted : new double[][] {{0.001, 0.1}, {0.4, 0.05}, {0.6, 0.6}}) {
            NDArray there = PixelDistance.towards(x, y, wanted);
            assertArrayEquals(wanted, PixelDistance.between(x, there), 1e-5);
            assertTrue(there.min().getFloat() >= 0 && there.max().getFloat() <= 1);
        }
        assertArrayEquals(uniform(3), x.toFloatArray(), "left as it was");
        assertArrayEquals(
                y.toFloatArray(),
                PixelDistance.towards(x, y, PixelDistance.between(x, y)).toFloatArray(),
                1e-4f,
                "the whole way is y");
    }

    @Test
    void findsTheStrengthOfAnyChange() {
        NDArray x = pictures(5);
        NDArray blurred = PixelDistance.at(x, sigma -> GaussianBlur.blur(x, 3, sigma), 10, 0.1, 0.2);
        assertArrayEquals(new double[] {0.1, 0.2}, PixelDistance.between(x, blurred), 1e-5);
    }

    @Test
    void whatCannotBeReachedIsSaid() {
        NDArray x = pictures(5);
        NDArray y = pictures(6);
        for (double distance : new double[] {0, -1, 2, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> PixelDistance.towards(x, y, distance))
                    .getMessage();
            assertTrue(message.contains("how far this change can go"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> PixelDistance.towards(x, x, 0.1), "no change at all");
        assertThrows(IllegalArgumentException.class, () -> PixelDistance.towards(x, y, 0.1, 0.1, 0.1));
        NDArray one = manager.zeros(new Shape(1, 3, 12, 10));
        assertEquals(
                "expected pictures of one shape [B, C, H, W], found (2, 3, 12, 10) and (1, 3, 12, 10)",
                assertThrows(IllegalArgumentException.class, () -> PixelDistance.between(x, one))
                        .getMessage());
    }
}
