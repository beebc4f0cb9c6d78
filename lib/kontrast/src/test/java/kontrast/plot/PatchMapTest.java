package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import kontrast.view.OverlappingGrid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatchMapTest {

    private static final OverlappingGrid GRID = OverlappingGrid.cifar(); // 5 x 5 patches of 10, stride 5
    private static NDManager manager;
    private static PatchMap plain;

    @BeforeAll
    static void open() {
        manager = NDManager.newBaseManager();
        plain = PatchMap.of("", manager.ones(new Shape(2, 3, 32, 32)), GRID);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    /** The outline of pixels of this colour: left, top, right, bottom; in pixels of the images. */
    private static int[] outline(PatchMap map, Color colour) {
        BufferedImage sheet = Markup.image(map.png());
        int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                if (sheet.getRGB(x, y) == colour.getRGB()) {
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x + 1);
                    box[3] = Math.max(box[3], y + 1);
                }
            }
        }
        // 8 pixels of margin at the left of each image, 4 above, 4 to a pixel.
        return new int[] {(box[0] - 8) / 4, (box[1] - 4) / 4, (box[2] - 8) / 4, (box[3] - 4) / 4};
    }

    private static double[][] one(int image, int place) {
        double[][] weights = new double[2][25];
        weights[image][place] = 0.25;
        return weights;
    }

    @Test
    void aFrameLiesAroundItsPatch() {
        // The grid covers 30 of 32 pixels and begins at 1; row 1, column 3 begins at (1 + 15, 1 + 5).
        int[] box = outline(plain.withFrame(0, 8, ImageGrid.Mark.RIGHT), Palette.RIGHT);
        assertEquals(16, box[0]);
        assertEquals(6, box[1], "row and column exchanged would be 16");
        assertEquals(26, box[2]);
        assertEquals(16, box[3]);
    }

    @Test
    void theLargestNumberFillsTheMiddleOfItsPatch() {
        int[] box = outline(plain.withWeights(one(0, 8)), Palette.WRONG);
        assertEquals(18, box[0], "16 and a quarter of the patch, rounded down");
        assertEquals(8, box[1]);
        assertEquals(5, box[2] - box[0], "one stride wide");
        assertEquals(5, box[3] - box[1]);
    }

    @Test
    void theSecondImageLiesBesideTheFirst() {
        int[] first = outline(plain.withFrame(0, 0, ImageGrid.Mark.WRONG), Palette.WRONG);
        int[] second = outline(plain.withFrame(1, 0, ImageGrid.Mark.WRONG), Palette.WRONG);
        assertEquals(34, second[0] - first[0], "32 pixels and a gap of 8 / 4");
        assertEquals(first[1], second[1]);
    }

    @Test
    void overlappingFramesAreTintedTwice() {
        PatchMap both = plain.withFrame(0, 0, ImageGrid.Mark.NONE).withFrame(0, 1, ImageGrid.Mark.NONE);
        BufferedImage sheet = Markup.image(both.png());
        int y = 4 + 4 * 5;
        int alone = new Color(sheet.getRGB(8 + 4 * 3, y)).getRed();
        int shared = new Color(sheet.getRGB(8 + 4 * 8, y)).getRed();
        int outside = new Color(sheet.getRGB(8 + 4 * 20, y)).getRed();
        assertEquals(255, outside);
        assertTrue(shared < alone && alone < outside, "%d, %d, %d".formatted(shared, alone, outside));
    }

    @Test
    void saysItInWords() {
        String alt = plain.withWeights(one(1, 8))
                .withFrame(0, 3, ImageGrid.Mark.QUERY)
                .alt();
        assertTrue(alt.contains("2 images of 5 x 5 patches"), alt);
        assertTrue(alt.contains("query: image 1, row 0, column 3"), alt);
        assertTrue(alt.contains("0.250: image 2, row 1, column 3"), alt);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> plain.withWeights(new double[25]));
        assertThrows(IllegalArgumentException.class, () -> plain.withWeights(new double[2][24]));
        assertThrows(IllegalArgumentException.class, () -> plain.withWeights(new double[2][25]), "all 0");
        assertThrows(IllegalArgumentException.class, () -> plain.withFrame(0, 25, ImageGrid.Mark.NONE));
        assertThrows(IllegalArgumentException.class, () -> plain.withFrame(2, 0, ImageGrid.Mark.NONE));
        assertThrows(IllegalArgumentException.class, () -> plain.withCaptions(java.util.List.of("one")));
    }
}
