package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lab against published conversions, and against the definition in double precision. */
class LabTest {

    /**
     * f(t) is at most 1 with a relative error of some 2e-7 (two powers in float32), and a is 500
     * times a difference of two of them: 2e-4, with room for more roundings.
     */
    private static final double ROUNDING = 1e-3;

    /** What people see as one colour, and what published tables agree in. */
    private static final double PUBLISHED = 0.1;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** What moves pixels takes a and b as they are; what computes with brightness is refused, wherever it stands. */
    @Test
    void nothingIsCutOffBehindLab() {
        NDArray rgb = manager.create(new float[] {0.1f, 0.9f, 0.2f, 0.3f, 0.4f, 0.8f}, new Shape(1, 3, 1, 2));
        float[] lab = new Lab().apply(rgb, new SplittableRandom(0)).toFloatArray();
        assertTrue(IntStream.range(0, 6).anyMatch(i -> lab[i] < -0.1));
        float[] mirrored = new Lab()
                .then(new HorizontalFlip(1))
                .apply(rgb, new SplittableRandom(0))
                .toFloatArray();
        for (int i = 0; i < 6; i++) {
            assertEquals(lab[i ^ 1], mirrored[i]);
        }
        NDArray square = manager.randomUniform(-1, 1, new Shape(2, 3, 4, 4));
        assertEquals(square, QuarterTurns.all(square).get("0:2"));
        assertEquals(square.expandDims(1), new PatchGrid(1, 4, 0, 0).cut(square, new int[2][1], new int[2][1]));
        View behind = new Lab().then(new HorizontalFlip(0.5));
        for (View view : List.of(new GaussianNoise(0.1), new RandomCrop(8), new RandomGreyscale(0.2))) {
            assertThrows(IllegalArgumentException.class, () -> behind.then(view));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Multiview.lab(Views.unchanged()).withEach(view));
            view.then(new Lab());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "255,0,0, 53.24,80.09,67.20",
        "0,255,0, 87.73,-86.18,83.18",
        "0,0,255, 32.30,79.19,-107.86",
        "255,255,0, 97.14,-21.55,94.48",
        "0,255,255, 91.11,-48.09,-14.13",
        "255,0,255, 60.32,98.23,-60.82",
        "255,255,255, 100,0,0",
        "0,0,0, 0,0,0",
        "128,128,128, 53.59,0,0",
        "255,165,0, 74.94,23.93,78.95",
        "0,0,128, 12.97,47.50,-64.70",
        "0,128,128, 48.25,-28.84,-8.48"
    })
    void agreesWithPublishedConversions(int red, int green, int blue, double l, double a, double b) {
        NDArray rgb = manager.create(new float[] {red / 255f, green / 255f, blue / 255f}, new Shape(1, 3, 1, 1));
        float[] lab = Lab.of(rgb).toFloatArray();
        assertEquals(l, lab[0], PUBLISHED);
        assertEquals(a, lab[1], PUBLISHED);
        assertEquals(b, lab[2], PUBLISHED);
    }

    /** The definition, once more, of one pixel. */
    private static double[] naive(double[] rgb, DoubleUnaryOperator gamma, double whiteX, double whiteZ) {
        double r = gamma.applyAsDouble(rgb[0]);
        double g = gamma.applyAsDouble(rgb[1]);
        double b = gamma.applyAsDouble(rgb[2]);
        double x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / whiteX;
        double y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
        double z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / whiteZ;
        return new double[] {
            116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z)),
        };
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static double srgb(double c) {
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double[][][] naive(double[][][] image, DoubleUnaryOperator gamma, double whiteX, double whiteZ) {
        double[][][] out = Naive.like(image);
        for (int y = 0; y < image[0].length; y++) {
            for (int x = 0; x < image[0][0].length; x++) {
                double[] lab =
                        naive(new double[] {image[0][y][x], image[1][y][x], image[2][y][x]}, gamma, whiteX, whiteZ);
                for (int k = 0; k < 3; k++) {
                    out[k][y][x] = lab[k];
                }
            }
        }
        return out;
    }

    private static double[][][][] noise() {
        return Naive.images(4, 3, 9, 7, new SplittableRandom(5));
    }

    @Test
    void equalsTheDefinition() {
        double[][][][] batch = noise();
        NDArray lab = Lab.of(Naive.tensor(manager, batch));
        double distance = Naive.distance(lab, Naive.map(batch, (x, b) -> naive(x, LabTest::srgb, 0.95047, 1.08883)));
        assertEquals(0, distance, ROUNDING);
    }

    /** Each is a mistake that people make; it differs from the definition by more than 0.1. */
    @Test
    void typicalMistakesAreTold() {
        double[][][][] batch = noise();
        NDArray lab = Lab.of(Naive.tensor(manager, batch));
        assertCaught(lab, "sRGB taken as linear", batch, c -> c, 0.95047, 1.08883);
        assertCaught(lab, "gamma 2.2", batch, c -> Math.pow(c, 2.2), 0.95047, 1.08883);
        assertCaught(lab, "white D50", batch, LabTest::srgb, 0.96422, 0.82521);
    }

    private static void assertCaught(
            NDArray lab,
            String mistake,
            double[][][][] batch,
            DoubleUnaryOperator gamma,
            double whiteX,
            double whiteZ) {
        double[][][][] wrong = Naive.map(batch, (x, b) -> naive(x, gamma, whiteX, whiteZ));
        assertTrue(Naive.distance(lab, wrong) > PUBLISHED, mistake);
    }

    /** All greys, and all sRGB colours on a grid of 17^3, come back within a tenth of a level. */
    @Test
    void thereAndBackIsTheSameImage() {
        double[][][] image = new double[3][17 * 17][17 + 15];
        for (int i = 0; i < 17 * 17; i++) {
            for (int j = 0; j < 17 + 15; j++) {
                boolean grid = j < 17;
                image[0][i][j] = grid ? (i - i % 17) / 272.0 : Math.min(1, (i * 15 + j - 17) / 255.0);
                image[1][i][j] = grid ? i % 17 / 16.0 : image[0][i][j];
                image[2][i][j] = grid ? j / 16.0 : image[0][i][j];
            }
        }
        double[][][][] batch = {image};
        NDArray back = Lab.toRgb(Lab.of(Naive.tensor(manager, batch)));
        assertEquals(0, Naive.distance(back, batch), 0.1 / 255);
    }

    @Test
    void greysHaveNoColour() {
        float[] values = new float[3 * 256];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 256 / 255f;
        }
        float[] lab = Lab.of(manager.create(values, new Shape(1, 3, 16, 16))).toFloatArray();
        for (int i = 256; i < 3 * 256; i++) {
            assertEquals(0, lab[i], ROUNDING);
        }
    }

    @Test
    void coloursOutsideSrgbAreClippedToIt() {
        NDArray lab = manager.create(new float[] {50, 120, -120}, new Shape(1, 3, 1, 1));
        for (float value : Lab.toRgb(lab).toFloatArray()) {
            assertTrue(value >= 0 && value <= 1, () -> "" + value);
        }
    }

    /** L of black and white, a of green and magenta, b of blue and yellow are the ends. */
    @Test
    void normalisedLabFillsTheIntervalFromMinusOneToOne() {
        float[] corners = {
            0, 1, 0, 1, 0, 1, // red of black, white, green, magenta, blue, yellow
            0, 1, 1, 0, 0, 1, // green
            0, 1, 0, 1, 1, 0 // blue
        };
        NDArray rgb = manager.create(corners, new Shape(1, 3, 1, 6));
        float[] ends = new Lab().apply(rgb, new SplittableRandom(1)).toFloatArray();
        assertEquals(-1, ends[0], 1e-4);
        assertEquals(1, ends[1], 1e-4);
        assertEquals(-1, ends[6 + 2], 1e-4);
        assertEquals(1, ends[6 + 3], 1e-4);
        assertEquals(-1, ends[12 + 4], 1e-4);
        assertEquals(1, ends[12 + 5], 1e-4);
        NDArray white = manager.ones(new Shape(1, 3, 1, 1));
        float[] normalised = Lab.normalise(Lab.of(white)).toFloatArray();
        assertEquals(-(98.233 - 86.183) / (98.233 + 86.183), normalised[1], 1e-4);
        assertEquals((107.857 - 94.478) / (107.857 + 94.478), normalised[2], 1e-4);
    }

    @Test
    void denormaliseUndoesNormalise() {
        NDArray lab = Lab.of(Naive.tensor(manager, noise()));
        NDArray back = Lab.denormalise(Lab.normalise(lab));
        assertEquals(0, back.sub(lab).abs().max().getFloat(), 1e-4);
    }

    @Test
    void lightnessAndColourAreThePartsOfLab() {
        NDArray lab = new Lab().apply(Naive.tensor(manager, noise()), new SplittableRandom(1));
        NDArray l = Lab.lightness().apply(lab, new SplittableRandom(1));
        NDArray ab = Lab.colour().apply(lab, new SplittableRandom(1));
        assertEquals(new Shape(4, 1, 9, 7), l.getShape());
        assertEquals(new Shape(4, 2, 9, 7), ab.getShape());
        assertEquals(lab, l.concat(ab, 1));
        float[] before = lab.toFloatArray();
        l.muli(0); // a copy: the image stays
        assertEquals(0, Arrays.compare(before, lab.toFloatArray()));
    }

    @Test
    void leavesNothingBehindAndTheImagesAsTheyAre() {
        NDArray images = Naive.tensor(manager, noise());
        float[] before = images.toFloatArray();
        int arrays = manager.getManagedArrays().size();
        NDArray lab = new Lab().apply(images, new SplittableRandom(1));
        assertNotSame(images, lab);
        assertEquals(arrays + 1, manager.getManagedArrays().size());
        assertEquals(0, Arrays.compare(before, images.toFloatArray()));
    }

    @Test
    void badImagesAreNamed() {
        NDArray grey = manager.zeros(new Shape(2, 1, 4, 4));
        String message =
                assertThrows(IllegalArgumentException.class, () -> Lab.of(grey)).getMessage();
        assertTrue(message.contains("3 channels") && message.contains("(2, 1, 4, 4)"), message);
        NDArray one = manager.zeros(new Shape(3, 4, 4));
        assertThrows(IllegalArgumentException.class, () -> Lab.toRgb(one));
        assertThrows(IllegalArgumentException.class, () -> new Channels(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Channels(0, 0));
        message = assertThrows(
                        IllegalArgumentException.class, () -> new Channels(1, 2).apply(grey, new SplittableRandom(1)))
                .getMessage();
        assertTrue(message.contains("at least 3"), message);
    }
}
