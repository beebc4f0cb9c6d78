package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Marks lie where they are said to lie: a row too low, or x and y exchanged, is what goes wrong. */
class MarkedTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** One image of 4 rows and 8 columns, red 0.3, green 0.6, blue 0.9: grey 0.6. */
    private NDArray image() {
        NDArray plane = manager.ones(new Shape(1, 1, 4, 8));
        return plane.mul(0.3f).concat(plane.mul(0.6f), 1).concat(plane.mul(0.9f), 1);
    }

    private static float[] at(NDArray images, int y, int x) {
        return images.get("0, :, {}, {}", y, x).toFloatArray();
    }

    private static final float[] GREY = {0.6f, 0.6f, 0.6f};

    @Test
    void regionsAreTintedAndTheRestIsGrey() {
        int[] mask = new int[32];
        mask[8 + 5] = 1; // row 1, column 5
        mask[2 * 8 + 3] = 2;
        NDArray images = image();
        NDArray marked = Marked.regions(images, mask);
        assertArrayEquals(GREY, at(marked, 0, 0), 1e-5f);
        float[] first = Palette.series(0).getRGBColorComponents(null);
        float[] second = Palette.series(1).getRGBColorComponents(null);
        for (int c = 0; c < 3; c++) {
            assertEquals(0.45f * 0.6f + 0.55f * first[c], at(marked, 1, 5)[c], 1e-5f);
            assertEquals(0.45f * 0.6f + 0.55f * second[c], at(marked, 2, 3)[c], 1e-5f);
        }
        assertArrayEquals(new float[] {0.3f, 0.6f, 0.9f}, at(images, 1, 5), 1e-6f, "the images themselves");
    }

    @Test
    void pointsAreSquaresAroundTheirPixelAndAreCutAtTheEdge() {
        NDArray marked = Marked.points(image(), new int[] {1, 3}, new double[] {5.9, 1.2, 0.5, 3.5});
        float[] blue = Palette.series(0).getRGBColorComponents(null);
        float[] untouched = {0.3f, 0.6f, 0.9f};
        assertArrayEquals(new float[] {1, 1, 1}, at(marked, 1, 5), 1e-5f, "x 5.9 lies in column 5, y 1.2 in row 1");
        assertArrayEquals(blue, at(marked, 2, 6), 1e-5f);
        assertArrayEquals(untouched, at(marked, 1, 7), 1e-5f);
        assertArrayEquals(untouched, at(marked, 3, 5), 1e-5f);
        assertArrayEquals(Palette.series(2).getRGBColorComponents(null), at(marked, 3, 1), 1e-5f);
        assertArrayEquals(untouched, at(marked, 1, 0), 1e-5f);
    }

    @Test
    void lightIsFullAtTheLargestShareWhateverItIs() {
        float[] shares = {0, 0.1f, 0.2f, 0, 0, 0, 0, 0}; // 2 rows of 4 cells
        NDArray lit = Marked.light(image(), manager.create(shares, new Shape(1, 2, 4)));
        float[] dark = {0.24f, 0.24f, 0.24f};
        assertArrayEquals(dark, at(lit, 0, 0), 1e-5f);
        assertArrayEquals(dark, at(lit, 2, 4), 1e-5f, "the cell below is not lit");
        float[] full = at(lit, 1, 5);
        assertTrue(full[0] > 0.99f && full[2] < 0.01f, "orange at the largest share");
        assertEquals((full[0] + 0.24f) / 2, at(lit, 0, 2)[0], 1e-5f, "half of it: half way");
        NDArray none = Marked.light(image(), manager.zeros(new Shape(1, 2, 4)));
        assertArrayEquals(dark, at(none, 0, 0), 1e-5f, "no shares at all: no light, and no division by zero");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Marked.regions(image(), new int[31]));
        assertThrows(IllegalArgumentException.class, () -> Marked.regions(image()));
        assertThrows(IllegalArgumentException.class, () -> Marked.points(image(), new int[] {1}, new double[3]));
        assertThrows(IllegalArgumentException.class, () -> Marked.light(image(), manager.zeros(new Shape(1, 3, 4))));
    }
}
