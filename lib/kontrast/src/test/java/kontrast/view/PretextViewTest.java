package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tensor operations of the pretext tasks against loops over pixels in double. */
class PretextViewTest {

    /** Pixels that are only moved are float32 of the same number; 6e-8 is its rounding unit. */
    private static final double ROUNDING = 1e-6;

    private static final double GREY_LEVEL = 1.0 / 255;

    private final NDManager manager = NDManager.newBaseManager();
    private final RandomGenerator random = new SplittableRandom(3);
    private final double[][][][] batch = Naive.images(5, 3, 14, 11, random);
    private final NDArray images = Naive.tensor(manager, batch);

    @AfterEach
    void close() {
        manager.close();
    }

    private static void assertSame(double[][][][] expected, NDArray found) {
        assertEquals(0, Naive.distance(found, expected), ROUNDING);
    }

    private static void assertCaught(String variant, double[][][][] wrong, NDArray found) {
        assertTrue(Naive.distance(found, wrong) > GREY_LEVEL, "not told apart: " + variant);
    }

    // ---- quarter turns

    /** A quarter turn moves the top right corner to the top left one. */
    private static double[][][] turned(double[][][] image, int times) {
        double[][][] now = image;
        for (int t = 0; t < times; t++) {
            int n = now[0].length;
            double[][][] next = new double[now.length][n][n];
            for (int k = 0; k < now.length; k++) {
                for (int y = 0; y < n; y++) {
                    for (int x = 0; x < n; x++) {
                        next[k][n - 1 - x][y] = now[k][y][x]; // column x becomes a row from below
                    }
                }
            }
            now = next;
        }
        return now;
    }

    private static double[][][][] allTurned(double[][][][] squares, int direction) {
        int b = squares.length;
        return IntStream.range(0, 4 * b)
                .mapToObj(i -> turned(squares[i % b], (4 + direction * (i / b)) % 4))
                .toArray(double[][][][]::new);
    }

