package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ColorDroppingTest extends ViewFixture {

    private final RandomGenerator random = new SplittableRandom(3);

    private static double[][][] dropped(double[][][] image, int kept, double share, double e) {
        double[][][] out = Naive.map(new double[][][][] {image}, (x, i) -> Naive.flip(Naive.flip(x)))[0];
        if (kept < 0) {
            return out;
        }
        int pixels = image[0].length * image[0][0].length;
        double mean = 0;
        double square = 0;
        for (double[] row : image[kept]) {
            for (double v : row) {
                mean += v / pixels;
                square += v * v / pixels;
            }
        }
        double std = Math.sqrt(square - mean * mean);
        for (int k = 0; k < 3; k++) {
            for (int y = 0; k != kept && y < image[k].length; y++) {
                java.util.Arrays.fill(out[k][y], Naive.clip(0.5 + share * std * e));
            }
        }
        return out;
    }

    @Test
    void colourDroppingEqualsTheDefinition() {
        int[] kept = {2, 0, -1, 1, 0};
        NDArray found = ColorDropping.drop(images, 0.3, new float[] {1.5f}, kept);
        assertSame((x, b) -> dropped(x, kept[b], 0.3, 1.5), found);
        assertCaught("one channel for all", (x, b) -> dropped(x, 2, 0.3, 1.5), found);
        assertCaught("no noise", (x, b) -> dropped(x, kept[b], 0, 1), found);
    }

    /** 3,000 draws of 3: a count has standard deviation 26, and 5 of those are 130. */
    @Test
    void colourDroppingKeepsEachChannelEquallyOften() {
        float[] ones = new float[3000 * 3];
        java.util.Arrays.fill(ones, 1);
        NDArray white = manager.create(ones, new Shape(3000, 3, 1, 1));
        float[] found = ColorDropping.paper().apply(white, random).toFloatArray();
        int[] counts = new int[3];
        for (int i = 0; i < found.length; i++) {
            counts[i % 3] += found[i] == 1 ? 1 : 0; // the others are 0.5: one pixel has no spread
        }
        for (int count : counts) {
            assertEquals(1000, count, 130);
        }
        assertArrayEquals(
                images.toFloatArray(),
                new ColorDropping(0, 0).apply(images, random).toFloatArray());
    }

    /** The noise of a batch of checkerboards with spread 1/2: 0.5 +- 0.1, and drawn anew. */
    @Test
    void colourDroppingAddsNoise() {
        float[] board = new float[10 * 3 * 64];
        for (int i = 0; i < board.length; i++) {
            board[i] = i % 2;
        }
        NDArray boards = manager.create(board, new Shape(10, 3, 8, 8));
        float[] found = new ColorDropping(1, 0.2).apply(boards, random).toFloatArray();
        double sum = 0;
        double square = 0;
        int n = 0;
        for (float v : found) {
            if (v > 0 && v < 1) {
                sum += v;
                square += (v - 0.5) * (v - 0.5);
                n++;
            }
        }
        assertEquals(10 * 2 * 64, n);
        // 1,280 numbers with standard deviation 0.1: their mean has 0.003, their own 2 % of 0.1.
        assertEquals(0.5, sum / n, 0.015);
        assertEquals(0.1, Math.sqrt(square / n), 0.01);
    }

    @Test
    void badColourDroppingIsTold() {
        assertThrows(IllegalArgumentException.class, () -> new ColorDropping(1.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new ColorDropping(1, -1));
        assertThrows(IllegalArgumentException.class, () -> ColorDropping.drop(images, 0, new float[1], 1, 2));
        NDArray two = manager.zeros(new Shape(1, 2, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> ColorDropping.drop(two, 0, new float[1], 1));
    }
}
