package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomStyleTest extends ViewFixture {

    /** Scenes of three renderings with one channel: the result is the chosen channel, exactly. */
    @Test
    void styleIsTheChosenRendering() {
        int[] choices = {2, 0, 1, 1, 0};
        NDArray found = new RandomStyle(3).choose(images, choices);
        assertEquals(new Shape(5, 1, 14, 11), found.getShape());
        assertEquals(
                0,
                Naive.distance(found, Naive.map(batch, (image, b) -> new double[][][] {image[choices[b]]})),
                ROUNDING);
        assertCaught("one choice for all", (image, b) -> new double[][][] {image[choices[0]]}, found);
        assertCaught("mean of the renderings", (image, b) -> new double[][][] {mean(image)}, found);
    }

    private static double[][] mean(double[][][] image) {
        double[][] mean = new double[14][11];
        for (int y = 0; y < 14; y++) {
            for (int x = 0; x < 11; x++) {
                mean[y][x] = (image[0][y][x] + image[1][y][x] + image[2][y][x]) / 3;
            }
        }
        return mean;
    }

    /** 3,000 draws of 3: a count has standard deviation 26, and 5 of those are 130. */
    @Test
    void stylesAreDrawnEquallyOftenAndBySeed() {
        NDArray scenes =
                manager.create(new float[] {0, 0.5f, 1}, new Shape(1, 3, 1, 1)).repeat(0, 3000);
        float[] drawn =
                new RandomStyle(3).apply(scenes, new SplittableRandom(4)).toFloatArray();
        int[] counts = new int[3];
        for (float value : drawn) {
            counts[Math.round(2 * value)]++;
        }
        for (int count : counts) {
            assertEquals(1000, count, 130);
        }
        assertArrayEquals(
                drawn, new RandomStyle(3).apply(scenes, new SplittableRandom(4)).toFloatArray());
    }

    @Test
    void stylesThatDoNotFitAreTold() {
        assertThrows(IllegalArgumentException.class, () -> new RandomStyle(0));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new RandomStyle(4).apply(images, new SplittableRandom(1)))
                .getMessage();
        assertTrue(message.contains("3 channels") && message.contains("4 renderings"), message);
        assertThrows(IllegalArgumentException.class, () -> new RandomStyle(3).choose(images, 0, 1, 2, 3, 0));
    }
}
