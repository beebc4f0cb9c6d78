package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done to patches, against the definitions, pixel by pixel in double precision. */
class PatchViewTest {

    private static final int H = 9;
    private static final int W = 7;

    /**
     * Places are float32 of up to 9 pixels, exact to about 5e-7; a place moves a pixel's value by
     * at most that much, and interpolation rounds a few times more.
     */
    private static final double ROUNDING = 5e-6;

    private final NDManager manager = NDManager.newBaseManager();
    private double[][][][] batch;
    private NDArray images;

    @BeforeEach
    void draw() {
        batch = Naive.images(5, 3, H, W, Seeds.stream(1, "patches", 0));
        images = Naive.tensor(manager, batch);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A place of the image for each place of the result. */
    @FunctionalInterface
    private interface Places {
        double[] of(int b, int i, int j);
    }

    /** Reads every pixel at its place: the weighted mean of the four around it, border repeated. */
    private double[][][][] read(Places places) {
        return Naive.map(batch, (image, b) -> {
            double[][][] out = new double[3][H][W];
            for (int k = 0; k < 3; k++) {
                for (int i = 0; i < H; i++) {
                    for (int j = 0; j < W; j++) {
                        double[] place = places.of(b, i, j);
                        out[k][i][j] = bilinear(image[k], place[0], place[1]);
                    }
                }
            }
            return out;
        });
    }

    private static double bilinear(double[][] plane, double y, double x) {
        int y0 = (int) Math.floor(y);
        int x0 = (int) Math.floor(x);
        double sum = 0;
        for (int v = y0; v <= y0 + 1; v++) {
            for (int u = x0; u <= x0 + 1; u++) {
                double weight = (1 - Math.abs(y - v)) * (1 - Math.abs(x - u));
                int row = Math.min(H - 1, Math.max(0, v));
                int column = Math.min(W - 1, Math.max(0, u));
                sum += weight * plane[row][column];
            }
        }
        return sum;
    }

    private static void assertSame(double[][][][] expected, NDArray found) {
        assertEquals(0, Naive.distance(found, expected), ROUNDING);
    }

    private static void assertCaught(String name, double[][][][] wrong, NDArray found) {
        double distance = Naive.distance(found, wrong);
        assertTrue(distance > 100 * ROUNDING, name + " is not told: " + distance);
    }

    private static final double[] ANGLES = {0, 30, -17.5, 90, 171};

    private static double[] turned(int i, int j, double degrees, double ci, double cj) {
        double a = Math.toRadians(degrees);
        double v = i - ci;
        double u = j - cj;
        return new double[] {ci + v * Math.cos(a) + u * Math.sin(a), cj - v * Math.sin(a) + u * Math.cos(a)};
    }

    @Test
    void rotationEqualsTheDefinition() {
        NDArray found = RandomRotation.rotate(images, ANGLES);
        assertSame(read((b, i, j) -> turned(i, j, ANGLES[b], 4, 3)), found);
        assertCaught("clockwise", read((b, i, j) -> turned(i, j, -ANGLES[b], 4, 3)), found);
        assertCaught("around a corner", read((b, i, j) -> turned(i, j, ANGLES[b], 0, 0)), found);
        assertCaught("half a pixel off", read((b, i, j) -> turned(i, j, ANGLES[b], 4.5, 3.5)), found);
        assertCaught("one angle for all", read((b, i, j) -> turned(i, j, 30, 4, 3)), found);
        assertCaught(
                "nearest pixel",
                read((b, i, j) -> Arrays.stream(turned(i, j, ANGLES[b], 4, 3))
                        .map(Math::rint)
                        .toArray()),
                found);
    }

    /** The first row of the image becomes the first column: anticlockwise as one sees it. */
    @Test
    void aQuarterTurnIsAnticlockwise() {
        NDArray square = images.get(":, :, 0:7, 0:7");
        NDArray found = RandomRotation.rotate(square, 90, 90, 90, 90, 90);
        float[] expected = square.transpose(0, 1, 3, 2).flip(2).toFloatArray();
        // sin and cos of 90 degrees are 1 and 6e-17: pixels are read at their own places.
        assertArrayEquals(expected, found.toFloatArray(), 1e-6f);
    }

    @Test
    void shearEqualsTheDefinition() {
        double[] rows = {0, 0.3, -0.2, 0, 1};
        double[] columns = {0, 0, 0, 0.25, 0};
        NDArray found = RandomShear.shear(images, rows, columns);
        assertSame(read((b, i, j) -> new double[] {i + columns[b] * (j - 3), j + rows[b] * (i - 4)}), found);
        assertCaught(
                "axes exchanged",
                read((b, i, j) -> new double[] {i + rows[b] * (j - 3), j + columns[b] * (i - 4)}),
                found);
        assertCaught("from the corner", read((b, i, j) -> new double[] {i + columns[b] * j, j + rows[b] * i}), found);
    }

    private static double[] noise(double alpha) {
        RandomGenerator random = Seeds.stream(2, "noise", 0);
        return random.doubles(5 * 2 * H * W).map(u -> alpha * (2 * u - 1)).toArray();
    }

    /** The displacement, by the double sum of a two-dimensional Gaussian. */
    private static double displacement(double[] noise, int b, int axis, int i, int j, double sigma, int reach) {
        double sum = 0;
        double weights = 0;
        for (int d = -reach; d <= reach; d++) {
            weights += Math.exp(-d * d / (2 * sigma * sigma));
        }
        for (int v = -reach; v <= reach; v++) {
            for (int u = -reach; u <= reach; u++) {
                double weight = Math.exp(-(v * v + u * u) / (2 * sigma * sigma));
                int row = mirrored(i + v, H);
                int column = mirrored(j + u, W);
                sum += weight * noise[((b * 2 + axis) * H + row) * W + column];
            }
        }
        return sum / (weights * weights);
    }

    private static int mirrored(int i, int size) {
        int j = Math.abs(i);
        return j < size ? j : 2 * (size - 1) - j;
    }

    @Test
    void elasticDeformationEqualsTheDefinition() {
        double[] noise = noise(9);
        float[] single = new float[noise.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) noise[i];
        }
        double sigma = 1.5;
        NDArray found = ElasticDeformation.bend(images, sigma, single);
        assertSame(read((b, i, j) -> bent(noise, b, i, j, sigma, 0)), found);
        assertCaught("rough", read((b, i, j) -> bent(noise, b, i, j, 0.01, 0)), found);
        assertCaught("other width", read((b, i, j) -> bent(noise, b, i, j, 2, 0)), found);
        assertCaught("axes exchanged", read((b, i, j) -> bent(noise, b, i, j, sigma, 1)), found);
        assertCaught("one for all", read((b, i, j) -> bent(noise, 0, i, j, sigma, 0)), found);
    }

