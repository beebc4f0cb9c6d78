package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.data.Seeds;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {

    /**
     * Pixels are float32 near 1, with a rounding unit of 6e-8; a pixel is a weighted mean of up to
     * some hundred pixels or a dozen operations, so errors stay below some ten units. The wrong
     * variants below differ by more than a grey level, 4e-3.
     */
    private static final double ROUNDING = 2e-6;

    private static final double GREY_LEVEL = 1.0 / 255;

    private NDManager manager;
    private double[][][][] batch;
    private NDArray images;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        // 5 images, not square: a swap of rows and columns cannot hide.
        batch = Naive.images(5, 3, 14, 11, new SplittableRandom(1));
        images = Naive.tensor(manager, batch);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void assertSame(double[][][][] expected, NDArray found) {
        assertEquals(0, Naive.distance(found, expected), ROUNDING);
    }

    private void assertCaught(String variant, double[][][][] wrong, NDArray found) {
        assertTrue(
                Naive.distance(found, wrong) > GREY_LEVEL,
                () -> "the test does not tell the wrong variant from the right one: " + variant);
    }

    // ---- style

    /** Scenes of three renderings with one channel: the result is the chosen channel, exactly. */
    @Test
    void styleIsTheChosenRendering() {
        int[] choices = {2, 0, 1, 1, 0};
        NDArray found = new RandomStyle(3).choose(images, choices);
        assertEquals(new Shape(5, 1, 14, 11), found.getShape());
        assertEquals(
                0,
                Naive.distance(
                        found,
                        Naive.map(batch, (image, b) -> new double[][][] {image[choices[b]]})),
                ROUNDING);
        assertCaught(
                "one choice for all",
                Naive.map(batch, (image, b) -> new double[][][] {image[choices[0]]}),
                found);
        assertCaught(
                "mean of the renderings",
                Naive.map(batch, (image, b) -> new double[][][] {mean(image)}),
                found);
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
        float[] drawn = new RandomStyle(3).apply(scenes, new SplittableRandom(4)).toFloatArray();
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
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new RandomStyle(4).apply(images, new SplittableRandom(1)))
                        .getMessage();
        assertTrue(message.contains("3 channels") && message.contains("4 renderings"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new RandomStyle(3).choose(images, 0, 1, 2, 3, 0));
    }

    // ---- crop

    private static final Box[] BOXES = {
        new Box(0, 0, 14, 11), // all
        new Box(3, 2, 5, 4), // enlarged
        new Box(1, 0, 13, 3), // shrunk in one axis, enlarged in the other
        new Box(13, 10, 1, 1), // the last pixel
        new Box(4, 3, 8, 6) // as it is
    };

    @Test
    void cropEqualsTheDefinition() {
        assertSame(
                Naive.map(batch, (image, b) -> Naive.crop(image, BOXES[b], 8, 6)),
                RandomResizedCrop.crop(images, 8, 6, BOXES));
    }

    @Test
    void cropCatchesWrongVariants() {
        NDArray found = RandomResizedCrop.crop(images, 8, 6, BOXES);
        assertCaught(
                "corners aligned",
                Naive.map(batch, (image, b) -> wrongCrop(image, b, true, false, false)),
                found);
        assertCaught(
                "no antialiasing",
                Naive.map(batch, (image, b) -> wrongCrop(image, b, false, true, false)),
                found);
        assertCaught(
                "pixels beside the crop count",
                Naive.map(batch, (image, b) -> wrongCrop(image, b, false, false, true)),
                found);
        assertCaught(
                "box off by one row",
                Naive.map(
                        batch,
                        (image, b) ->
                                Naive.crop(
                                        image,
                                        new Box(
                                                Math.max(0, BOXES[b].top() - 1),
                                                BOXES[b].left(),
                                                BOXES[b].height(),
                                                BOXES[b].width()),
                                        8,
                                        6)),
                found);
        assertCaught(
                "first box for all",
                Naive.map(batch, (image, b) -> Naive.crop(image, BOXES[0], 8, 6)),
                found);
    }

    private static double[][][] wrongCrop(
            double[][][] image, int b, boolean corners, boolean narrow, boolean outside) {
        Box box = BOXES[b];
        double[][][] out = new double[3][8][6];
        for (int k = 0; k < 3; k++) {
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 6; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int v = 0; v < image[k].length; v++) {
                        for (int u = 0; u < image[k][v].length; u++) {
                            boolean inside =
                                    v >= box.top()
                                            && v < box.top() + box.height()
                                            && u >= box.left()
                                            && u < box.left() + box.width();
                            if (inside || outside) {
                                double weight =
                                        wrong(v - box.top(), y, box.height(), 8, corners, narrow)
                                                * wrong(
                                                        u - box.left(),
                                                        x,
                                                        box.width(),
                                                        6,
                                                        corners,
                                                        narrow);
                                sum += weight * image[k][v][u];
                                weights += weight;
                            }
                        }
                    }
                    out[k][y][x] = sum / weights;
                }
            }
        }
        return out;
    }

    private static double wrong(
            int j, int i, int length, int out, boolean corners, boolean narrow) {
        double scale = (double) length / out;
        double centre = corners ? i * (length - 1.0) / (out - 1) + 0.5 : (i + 0.5) * scale;
        double reach = narrow ? 1 : Math.max(1, scale);
        return Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
    }

    @Test
    void interpolationKnownByHand() {
        // Enlarging [a, b] twofold: the quarters between pixel centres, ends repeated.
        double[][] twice = RandomResizedCrop.interpolation(2, 0, 2, 4);
        double[][] expected = {{1, 0}, {0.75, 0.25}, {0.25, 0.75}, {0, 1}};
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(expected[i], twice[i], 1e-15);
        }
        // Halving: a triangle of width 2 around x = 1 covers 0.5, 1.5, 2.5 with 3/4, 3/4, 1/4.
        double[] half = RandomResizedCrop.interpolation(4, 0, 4, 2)[0];
        assertArrayEquals(new double[] {3 / 7.0, 3 / 7.0, 1 / 7.0, 0}, half, 1e-15);
    }

    @Test
    void interpolationIsTheIdentityOnTheWholeLine() {
        double[][] p = RandomResizedCrop.interpolation(7, 0, 7, 7);
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                assertEquals(i == j ? 1 : 0, p[i][j], 1e-15);
            }
        }
    }

    @Test
    void interpolationRowsAreMeansOfTheCrop() {
        RandomGenerator random = new SplittableRandom(2);
        for (int trial = 0; trial < 200; trial++) {
            int in = 1 + random.nextInt(40);
            int length = 1 + random.nextInt(in);
            int start = random.nextInt(in - length + 1);
            int out = 1 + random.nextInt(40);
            for (double[] row : RandomResizedCrop.interpolation(in, start, length, out)) {
                assertEquals(1, Arrays.stream(row).sum(), 1e-12);
                for (int j = 0; j < in; j++) {
                    boolean inside = j >= start && j < start + length;
                    assertTrue(row[j] >= 0 && (inside || row[j] == 0));
                }
            }
        }
    }

    @Test
    void interpolationKeepsRampsAwayFromTheBorder() {
        // A symmetric triangle reproduces a linear function wherever it is not cut off.
        double[][] p = RandomResizedCrop.interpolation(60, 0, 60, 20);
        for (int i = 1; i < 19; i++) {
            double value = 0;
            for (int j = 0; j < 60; j++) {
                value += p[i][j] * (j + 0.5);
            }
            assertEquals((i + 0.5) * 3, value, 1e-12);
        }
    }

    @Test
    void drawnBoxesStayInRange() {
        RandomResizedCrop crop = RandomResizedCrop.square(32, 0.2);
        RandomGenerator random = new SplittableRandom(3);
        double least = 1;
        double most = 0;
        Set<Integer> tops = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            Box box = crop.draw(32, 48, random);
            assertTrue(box.top() + box.height() <= 32 && box.left() + box.width() <= 48);
            double share = box.height() * box.width() / (32.0 * 48);
            least = Math.min(least, share);
            most = Math.max(most, share);
            double ratio = (double) box.width() / box.height();
            // A side is rounded by at most half a pixel of at least 15.
            assertTrue(ratio > 0.75 * 0.94 && ratio < 4 / 3.0 * 1.06, () -> "ratio " + ratio);
            if (box.height() == 20) {
                tops.add(box.top());
            }
        }
        assertTrue(least > 0.2 * 0.94 && least < 0.23, "least share " + least);
        assertTrue(most <= 1 && most > 0.85, "largest share " + most);
        assertEquals(13, tops.size(), "a box of 20 of 32 rows can start at 13 places");
    }

    @Test
    void meanShareIsThatOfTheUniformDraw() {
        // On a square image nearly every draw up to a share of 3/4 fits: restrict to it, so that
        // s ~ U(0.1, 0.5) has mean 0.3 and variance 0.4^2 / 12; five standard errors of 20,000.
        RandomResizedCrop crop = new RandomResizedCrop(8, 8, 0.1, 0.5, 0.75, 4 / 3.0);
        RandomGenerator random = new SplittableRandom(4);
        double sum = 0;
        for (int i = 0; i < 20_000; i++) {
            Box box = crop.draw(512, 512, random);
            sum += box.height() * box.width() / (512.0 * 512);
        }
        assertEquals(0.3, sum / 20_000, 5 * 0.4 / Math.sqrt(12 * 20_000));
    }

    @Test
    void impossibleCropsFallBackToTheLargestCentralBox() {
        RandomGenerator random = new SplittableRandom(5);
        // The whole of a 10 x 100 image cannot be covered at ratio 4/3: 10 rows x 13 columns
        // remain.
        assertEquals(
                new Box(0, 43, 10, 13),
                new RandomResizedCrop(8, 8, 1, 1, 0.75, 4 / 3.0).draw(10, 100, random));
        assertEquals(
                new Box(43, 0, 13, 10),
                new RandomResizedCrop(8, 8, 1, 1, 0.75, 4 / 3.0).draw(100, 10, random));
    }

    // ---- flip, grey

    @Test
    void flipEqualsTheDefinition() {
        boolean[] flipped = {true, false, true, true, false};
        NDArray found = HorizontalFlip.flip(images, flipped);
        assertSame(Naive.map(batch, (image, b) -> flipped[b] ? Naive.flip(image) : image), found);
        assertCaught("all flipped", Naive.map(batch, (image, b) -> Naive.flip(image)), found);
        assertCaught(
                "upside down",
                Naive.map(
                        batch,
                        (image, b) ->
                                flipped[b]
                                        ? Naive.pixels(image, (k, y, x) -> image[k][13 - y][x])
                                        : image),
                found);
    }

    @Test
    void greyEqualsTheDefinition() {
        boolean[] grey = {true, false, true, false, false};
        NDArray found = RandomGreyscale.grey(images, grey);
        assertSame(Naive.map(batch, (image, b) -> grey[b] ? Naive.grey(image) : image), found);
        assertCaught(
                "mean of the channels",
                Naive.map(
                        batch,
                        (image, b) ->
                                grey[b]
                                        ? Naive.pixels(
                                                image,
                                                (k, y, x) ->
                                                        (image[0][y][x]
                                                                        + image[1][y][x]
                                                                        + image[2][y][x])
                                                                / 3)
                                        : image),
                found);
        assertCaught(
                "blue, green, red",
                Naive.map(
                        batch,
                        (image, b) ->
                                grey[b]
                                        ? Naive.grey(
                                                new double[][][] {image[2], image[1], image[0]})
                                        : image),
                found);
    }

    // ---- colour

    private static final double[] FACTORS = {0, 0.6, 1, 1.4, 1.8};
    private static final double[] TURNS = {-0.5, -0.1, 0, 0.2, 1 / 3.0};

    @Test
    void brightnessEqualsTheDefinition() {
        NDArray found = ColorJitter.brightness(images, FACTORS);
        assertSame(Naive.map(batch, (image, b) -> Naive.brightness(image, FACTORS[b])), found);
        assertCaught(
                "added instead of multiplied",
                Naive.map(
                        batch,
                        (image, b) ->
                                Naive.pixels(image, (k, y, x) -> image[k][y][x] + FACTORS[b] - 1)),
                found);
    }

    @Test
    void contrastEqualsTheDefinition() {
        NDArray found = ColorJitter.contrast(images, FACTORS);
        assertSame(Naive.map(batch, (image, b) -> Naive.contrast(image, FACTORS[b])), found);
        assertCaught(
                "around 1/2",
                Naive.map(
                        batch,
                        (image, b) ->
                                Naive.pixels(
                                        image,
                                        (k, y, x) ->
                                                FACTORS[b] * image[k][y][x]
                                                        + (1 - FACTORS[b]) * 0.5)),
                found);
        assertCaught(
                "around the mean of the batch",
                Naive.map(
                        batch,
                        (image, b) -> {
                            double mean =
                                    Arrays.stream(batch)
                                            .mapToDouble(Naive::meanLuma)
                                            .average()
                                            .orElseThrow();
                            return Naive.pixels(
                                    image,
                                    (k, y, x) ->
                                            FACTORS[b] * image[k][y][x] + (1 - FACTORS[b]) * mean);
                        }),
                found);
        assertCaught(
                "around each channel's mean",
                Naive.map(
                        batch,
                        (image, b) ->
                                Naive.pixels(
                                        image,
                                        (k, y, x) ->
                                                FACTORS[b] * image[k][y][x]
                                                        + (1 - FACTORS[b])
                                                                * Naive.meanLuma(
                                                                        new double[][][] {
                                                                            image[k]
                                                                        }))),
                found);
    }

    @Test
    void saturationEqualsTheDefinition() {
        NDArray found = ColorJitter.saturation(images, FACTORS);
        assertSame(Naive.map(batch, (image, b) -> Naive.saturation(image, FACTORS[b])), found);
        assertCaught(
                "S of HSV scaled",
                Naive.map(
                        batch,
                        (image, b) ->
                                Naive.pixels(
                                        image,
                                        (k, y, x) -> {
                                            double[] hsv =
                                                    Naive.hsv(
                                                            image[0][y][x],
                                                            image[1][y][x],
                                                            image[2][y][x]);
                                            double s = Naive.clip(hsv[1] * FACTORS[b]);
                                            return Naive.rgb(hsv[0], s, hsv[2])[k];
                                        })),
                found);
        assertCaught(
                "contrast instead",
                Naive.map(batch, (image, b) -> Naive.contrast(image, FACTORS[b])),
                found);
    }

    @Test
    void hueEqualsTheDefinition() {
        NDArray found = ColorJitter.hue(images, TURNS);
        assertSame(Naive.map(batch, (image, b) -> Naive.hue(image, TURNS[b])), found);
        assertCaught(
                "turned backwards",
                Naive.map(batch, (image, b) -> Naive.hue(image, -TURNS[b])),
                found);
        assertCaught(
                "radians",
                Naive.map(batch, (image, b) -> Naive.hue(image, TURNS[b] / (2 * Math.PI))),
                found);
        assertCaught(
                "rotation about the grey axis of the cube",
                Naive.map(batch, (image, b) -> rotated(image, TURNS[b])),
                found);
    }

    private static double[][][] rotated(double[][][] image, double turns) {
        double a = 2 * Math.PI * turns;
        double u = (1 + 2 * Math.cos(a)) / 3;
        double v = (1 - Math.cos(a)) / 3 - Math.sin(a) / Math.sqrt(3);
        double w = (1 - Math.cos(a)) / 3 + Math.sin(a) / Math.sqrt(3);
        return Naive.pixels(
                image,
                (k, y, x) ->
                        u * image[k][y][x]
                                + v * image[(k + 1) % 3][y][x]
                                + w * image[(k + 2) % 3][y][x]);
    }

    @Test
    void aThirdOfATurnMakesRedGreen() {
        NDArray red = manager.create(new float[] {0.8f, 0.2f, 0.2f}, new Shape(1, 3, 1, 1));
        assertArrayEquals(
                new float[] {0.2f, 0.8f, 0.2f},
                ColorJitter.hue(red, 1 / 3.0).toFloatArray(),
                1e-6f);
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
        assertSame(
                batch,
                new ColorJitter(0.8, 0.8, 0.8, 0.2, 0).apply(images, new SplittableRandom(7)));
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
            RandomGenerator random =
                    new RandomGenerator() {
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
                results.add(String.format(Locale.ROOT, "%.3f", out.get("0").sum().getFloat()));
            }
            assertEquals(3, calls[0], "three swaps order four changes");
        }
        assertTrue(results.size() > 6, "found " + results.size() + " of 24 orders");
    }

    // ---- blur

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void blurEqualsTheDefinition(int radius) {
        double[] sigmas = {0.1, 0.7, 1, 2, 5};
        NDArray found = GaussianBlur.blur(images, radius, sigmas);
        assertSame(Naive.map(batch, (image, b) -> Naive.blur(image, radius, sigmas[b])), found);
        assertCaught(
                "sigma squared twice",
                Naive.map(batch, (image, b) -> Naive.blur(image, radius, sigmas[b] * sigmas[b])),
                found);
        assertCaught(
                "border pixels repeated",
                Naive.map(
                        batch,
                        (image, b) -> {
                            double[][][] padded = new double[3][14 + 2 * radius][11 + 2 * radius];
                            for (int k = 0; k < 3; k++) {
                                for (int y = 0; y < padded[k].length; y++) {
                                    for (int x = 0; x < padded[k][y].length; x++) {
                                        padded[k][y][x] =
                                                image[k][Math.min(13, Math.max(0, y - radius))][
                                                        Math.min(10, Math.max(0, x - radius))];
                                    }
                                }
                            }
                            double[][][] blurred = Naive.blur(padded, radius, sigmas[b]);
                            return Naive.pixels(
                                    image, (k, y, x) -> blurred[k][y + radius][x + radius]);
                        }),
                found);
    }

    @Test
    void blurMatrixIsBandedAndKeepsMeans() {
        double[][] g = GaussianBlur.matrix(9, 2, 1.3);
        for (int i = 0; i < 9; i++) {
            assertEquals(1, Arrays.stream(g[i]).sum(), 1e-12);
            for (int j = 0; j < 9; j++) {
                assertTrue(g[i][j] >= 0 && (Math.abs(i - j) <= 2 || g[i][j] == 0));
            }
        }
        // g(1) / g(0) = exp(-1 / (2 sigma^2)) in a row that touches no border.
        assertEquals(Math.exp(-1 / (2 * 1.3 * 1.3)), g[4][5] / g[4][4], 1e-12);
    }

    @Test
    void sigmaZeroLeavesTheImage() {
        assertSame(batch, GaussianBlur.blur(images, 3, 0));
        assertSame(batch, new GaussianBlur(3, 1, 2, 0).apply(images, new SplittableRandom(9)));
    }

    // ---- what holds for every view

    static Stream<View> views() {
        return Stream.of(
                RandomResizedCrop.square(16, 0.08),
                new HorizontalFlip(0.5),
                ColorJitter.simclr(1),
                new ColorJitter(0.4, 0, 0, 0, 1),
                new ColorJitter(0, 0.4, 0, 0, 1),
                new ColorJitter(0, 0, 0.4, 0, 1),
                new ColorJitter(0, 0, 0, 0.1, 1),
                new RandomGreyscale(0.5),
                new GaussianBlur(2, 0.5, 2, 0.9),
                Views.simclr(16),
                Views.simclr(16, Views.Options.imageNet()),
                RandomResizedCrop.square(16, 0.5).then(new HorizontalFlip(0.5)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void sameSeedSameViewAndOtherSeedAnother(View view) {
        float[] once = view.apply(images, Seeds.stream(1, "views", 0)).toFloatArray();
        float[] again = view.apply(images, Seeds.stream(1, "views", 0)).toFloatArray();
        float[] other = view.apply(images, Seeds.stream(1, "views", 1)).toFloatArray();
        assertArrayEquals(once, again);
        assertFalse(Arrays.equals(once, other));
    }

    @ParameterizedTest
    @MethodSource("views")
    void imagesOfABatchAreDrawnApart(View view) {
        NDArray same = images.get("0:1").repeat(0, 24);
        NDArray out = view.apply(same, new SplittableRandom(10));
        Set<String> results = new HashSet<>();
        for (int b = 0; b < 24; b++) {
            results.add(Arrays.toString(out.get(b).toFloatArray()));
        }
        assertTrue(results.size() >= 2);
    }

    @ParameterizedTest
    @MethodSource("views")
    void imagesStayUnchangedAndResultsStayInRange(View view) {
        float[] before = images.toFloatArray();
        for (int seed = 0; seed < 20; seed++) {
            for (float v : view.apply(images, new SplittableRandom(seed)).toFloatArray()) {
                assertTrue(v >= 0 && v <= 1, () -> "pixel " + v);
            }
        }
        assertArrayEquals(before, images.toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("views")
    void onlyTheResultIsLeftInTheManager(View view) {
        NDManager own = manager.newSubManager();
        NDArray input = Naive.tensor(own, batch);
        int before = own.getManagedArrays().size();
        for (int i = 1; i <= 3; i++) {
            NDArray out = view.apply(input, new SplittableRandom(i));
            assertEquals(own, out.getManager());
            assertEquals(before + i, own.getManagedArrays().size());
        }
        assertEquals(own, input.getManager());
    }

    @ParameterizedTest
    @MethodSource("views")
    void theResultSharesNoMemoryWithTheImages(View view) {
        float[] before = images.toFloatArray();
        view.apply(images, new SplittableRandom(11)).muli(0);
        assertArrayEquals(before, images.toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("views")
    void greyImagesHaveViewsToo(View view) {
        NDArray grey = Naive.tensor(manager, Naive.images(6, 1, 16, 16, new SplittableRandom(12)));
        NDArray out = view.apply(grey, new SplittableRandom(13));
        assertEquals(new Shape(6, 1, 16, 16), out.getShape());
    }

    @ParameterizedTest
    @MethodSource("views")
    void aSingleImageWithoutBatchIsRefused(View view) {
        NDArray one = images.get(0);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> view.apply(one, new SplittableRandom(14)))
                        .getMessage();
        assertTrue(message.contains("expandDims(0)"), message);
    }

    @Test
    void bytesAreRefusedWithTheWayToConvert() {
        NDArray bytes = images.mul(255).toType(DataType.UINT8, false);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Views.simclr(16).apply(bytes, new SplittableRandom(15)))
                        .getMessage();
        assertTrue(message.contains("div(255)"), message);
    }

    // ---- compositions

    @Test
    void simclrIsItsPartsInTheirOrder() {
        Views.Options options = Views.Options.imageNet();
        List<View> parts =
                List.of(
                        RandomResizedCrop.square(12, 0.08),
                        new HorizontalFlip(0.5),
                        ColorJitter.simclr(1),
                        new RandomGreyscale(0.2),
                        GaussianBlur.simclr(12, 0.5));
        RandomGenerator random = new SplittableRandom(16);
        NDArray expected = images;
        for (View part : parts) {
            expected = part.apply(expected, random);
        }
        assertArrayEquals(
                expected.toFloatArray(),
                Views.simclr(12, options).apply(images, new SplittableRandom(16)).toFloatArray());
    }

    @Test
    void everyPartOfSimclrCanBeSwitchedOnAlone() {
        Views.Options none = Views.Options.none();
        View whole = Views.simclr(14, none);
        NDArray square =
                Naive.tensor(manager, Naive.images(5, 3, 14, 14, new SplittableRandom(20)));
        assertArrayEquals(
                square.toFloatArray(),
                whole.apply(square, new SplittableRandom(17)).toFloatArray());
        List<Views.Options> single = new ArrayList<>();
        single.add(none.withMinScale(0.1));
        single.add(none.withFlip(0.5));
        single.add(none.withStrength(0.5));
        single.add(none.withGreyscale(0.5));
        single.add(none.withBlur(0.5));
        Set<String> different = new HashSet<>();
        for (Views.Options options : single) {
            NDArray out = Views.simclr(14, options).apply(square, new SplittableRandom(18));
            different.add(Arrays.toString(out.toFloatArray()));
        }
        assertEquals(5, different.size());
        // With the crop off, another size resizes the whole image.
        assertSame(
                Naive.map(batch, (image, b) -> Naive.crop(image, new Box(0, 0, 14, 11), 7, 7)),
                Views.simclr(7, none).apply(images, new SplittableRandom(19)));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        List<UnaryOperator<Views.Options>> wrong =
                List.of(
                        o -> o.withMinScale(0),
                        o -> o.withMinScale(1.1),
                        o -> o.withFlip(-0.1),
                        o -> o.withStrength(3),
                        o -> o.withJitter(2),
                        o -> o.withGreyscale(Double.NaN),
                        o -> o.withBlur(-1));
        for (UnaryOperator<Views.Options> change : wrong) {
            assertThrows(IllegalArgumentException.class, () -> change.apply(Views.Options.cifar()));
        }
        assertThrows(IllegalArgumentException.class, () -> RandomResizedCrop.square(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(0.1, 0.1, 0.1, 0.6, 1));
        assertThrows(IllegalArgumentException.class, () -> new GaussianBlur(0, 1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new GaussianBlur(1, 2, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> HorizontalFlip.flip(images, true));
        assertThrows(
                IllegalArgumentException.class, () -> RandomResizedCrop.interpolation(8, 4, 5, 8));
        assertThrows(
                IllegalArgumentException.class,
                () -> RandomResizedCrop.crop(images, 8, 8, BOXES[0], BOXES[0]));
    }

    @Test
    void parametersOfAChosenViewCanBeGiven() {
        // What lecture and exercise show: one crop of one image, P x Q^T with its two matrices.
        Box box = new Box(3, 2, 6, 5);
        double[][] p = RandomResizedCrop.interpolation(14, 3, 6, 8);
        double[][] q = RandomResizedCrop.interpolation(11, 2, 5, 8);
        double[][][][] one = {batch[0]};
        double[][][][] expected =
                Naive.map(
                        one,
                        (image, b) ->
                                IntStream.range(0, 3)
                                        .mapToObj(k -> product(p, image[k], q))
                                        .toArray(double[][][]::new));
        assertSame(expected, RandomResizedCrop.crop(images.get("0:1"), 8, 8, box));
    }

    private static double[][] product(double[][] p, double[][] x, double[][] q) {
        double[][] out = new double[p.length][q.length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < q.length; j++) {
                for (int y = 0; y < x.length; y++) {
                    for (int u = 0; u < x[y].length; u++) {
                        out[i][j] += p[i][y] * x[y][u] * q[j][u];
                    }
                }
            }
        }
        return out;
    }
}
