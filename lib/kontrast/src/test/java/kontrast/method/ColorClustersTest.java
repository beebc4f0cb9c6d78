package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import org.junit.jupiter.api.Test;

class ColorClustersTest {

    /** Three heaps far apart, of 100 points each within 1 of their middles. */
    @Test
    void heapsAreFound() {
        RandomGenerator random = Seeds.stream(1, "heaps", 0);
        float[][] middles = {{-40, 10}, {30, 50}, {20, -60}};
        float[] points = new float[600];
        for (int i = 0; i < 300; i++) {
            points[2 * i] = middles[i % 3][0] + random.nextFloat(-1, 1);
            points[2 * i + 1] = middles[i % 3][1] + random.nextFloat(-1, 1);
        }
        float[] centres = ColorClusters.means(points, 3, Seeds.stream(2, "k", 0));
        for (float[] middle : middles) {
            double nearest = Double.MAX_VALUE;
            for (int c = 0; c < 3; c++) {
                nearest = Math.min(nearest, Math.hypot(centres[2 * c] - middle[0], centres[2 * c + 1] - middle[1]));
            }
            assertTrue(nearest < 0.3, Arrays.toString(centres)); // 1/sqrt(300) is 0.06
        }
    }

    @Test
    void nearestIsTheNaiveOne() {
        RandomGenerator random = Seeds.stream(3, "ab", 0);
        float[] centres = new float[10];
        float[] ab = new float[2 * 2 * 12];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.nextFloat(-80, 80);
        }
        for (int i = 0; i < ab.length; i++) {
            ab[i] = random.nextFloat(-80, 80);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray found = new ColorClusters(centres).nearest(manager.create(ab, new Shape(2, 2, 3, 4))); // [2, 12]
            long[] numbers = found.toLongArray();
            for (int b = 0; b < 2; b++) {
                for (int p = 0; p < 12; p++) {
                    int best = 0;
                    double least = Double.MAX_VALUE;
                    for (int k = 0; k < 5; k++) {
                        double da = ab[24 * b + p] - centres[2 * k];
                        double db = ab[24 * b + 12 + p] - centres[2 * k + 1];
                        if (da * da + db * db < least) {
                            least = da * da + db * db;
                            best = k;
                        }
                    }
                    assertEquals(best, numbers[12 * b + p]);
                }
            }
        }
    }

    @Test
    void sameExamplesAndSeedSameClusters() {
        Images discs = Synthetic.discs(20, 16, 4, 5);
        ColorClusters one = ColorClusters.of(discs, 6, 1);
        assertEquals(one, ColorClusters.of(discs, 6, 1));
        assertEquals(6, one.size());
        // White is most of these pictures: some cluster lies at a = b = 0, within its spread.
        double nearest = Double.MAX_VALUE;
        for (int k = 0; k < 6; k++) {
            nearest = Math.min(nearest, Math.hypot(one.centres()[2 * k], one.centres()[2 * k + 1]));
        }
        assertTrue(nearest < 1, one + " " + Arrays.toString(one.centres()));
        float[] centres = one.centres();
        centres[0] += 1;
        assertArrayEquals(one.centres(), ColorClusters.of(discs, 6, 1).centres(), "a copy");
    }

    @Test
    void badArgumentsAreNamed() {
        Images grey = Images.of(new byte[64], 1, 8, 8);
        String message = assertThrows(IllegalArgumentException.class, () -> ColorClusters.of(grey, 4, 0))
                .getMessage();
        assertTrue(message.contains("(1, 8, 8)"), message);
        assertThrows(IllegalArgumentException.class, () -> ColorClusters.of(Synthetic.discs(4, 8, 2, 1), 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ColorClusters(new float[5]));
    }
}