    private static double[] bent(double[] noise, int b, int i, int j, double sigma, int swap) {
        return new double[] {
            i + displacement(noise, b, swap, i, j, sigma, 5), j + displacement(noise, b, 1 - swap, i, j, sigma, 5)
        };
    }

    /** No motion leaves every pixel, and equal motion of all pixels moves the image. */
    @Test
    void constantNoiseIsAShift() {
        assertEquals(0, Naive.distance(ElasticDeformation.bend(images, 2, new float[5 * 2 * H * W]), batch), 1e-7);
        float[] down = new float[5 * 2 * H * W];
        for (int i = 0; i < down.length; i++) {
            down[i] = i / (H * W) % 2 == 0 ? 2 : 0;
        }
        NDArray found = ElasticDeformation.bend(images, 2, down);
        assertSame(read((b, i, j) -> new double[] {i + 2, j}), found);
    }

    @ParameterizedTest
    @CsvSource({"10,5,30,5,0", "10,5,32,5,1", "16,8,64,7,0", "3,3,9,3,0", "4,1,5,2,0"})
    void theGridIsCutAsDefined(int patch, int stride, int size, int along, int from) {
        OverlappingGrid grid = new OverlappingGrid(patch, stride);
        assertEquals(along, grid.along(size));
        assertEquals(from, grid.from(size));
        double[][][][] some = Naive.images(2, 3, size, size, Seeds.stream(3, "grid", 0));
        NDArray found = grid.cut(Naive.tensor(manager, some));
        double[][][][] expected = new double[2 * along * along][3][patch][patch];
        for (int n = 0; n < expected.length; n++) {
            int row = from + n / along % along * stride;
            int column = from + n % along * stride;
            for (int k = 0; k < 3; k++) {
                for (int i = 0; i < patch; i++) {
                    for (int j = 0; j < patch; j++) {
                        expected[n][k][i][j] = some[n / along / along][k][row + i][column + j];
                    }
                }
            }
        }
        assertEquals(0, Naive.distance(found, expected), 1e-7);
        double[][][][] columnsFirst = expected.clone();
        for (int n = 0; n < expected.length; n++) {
            int r = n / along % along;
            int c = n % along;
            columnsFirst[n] = expected[n / along / along * along * along + c * along + r];
        }
        assertTrue(Naive.distance(found, columnsFirst) > 1e-3, "columns before rows");
    }

