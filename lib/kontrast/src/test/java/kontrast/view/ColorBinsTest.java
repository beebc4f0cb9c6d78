package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.data.Images;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes of colorization, their soft encoding, decoding and weights. */
class ColorBinsTest {

    private static final ColorBins BINS = ColorBins.inGamut(10);

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomGenerator random = new SplittableRandom(4);

    @AfterEach
    void close() {
        manager.close();
    }

    private static List<Integer> key(double a, double b, double step) {
        return List.of((int) Math.round(a / step), (int) Math.round(b / step));
    }

    /** 60,000 colours anywhere in the cube of sRGB: each has its own bin. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 20, 7.5})
    void everyColourHasItsBin(double step) {
        ColorBins bins = ColorBins.inGamut(step);
        Set<List<Integer>> known = new HashSet<>();
        bins.centres().forEach(c -> assertTrue(known.add(key(c[0], c[1], step))));
        float[] rgb = new float[3 * 60_000];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = random.nextInt(256) / 255f;
        }
        float[] lab = Lab.of(manager.create(rgb, new Shape(1, 3, 200, 300))).toFloatArray();
        for (int p = 0; p < 60_000; p++) {
            assertTrue(known.contains(key(lab[60_000 + p], lab[120_000 + p], step)));
        }
    }

    /** Known corners of sRGB, and colours beyond them. */
    @Test
    void binsEndWhereSrgbEnds() {
        assertEquals(261, BINS.size());
        Set<List<Integer>> known = new HashSet<>();
        BINS.centres().forEach(c -> known.add(key(c[0], c[1], 10)));
        assertTrue(known.contains(List.of(0, 0))); // grey
        assertTrue(known.contains(key(80.1, 67.2, 10))); // red
        assertTrue(known.contains(key(-86.2, 83.2, 10))); // green
        assertTrue(known.contains(key(79.2, -107.9, 10))); // blue
        assertTrue(!known.contains(List.of(-9, -5)) && !known.contains(List.of(11, 0)));
    }

    private NDArray colours(double[][] ab) {
        float[] values = new float[2 * ab.length];
        for (int p = 0; p < ab.length; p++) {
            values[p] = (float) ab[p][0];
            values[ab.length + p] = (float) ab[p][1];
        }
        return manager.create(values, new Shape(1, 2, 1, ab.length));
    }

    @Test
    void softEncodingEqualsTheDefinition() {
        double[][] ab = new double[50][];
        Arrays.setAll(ab, p -> new double[] {random.nextDouble(-80, 90), random.nextDouble(-80, 80)});
        ColorBins.Soft soft = BINS.encode(colours(ab), 5, 5);
        long[] bins = soft.bins().toLongArray();
        float[] shares = soft.shares().toFloatArray();
        double[] wrong = new double[2];
        for (int p = 0; p < 50; p++) {
            double[] square = new double[BINS.size()];
            for (int q = 0; q < square.length; q++) {
                double da = ab[p][0] - BINS.centre(q)[0];
                double db = ab[p][1] - BINS.centre(q)[1];
                square[q] = da * da + db * db;
            }
            int[] nearest = IntStream.range(0, square.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(q -> square[q]))
                    .limit(5)
                    .mapToInt(q -> q)
                    .toArray();
            double[] sums = new double[3];
            for (int q : nearest) {
                sums[0] += Math.exp(-square[q] / 50);
                sums[1] += Math.exp(-square[q] / 25);
                sums[2] += Math.exp(-Math.sqrt(square[q]) / 50);
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(nearest[i], bins[p * 5 + i]);
                double d = square[nearest[i]];
                // squared distances of up to 2e4 in float32 are right to 1e-3, in exp(-d / 50)
                assertEquals(Math.exp(-d / 50) / sums[0], shares[p * 5 + i], 1e-4);
                wrong[0] += Math.abs(Math.exp(-d / 25) / sums[1] - shares[p * 5 + i]);
                wrong[1] += Math.abs(Math.exp(-Math.sqrt(d) / 50) / sums[2] - shares[p * 5 + i]);
            }
        }
        assertTrue(wrong[0] > 1 && wrong[1] > 1, Arrays.toString(wrong));
    }

    /** Pixels come image by image and row by row. */
    @Test
    void pixelsKeepTheirOrder() {
        float[] values = new float[2 * 2 * 2 * 3];
        double[][] expected = new double[12][];
        for (int p = 0; p < 12; p++) {
            expected[p] = BINS.centre(20 * p);
            values[p / 6 * 12 + p % 6] = (float) expected[p][0];
            values[p / 6 * 12 + 6 + p % 6] = (float) expected[p][1];
        }
        NDArray ab = manager.create(values, new Shape(2, 2, 2, 3));
        long[] found = BINS.encode(ab, 1, 5).bins().toLongArray();
        assertArrayEquals(IntStream.range(0, 12).mapToLong(p -> 20L * p).toArray(), found);
    }