    @Test
    void quarterTurnsEqualTheDefinition() {
        double[][][][] squares = Naive.images(3, 2, 7, 7, random);
        NDArray found = QuarterTurns.all(Naive.tensor(manager, squares));
        assertSame(allTurned(squares, 1), found);
        assertCaught("clockwise", allTurned(squares, -1), found);
        double[][][][] imageByImage =
                IntStream.range(0, 12)
                        .mapToObj(i -> turned(squares[i / 4], i % 4))
                        .toArray(double[][][][]::new);
        assertCaught("image after image", imageByImage, found);
        assertArrayEquals(new long[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, QuarterTurns.labels(3));
    }

    @Test
    void oblongImagesCannotBeTurned() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> QuarterTurns.all(images))
                        .getMessage();
        assertTrue(message.contains("14 x 11"), message);
    }

    // ---- patches

    private static double[][][] patch(double[][][] image, int top, int left, int size) {
        double[][][] out = new double[image.length][size][size];
        for (int k = 0; k < image.length; k++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    out[k][y][x] = image[k][top + y][left + x];
                }
            }
        }
        return out;
    }

    /** Patches of all images, one after another: [B n][C][p][p]. */
    private double[][][][] patches(int[][] tops, int[][] lefts, int size) {
        int n = tops[0].length;
        return IntStream.range(0, 5 * n)
                .mapToObj(i -> patch(batch[i / n], tops[i / n][i % n], lefts[i / n][i % n], size))
                .toArray(double[][][][]::new);
    }

    @Test
    void patchesEqualTheDefinition() {
        int[][] tops = new int[5][4];
        int[][] lefts = new int[5][4];
        for (int b = 0; b < 5; b++) {
            for (int i = 0; i < 4; i++) {
                tops[b][i] = random.nextInt(14 - 3 + 1);
                lefts[b][i] = random.nextInt(11 - 3 + 1);
            }
        }
        tops[4][3] = 11; // the last pixel
        lefts[4][3] = 8;
        NDArray cut = new PatchGrid(2, 3, 0, 0).cut(images, tops, lefts);
        assertEquals(new Shape(5, 4, 3, 3, 3), cut.getShape());
        NDArray found = cut.reshape(20, 3, 3, 3);
        assertSame(patches(tops, lefts, 3), found);
        int[][] first = {tops[0], tops[0], tops[0], tops[0], tops[0]};
        assertCaught("places of the first image for all", patches(first, lefts, 3), found);
        int[][] swapped = new int[5][];
        for (int b = 0; b < 5; b++) { // rows for columns, as far as they fit
            swapped[b] = IntStream.of(tops[b]).map(t -> Math.min(t, 8)).toArray();
        }
        assertCaught("rows for columns", patches(lefts, swapped, 3), found);
    }

    /** Each pixel holds its own place: what a patch holds tells where it was cut. */
    @ParameterizedTest
    @CsvSource({"3,4,2,1", "3,5,0,0", "2,6,3,2", "3,4,1,3"})
    void patchesLieInTheGrid(int cells, int patch, int gap, int jitter) {
        int side = 30;
        double[][][][] places = new double[40][2][side][side];
        for (double[][][] image : places) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    image[0][y][x] = y / 255.0;
                    image[1][y][x] = x / 255.0;
                }
            }
        }
        PatchGrid grid = new PatchGrid(cells, patch, gap, jitter);
        NDArray cut = grid.cut(Naive.tensor(manager, places), new SplittableRandom(5));
        float[] values = cut.toFloatArray();
        Set<Integer> moves = new HashSet<>();
        Set<Integer> corners = new HashSet<>();
        int n = cells * cells;
        for (int b = 0; b < 40; b++) {
            int[] mean = new int[2]; // the grid's corner: all moves are at most the jitter
            for (int axis = 0; axis < 2; axis++) {
                int low = Integer.MAX_VALUE;
                int high = Integer.MIN_VALUE;
                for (int i = 0; i < n; i++) {
                    int at = Math.round(255 * values[((b * n + i) * 2 + axis) * patch * patch]);
                    int cell = axis == 0 ? i / cells : i % cells;
                    int moved = at - cell * (patch + gap);
                    low = Math.min(low, moved);
                    high = Math.max(high, moved);
                    moves.add(moved);
                }
                assertTrue(high - low <= 2 * jitter, "moved from " + low + " to " + high);
                mean[axis] = low;
            }
            corners.add(mean[0]);
        }
        assertTrue(corners.size() > 1, "the grid itself never moves");
        int free = side - grid.side() + 1;
        assertEquals(free + 2 * jitter, moves.size(), "all places that fit are taken");
    }

    @Test
    void gridsThatDoNotFitAreTold() {
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(0, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 1, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 1, 0, -1));
        PatchGrid grid = new PatchGrid(3, 3, 1, 1); // 13 pixels
        String message =
                assertThrows(IllegalArgumentException.class, () -> grid.cut(images, random))
                        .getMessage();
        assertTrue(message.contains("13 x 13") && message.contains("14 x 11"), message);
        int[][] outside = {{12}, {0}, {0}, {0}, {0}};
        int[][] inside = {{0}, {0}, {0}, {0}, {0}};
        assertThrows(IllegalArgumentException.class, () -> grid.cut(images, outside, inside));
        assertThrows(
                IllegalArgumentException.class,
                () -> grid.cut(images, new int[][] {{0}}, new int[][] {{0}}));
    }

    // ---- colour dropping

    private static double[][][] dropped(double[][][] image, int kept, double share, double e) {
        double[][][] out =
                Naive.map(new double[][][][] {image}, (x, i) -> Naive.flip(Naive.flip(x)))[0];
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
        assertSame(Naive.map(batch, (x, b) -> dropped(x, kept[b], 0.3, 1.5)), found);
        assertCaught(
                "one channel for all", Naive.map(batch, (x, b) -> dropped(x, 2, 0.3, 1.5)), found);
        assertCaught("no noise", Naive.map(batch, (x, b) -> dropped(x, kept[b], 0, 1)), found);
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
        assertThrows(
                IllegalArgumentException.class,
                () -> ColorDropping.drop(images, 0, new float[1], 1, 2));
        NDArray two = manager.zeros(new Shape(1, 2, 3, 3));
        assertThrows(
                IllegalArgumentException.class, () -> ColorDropping.drop(two, 0, new float[1], 1));
    }

    // ---- noise

    @Test
    void noiseIsAddedAndClipped() {
        float[] noise = new float[5 * 3 * 14 * 11];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextDouble() - 0.5);
        }
        int[] at = {0};
        double[][][][] expected =
                Naive.map(
                        batch,
                        (x, b) -> {
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
                images.toFloatArray(), new GaussianNoise(0).apply(images, random).toFloatArray());
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

    // ---- masks

    private static double[][][] inside(List<Box> boxes, int border, int height, int width) {
        double[][][] out = new double[1][height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (Box box : boxes) {
                    if (y >= box.top() - border
                            && y < box.top() + box.height() + border
                            && x >= box.left() - border
                            && x < box.left() + box.width() + border) {
                        out[0][y][x] = 1;
                    }
                }
            }
        }
        return out;
    }

    @Test
    void maskEqualsTheDefinition() {
        List<List<Box>> boxes = Mask.blocks(3, 2, 6).draw(images, random);
        for (int border : new int[] {0, 2}) {
            NDArray found = Mask.indicator(images, border, boxes);
            assertSame(Naive.map(batch, (x, b) -> inside(boxes.get(b), border, 14, 11)), found);
            assertCaught(
                    "boxes of the first image for all",
                    Naive.map(batch, (x, b) -> inside(boxes.get(0), border, 14, 11)),
                    found);
            assertCaught(
                    "one box for three",
                    Naive.map(batch, (x, b) -> inside(boxes.get(b).subList(0, 1), border, 14, 11)),
                    found);
            assertCaught(
                    "another border",
                    Naive.map(batch, (x, b) -> inside(boxes.get(b), border + 1, 14, 11)),
                    found);
        }
    }

    @Test
    void boxesLieInTheImageAndInTheirRange() {
        Set<Integer> sides = new HashSet<>();
        Set<Integer> tops = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            for (Box box : Mask.blocks(2, 2, 5).draw(8, 9, random)) {
                assertTrue(box.top() + box.height() <= 8 && box.left() + box.width() <= 9);
                sides.add(box.height());
                tops.add(box.top());
            }
        }
        assertEquals(Set.of(2, 3, 4, 5), sides);
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), tops);
        assertEquals(List.of(new Box(8, 8, 16, 16)), Mask.central(16).draw(32, 32, random));
    }

    @Test
    void badMasksAreTold() {
        assertThrows(IllegalArgumentException.class, () -> Mask.central(0));
        assertThrows(IllegalArgumentException.class, () -> Mask.blocks(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Mask.blocks(1, 3, 2));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Mask.central(12).draw(images, random))
                        .getMessage();
        assertTrue(message.contains("14 x 11"), message);
        assertThrows(IllegalArgumentException.class, () -> Mask.indicator(images, 0, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Mask.indicator(images, -1, Mask.central(3).draw(images, random)));
    }
}
