package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import kontrast.data.Images;
import org.junit.jupiter.api.Test;

class ImageGridTest {

    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;

    /** Two images of 2 x 3 pixels: red, then blue. */
    private static Images redAndBlue() {
        byte[] pixels = new byte[2 * 3 * 6];
        for (int p = 0; p < 6; p++) {
            pixels[p] = (byte) 255;
            pixels[18 + 12 + p] = (byte) 255;
        }
        return Images.of(pixels, 3, 2, 3);
    }

    /** Swapped axes or channels would put the colours elsewhere. */
    @Test
    void drawsChannelsAndOrder() throws Exception {
        BufferedImage image = read(ImageGrid.of("", 2, redAndBlue()));
        int y = image.getHeight() / 2;
        assertEquals(RED, image.getRGB(image.getWidth() / 4, y));
        assertEquals(BLUE, image.getRGB(image.getWidth() * 3 / 4, y));
        // 32 times enlarged without smoothing: 2 * (3 * 32 + 6) + 6 wide, 2 * 32 + 6 + 6 high.
        assertEquals(210, image.getWidth());
        assertEquals(76, image.getHeight());
    }

    @Test
    void neverWiderThanANotebook() throws Exception {
        byte[] pixels = new byte[64 * 64 * 40];
        BufferedImage image = read(ImageGrid.of("many", 10, Images.of(pixels, 1, 64, 64)));
        assertTrue(image.getWidth() <= 910, image.getWidth() + " pixels wide");
    }

    @Test
    void retrievalMarksRightAndWrong() {
        Images images = redAndBlue();
        int[] answers = {0, 1};
        ImageGrid grid = ImageGrid.retrieval("r", images, images, new int[] {1}, new int[][] {{1, 0}}, answers);
        assertTrue(grid.alt().endsWith("Right: 1, wrong: 1."), grid.alt());
    }

    /** Who cannot see the pictures gets the words that stand beside them; a long list is cut, not read to its end. */
    @Test
    void theTextHasTheNamesThatStandBesideThePictures() {
        ImageGrid grid = ImageGrid.of("t", 2, redAndBlue()).withColumnNames(List.of("asks", "found"));
        assertEquals("Grid of images: t. One row of 2. Columns: asks, found.", grid.alt());
        assertEquals(
                "Grid of images. 2 rows of up to 1. Rows: x, y. Below: red, blue.",
                ImageGrid.of("", 1, redAndBlue())
                        .withRowNames(List.of("x", "y"))
                        .withCaptions(List.of("red", "blue"))
                        .alt());
        String cut = ImageGrid.of("", 2, redAndBlue())
                .withCaptions(List.of("a".repeat(200), "b"))
                .alt();
        assertTrue(cut.endsWith("a…."), cut);
        assertFalse(
                ImageGrid.of("", 2, redAndBlue())
                        .withCaptions(List.of("", ""))
                        .alt()
                        .contains("Below"),
                "captions of nothing");
    }

    /** The ends of the scale, and no band where there is no number; exchanged images would swap the colours. */
    @Test
    void bandsHaveTheColoursOfTheirNumbers() throws Exception {
        ImageGrid grid = ImageGrid.of("", 2, redAndBlue());
        int plain = read(grid).getHeight();
        BufferedImage image = read(grid.withBands(new double[] {0, 5}, 5));
        int y = image.getHeight() - 6 - 4; // the middle of the band
        assertEquals(plain + 12, image.getHeight());
        assertEquals(0xFF440154, image.getRGB(image.getWidth() / 4, y));
        assertEquals(0xFFFDE725, image.getRGB(image.getWidth() * 3 / 4, y));
        BufferedImage one = read(grid.withBands(new double[] {Double.NaN, 2.5}, 5));
        assertEquals(0xFFFFFFFF, one.getRGB(one.getWidth() / 4, y));
        assertEquals(new java.awt.Color(0x23908C).getRGB(), one.getRGB(one.getWidth() * 3 / 4, y));
        assertThrows(IllegalArgumentException.class, () -> grid.withBands(new double[] {0}, 5));
        assertThrows(IllegalArgumentException.class, () -> grid.withBands(new double[] {0, 6}, 5));
        assertThrows(IllegalArgumentException.class, () -> grid.withBands(new double[] {0, 0}, 0));
    }

    @Test
    void valuesOutsideAreClippedAndNaNIsNamed() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray wild = manager.create(new float[] {7, -3, -1}, new Shape(1, 3, 1, 1));
            BufferedImage image = read(ImageGrid.of("", 1, wild));
            assertEquals(RED, image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
            NDArray bad = manager.create(new float[] {Float.NaN}, new Shape(1, 1, 1, 1));
            String found = assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("", 1, bad))
                    .getMessage();
            assertTrue(found.contains("NaN"), found);
            NDArray last = manager.zeros(new Shape(4, 8, 8, 3));
            found = assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("", 1, last))
                    .getMessage();
            assertTrue(found.contains("channel axis last"), found);
        }
    }

    @Test
    void countsMustFit() {
        ImageGrid grid = ImageGrid.of("", 2, redAndBlue());
        for (Runnable bad : List.<Runnable>of(
                () -> grid.withCaptions(List.of("one")),
                () -> grid.withRowNames(List.of("a", "b")),
                () -> grid.withColumnNames(List.of("a")),
                () -> ImageGrid.of("", 0, redAndBlue()))) {
            assertThrows(IllegalArgumentException.class, bad::run);
        }
    }

    private static BufferedImage read(Picture picture) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(picture.png()));
    }
}