    @Test
    void decodingIsTheAnnealedMean() {
        int n = BINS.size();
        float[] logits = new float[n * 2];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextDouble(-3, 3);
        }
        logits[2 * 50] = 5;
        logits[2 * 200 + 1] = 5;
        NDArray tensor = manager.create(logits, new Shape(1, n, 1, 2));
        for (double t : new double[] {1, 0.38, 0.05}) {
            float[] found = BINS.decode(tensor, t).toFloatArray(); // [a0, a1, b0, b1]
            for (int p = 0; p < 2; p++) {
                double[] mean = new double[2];
                double all = 0;
                int best = 0;
                for (int q = 0; q < n; q++) {
                    double e = Math.exp(logits[q * 2 + p] / t);
                    all += e;
                    mean[0] += e * BINS.centre(q)[0];
                    mean[1] += e * BINS.centre(q)[1];
                    best = logits[q * 2 + p] > logits[best * 2 + p] ? q : best;
                }
                for (int c = 0; c < 2; c++) {
                    assertEquals(mean[c] / all, found[c * 2 + p], 1e-3); // of up to 100
                    if (t == 0.05) { // logits over T differ by more than 40: the best bin
                        assertEquals(BINS.centre(best)[c], found[c * 2 + p], 0.5);
                    }
                }
            }
        }
    }

    @Test
    void priorSmoothsCountsAndKeepsTheirSum() {
        double[] counts = new double[BINS.size()];
        counts[100] = 6;
        counts[7] = 2;
        double[] p = ColorPrior.of(BINS, counts).probabilities();
        assertEquals(1, Arrays.stream(p).sum(), 1e-12);
        for (int q = 0; q < p.length; q++) {
            assertEquals(0.75 * kernel(100, q) + 0.25 * kernel(7, q), p[q], 1e-12);
        }
        assertTrue(p[100] < 0.75 && p[100] > p[7]);
    }

    private static double kernel(int from, int to) {
        double all = 0;
        for (int q = 0; q < BINS.size(); q++) {
            all += gauss(from, q);
        }
        return gauss(from, to) / all;
    }

    private static double gauss(int from, int to) {
        double da = BINS.centre(from)[0] - BINS.centre(to)[0];
        double db = BINS.centre(from)[1] - BINS.centre(to)[1];
        return Math.exp(-(da * da + db * db) / 50);
    }

    @Test
    void weightsHaveMeanOneAndFavourTheRare() {
        double[] counts = new double[BINS.size()];
        for (int q = 0; q < counts.length; q++) {
            counts[q] = random.nextInt(4) == 0 ? random.nextInt(1000) : 0;
        }
        ColorPrior prior = ColorPrior.of(BINS, counts);
        double[] p = prior.probabilities();
        int n = p.length;
        float[] w = prior.weights(0.5);
        double mean = 0;
        double norm = 0;
        for (int q = 0; q < n; q++) {
            mean += p[q] * w[q];
            norm += p[q] / (0.5 * p[q] + 0.5 / n);
        }
        assertEquals(1, mean, 1e-5);
        for (int q = 0; q < n; q++) {
            assertEquals(1 / (0.5 * p[q] + 0.5 / n) / norm, w[q], 1e-5 * w[q]);
            for (int r = 0; r < n; r++) {
                assertTrue(p[q] >= p[r] || w[q] >= w[r]);
            }
        }
        for (float one : prior.weights(1)) {
            assertEquals(1, one, 1e-6);
        }
        for (float one : ColorPrior.uniform(BINS).weights(0.5)) {
            assertEquals(1, one, 1e-6);
        }
    }

    /** A red image and a white one, of as many pixels. */
    @Test
    void priorCountsTheColoursOfImages() {
        byte[] pixels = new byte[2 * 3 * 16];
        Arrays.fill(pixels, 0, 16, (byte) 255);
        Arrays.fill(pixels, 48, 96, (byte) 255);
        ColorPrior found = ColorPrior.of(BINS, Images.of(pixels, 3, 4, 4));
        double[] counts = new double[BINS.size()];
        for (int q = 0; q < counts.length; q++) {
            List<Integer> key = key(BINS.centre(q)[0], BINS.centre(q)[1], 10);
            counts[q] = key.equals(List.of(8, 7)) || key.equals(List.of(0, 0)) ? 16 : 0;
        }
        assertArrayEquals(ColorPrior.of(BINS, counts).probabilities(), found.probabilities(), 1e-12);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> ColorBins.inGamut(0.5));
        NDArray three = manager.zeros(new Shape(1, 3, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> BINS.encode(three, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> BINS.decode(three, 0.38));
        NDArray two = manager.zeros(new Shape(1, 2, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> BINS.encode(two, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> BINS.encode(two, 5, 0));
        assertThrows(IllegalArgumentException.class, () -> ColorPrior.of(BINS, 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> ColorPrior.of(BINS, new double[BINS.size()]));
        assertThrows(
                IllegalArgumentException.class, () -> ColorPrior.uniform(BINS).weights(0));
    }
}
