package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ColorJitterTest extends ViewFixture {

    private static final double[] FACTORS = {0, 0.6, 1, 1.4, 1.8};
    private static final double[] TURNS = {-0.5, -0.1, 0, 0.2, 1 / 3.0};

    @Test
    void brightnessEqualsTheDefinition() {
        NDArray found = ColorJitter.brightness(images, FACTORS);
        assertSame((image, b) -> Naive.brightness(image, FACTORS[b]), found);
        assertCaught(
                "added instead of multiplied",
                (image, b) -> Naive.pixels(image, (k, y, x) -> image[k][y][x] + FACTORS[b] - 1),
                found);
    }

    @Test
    void contrastEqualsTheDefinition() {
        NDArray found = ColorJitter.contrast(images, FACTORS);
        assertSame((image, b) -> Naive.contrast(image, FACTORS[b]), found);
        assertCaught(
                "around 1/2",
                (image, b) -> Naive.pixels(image, (k, y, x) -> FACTORS[b] * image[k][y][x] + (1 - FACTORS[b]) * 0.5),
                found);
        assertCaught(
                "around the mean of the batch",
                (image, b) -> {
                    double mean = Arrays.stream(batch)
                            .mapToDouble(Naive::meanLuma)
                            .average()
                            .orElseThrow();
                    return Naive.pixels(image, (k, y, x) -> FACTORS[b] * image[k][y][x] + (1 - FACTORS[b]) * mean);
                },
                found);
        assertCaught(
                "around each channel's mean",
                (image, b) -> Naive.pixels(
                        image,
                        (k, y, x) -> FACTORS[b] * image[k][y][x]
                                + (1 - FACTORS[b]) * Naive.meanLuma(new double[][][] {image[k]})),
                found);
    }

    @Test
    void saturationEqualsTheDefinition() {
        NDArray found = ColorJitter.saturation(images, FACTORS);
        assertSame((image, b) -> Naive.saturation(image, FACTORS[b]), found);
        assertCaught(
                "S of HSV scaled",
                (image, b) -> Naive.pixels(image, (k, y, x) -> {
                    double[] hsv = Naive.hsv(image[0][y][x], image[1][y][x], image[2][y][x]);
                    double s = Naive.clip(hsv[1] * FACTORS[b]);
                    return Naive.rgb(hsv[0], s, hsv[2])[k];
                }),
                found);
        assertCaught("contrast instead", (image, b) -> Naive.contrast(image, FACTORS[b]), found);
    }

    @Test
    void hueEqualsTheDefinition() {
        NDArray found = ColorJitter.hue(images, TURNS);
        assertSame((image, b) -> Naive.hue(image, TURNS[b]), found);
        assertCaught("turned backwards", (image, b) -> Naive.hue(image, -TURNS[b]), found);
        assertCaught("radians", (image, b) -> Naive.hue(image, TURNS[b] / (2 * Math.PI)), found);
        assertCaught("rotation about the grey axis of the cube", (image, b) -> rotated(image, TURNS[b]), found);
    }

    private static double[][][] rotated(double[][][] image, double turns) {
        double a = 2 * Math.PI * turns;
        double u = (1 + 2 * Math.cos(a)) / 3;
        double v = (1 - Math.cos(a)) / 3 - Math.sin(a) / Math.sqrt(3);
        double w = (1 - Math.cos(a)) / 3 + Math.sin(a) / Math.sqrt(3);
        return Naive.pixels(
                image, (k, y, x) -> u * image[k][y][x] + v * image[(k + 1) % 3][y][x] + w * image[(k + 2) % 3][y][x]);
    }

    @Test
    void aThirdOfATurnMakesRedGreen() {
        NDArray red = manager.create(new float[] {0.8f, 0.2f, 0.2f}, new Shape(1, 3, 1, 1));
        assertArrayEquals(
                new float[] {0.2f, 0.8f, 0.2f}, ColorJitter.hue(red, 1 / 3.0).toFloatArray(), 1e-6f);
    }

    @Test
    void oppositeTurnsOfTheHueCancel() {
        NDArray there = ColorJitter.hue(images, 0.17);
        assertSame(batch, ColorJitter.hue(there, -0.17));
    }

    @Test
    void jitterIsTheFourChangesInOneOfTheirOrders() {
        // A jitter of fixed amount: every factor is drawn from [1 - b, 1 + b] and read off below.
        ColorJitter jitter = new ColorJitter(0.4, 0, 0, 0, 1);
        float[] before = images.toFloatArray();
        float[] after = jitter.apply(images, new SplittableRandom(6)).toFloatArray();
        for (int b = 0; b < 5; b++) {
            // Where nothing was clipped the ratio is the image's factor, one for all its pixels.
            double factor = Double.NaN;
            for (int i = b * 462; i < (b + 1) * 462; i++) {
                if (before[i] > 0.1 && after[i] < 1) {
                    double ratio = after[i] / (double) before[i];
                    assertTrue(ratio >= 0.6 - 1e-6 && ratio <= 1.4 + 1e-6, () -> "f = " + ratio);
                    assertEquals(Double.isNaN(factor) ? ratio : factor, ratio, 1e-5);
                    factor = ratio;
                }
            }
        }
    }

    @Test
    void jitterWithoutStrengthOrProbabilityChangesNothing() {
        assertSame(batch, new ColorJitter(0, 0, 0, 0, 1).apply(images, new SplittableRandom(7)));
        assertSame(batch, new ColorJitter(0.8, 0.8, 0.8, 0.2, 0).apply(images, new SplittableRandom(7)));
    }

    @Test
    void jitterChangesTheGivenShareOfImages() {
        NDArray many = images.repeat(0, 400); // 2,000 images
        NDArray out = ColorJitter.simclr(1).apply(many, new SplittableRandom(8));
        NDArray change = out.sub(many).abs().reshape(2000, -1).max(new int[] {1});
        double share = change.gt(1e-4).toType(DataType.FLOAT32, false).mean().getFloat();
        // Binomial with p = 0.8, n = 2000: five standard errors are 0.045.
        assertEquals(0.8, share, 0.045);
    }

    @Test
    void jitterOrdersDiffer() {
        // With brightness and contrast alone there are two results for one set of factors; over
        // many batches both must occur. Factor draws are fixed by drawing them for each order.
        Set<String> results = new HashSet<>();
        ColorJitter jitter = new ColorJitter(0.9, 0.9, 0.9, 0.4, 1);
        for (int seed = 0; seed < 200; seed++) {
            int[] calls = {0};
            SplittableRandom order = new SplittableRandom(seed);
            RandomGenerator random = new RandomGenerator() {
                @Override
                public long nextLong() {
                    return order.nextLong();
                }

                @Override
                public int nextInt(int bound) {
                    calls[0]++;
                    return order.nextInt(bound);
                }

                @Override
                public double nextDouble() {
                    return 0.75; // the same factors in every run
                }
            };
            try (NDArray out = jitter.apply(images, random)) {
                results.add(
                        String.format(Locale.ROOT, "%.3f", out.get("0").sum().getFloat()));
            }
            assertEquals(3, calls[0], "three swaps order four changes");
        }
        assertTrue(results.size() > 6, "found " + results.size() + " of 24 orders");
    }
}