    @Test
    void aRandomCropIsAPartOfTheImage() {
        RandomGenerator random = new SplittableRandom(5);
        NDArray found = new RandomCrop(5).apply(images, random);
        RandomGenerator again = new SplittableRandom(5);
        double[][][][] expected = Naive.map(batch, (image, b) -> {
            int top = again.nextInt(H - 4);
            int left = again.nextInt(W - 4);
            double[][][] out = new double[3][5][5];
            for (int k = 0; k < 3; k++) {
                for (int i = 0; i < 5; i++) {
                    out[k][i] = Arrays.copyOfRange(image[k][top + i], left, left + 5);
                }
            }
            return out;
        });
        assertEquals(0, Naive.distance(found, expected), 1e-7);
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(8).apply(images, random));
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(0));
    }

    /** Every view: same state, same patches; the input stays; each patch gets its own draw. */
    @Test
    void drawsAreBySeedAndPerPatch() {
        NDArray same = images.get("0:1").repeat(0, 12);
        float[] before = same.toFloatArray();
        for (View view : new View[] {
            new RandomRotation(30, 1),
            new RandomShear(0.3, 1),
            new ElasticDeformation(8, 2, 1),
            PatchViews.of(PatchViews.Options.cpc2())
        }) {
            NDArray found = view.apply(same, new SplittableRandom(7));
            assertEquals(same.getShape(), found.getShape());
            assertArrayEquals(
                    found.toFloatArray(),
                    view.apply(same, new SplittableRandom(7)).toFloatArray());
            assertArrayEquals(before, same.toFloatArray());
            long different = java.util.stream.IntStream.range(0, 12)
                    .mapToObj(b -> Arrays.toString(found.get(b).toFloatArray()))
                    .distinct()
                    .count();
            assertEquals(12, different, view.toString());
            assertEquals(manager, found.getManager());
        }
    }

    @Test
    void probabilityZeroAndNoPartsLeaveThePatches() {
        for (View view : new View[] {
            new RandomRotation(30, 0),
            new RandomShear(0.3, 0),
            new ElasticDeformation(8, 2, 0),
            PatchViews.of(PatchViews.Options.none())
        }) {
            NDArray found = view.apply(images, new SplittableRandom(8));
            // A rotation by 0 reads pixels at their own places, up to the rounding of the centre.
            assertEquals(0, Naive.distance(found, batch), 1e-6, view.toString());
        }
    }

    /** 4,000 patches, of which 30 % are sheared: a standard deviation of 29, and 5 of those. */
    @Test
    void probabilityIsTheShareOfChangedPatches() {
        NDArray many = images.get("0:1").repeat(0, 4000);
        NDArray changed = new RandomShear(0.3, 0.3)
                .apply(many, new SplittableRandom(9))
                .sub(many)
                .abs()
                .reshape(4000, -1)
                .max(new int[] {1});
        int count = 0;
        for (float difference : changed.toFloatArray()) {
            count += difference > 1e-5 ? 1 : 0;
        }
        assertEquals(1200, count, 145);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new RandomRotation(181, 1));
        assertThrows(IllegalArgumentException.class, () -> new RandomRotation(10, 2));
        assertThrows(IllegalArgumentException.class, () -> new RandomShear(-0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ElasticDeformation(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ElasticDeformation(-1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PatchViews.Options(0, 0, 1.1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new OverlappingGrid(0, 1));
        assertThrows(IllegalArgumentException.class, () -> RandomRotation.rotate(images, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> ElasticDeformation.bend(images, 1, new float[3]));
        String message = assertThrows(IllegalArgumentException.class, () -> new OverlappingGrid(10, 5).cut(images))
                .getMessage();
        assertTrue(message.contains("10 pixels does not fit into 9"), message);
        assertThrows(
                IllegalArgumentException.class, () -> new OverlappingGrid(2, 1).cut(manager.zeros(new Shape(3, 4, 4))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ElasticDeformation(1, 1, 1)
                        .apply(manager.zeros(new Shape(3, 4, 4)), new SplittableRandom(1)));
    }
}
