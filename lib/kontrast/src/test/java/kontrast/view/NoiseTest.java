package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NoiseTest extends ViewFixture {

    private final RandomGenerator random = new SplittableRandom(3);

    @Test
    void noiseIsAddedAndClipped() {
        float[] noise = new float[5 * 3 * 14 * 11];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextDouble() - 0.5);
        }
        int[] at = {0};
        double[][][][] expected = Naive.map(batch, (x, b) -> {
            double[][][] out = Naive.flip(Naive.flip(x));
            for (double[][] plane : out) {
                for (double[] row : plane) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Naive.clip(row[i] + noise[at[0]++]);
                    }
                }
            }
            return out;
        });
        assertSame(expected, GaussianNoise.add(images, noise));
        assertArrayEquals(
                images.toFloatArray(),
                new GaussianNoise(0).apply(images, random).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> GaussianNoise.add(images, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new GaussianNoise(-1));
        assertThrows(IllegalArgumentException.class, () -> new GaussianNoise(Double.NaN));
    }

    /** 30,000 numbers with deviation 0.1: their mean has 6e-4, their own deviation 0.4 %. */
    @Test
    void noiseHasItsDeviation() {
        NDArray grey = manager.full(new Shape(10, 3, 50, 20), 0.5f);
        float[] found = new GaussianNoise(0.1).apply(grey, random).toFloatArray();
        double sum = 0;
        double square = 0;
        for (float v : found) {
            sum += v;
            square += (v - 0.5) * (v - 0.5);
        }
        assertEquals(0.5, sum / found.length, 3e-3);
        assertEquals(0.1, Math.sqrt(square / found.length), 2e-3);
    }
}
