package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest extends ViewFixture {

    private static final Box[] BOXES = {
        new Box(0, 0, 14, 11), // all
        new Box(3, 2, 5, 4), // enlarged
        new Box(1, 0, 13, 3), // shrunk in one axis, enlarged in the other
        new Box(13, 10, 1, 1), // the last pixel
        new Box(4, 3, 8, 6) // as it is
    };

    @Test
    void cropEqualsTheDefinition() {
        assertSame((image, b) -> Naive.crop(image, BOXES[b], 8, 6), RandomResizedCrop.crop(images, 8, 6, BOXES));
    }

    @Test
    void cropCatchesWrongVariants() {
        NDArray found = RandomResizedCrop.crop(images, 8, 6, BOXES);
        assertCaught("corners aligned", (image, b) -> wrongCrop(image, b, true, false, false), found);
        assertCaught("no antialiasing", (image, b) -> wrongCrop(image, b, false, true, false), found);
        assertCaught("pixels beside the crop count", (image, b) -> wrongCrop(image, b, false, false, true), found);
        assertCaught(
                "box off by one row",
                (image, b) -> Naive.crop(
                        image,
                        new Box(Math.max(0, BOXES[b].top() - 1), BOXES[b].left(), BOXES[b].height(), BOXES[b].width()),
                        8,
                        6),
                found);
        assertCaught("first box for all", (image, b) -> Naive.crop(image, BOXES[0], 8, 6), found);
    }

    private static double[][][] wrongCrop(double[][][] image, int b, boolean corners, boolean narrow, boolean outside) {
        Box box = BOXES[b];
        double[][][] out = new double[3][8][6];
        for (int k = 0; k < 3; k++) {
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 6; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int v = 0; v < image[k].length; v++) {
                        for (int u = 0; u < image[k][v].length; u++) {
                            boolean inside = v >= box.top()
                                    && v < box.top() + box.height()
                                    && u >= box.left()
                                    && u < box.left() + box.width();
                            if (inside || outside) {
                                double weight = wrong(v - box.top(), y, box.height(), 8, corners, narrow)
                                        * wrong(u - box.left(), x, box.width(), 6, corners, narrow);
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

    private static double wrong(int j, int i, int length, int out, boolean corners, boolean narrow) {
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
        assertEquals(new Box(0, 43, 10, 13), new RandomResizedCrop(8, 8, 1, 1, 0.75, 4 / 3.0).draw(10, 100, random));
        assertEquals(new Box(43, 0, 13, 10), new RandomResizedCrop(8, 8, 1, 1, 0.75, 4 / 3.0).draw(100, 10, random));
    }

    @Test
    void parametersOfAChosenViewCanBeGiven() {
        // What lecture and exercise show: one crop of one image, P x Q^T with its two matrices.
        Box box = new Box(3, 2, 6, 5);
        double[][] p = RandomResizedCrop.interpolation(14, 3, 6, 8);
        double[][] q = RandomResizedCrop.interpolation(11, 2, 5, 8);
        double[][][][] one = {batch[0]};
        double[][][][] expected = Naive.map(
                one,
                (image, b) -> IntStream.range(0, 3)
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
