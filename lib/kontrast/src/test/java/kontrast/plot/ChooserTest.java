package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Images;
import org.junit.jupiter.api.Test;

class ChooserTest {

    /** Grey squares, each of another level, so that each has a PNG of its own. */
    private static List<ImageGrid> greys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ImageGrid.of("grey " + i, 1, Images.of(new byte[] {(byte) (20 * i)}, 1, 1, 1)))
                .toList();
    }

    /** All pictures travel in the page, in order: no kernel is asked when the slider moves. */
    @Test
    void sliderHoldsEveryPictureInOrder() {
        List<ImageGrid> pictures = greys(3);
        String html = Chooser.slider("Noise", "strength", List.of("0", "0.1", "0.5"), pictures)
                .html();
        int before = html.indexOf("sources");
        for (ImageGrid picture : pictures) {
            int at = html.indexOf(Base64.getEncoder().encodeToString(picture.png()), before);
            assertTrue(at > before, "pictures out of order");
            before = at;
        }
        assertTrue(html.contains("type=\"range\"") && html.contains("max=\"2\""), "no slider of three places");
        assertFalse(html.contains("http"), "the page must need nothing from elsewhere");
    }

    /** A film has a button and begins at its first frame; a slider has none. */
    @Test
    void onlyAFilmPlays() {
        Chooser film = Chooser.film("Clip", "frame", List.of("0", "1", "2"), greys(3));
        String html = film.html();
        assertTrue(html.contains("data-play") && html.contains("setInterval"), "nothing to play it with");
        assertTrue(html.contains("(at + 1) % names.length"), "the film must begin again after its last frame");
        assertTrue(film.alt().contains("here 0: "), film.alt());
        assertTrue(film.startingAt(2).html().contains("data-play"), "another first frame makes it no slider");
        String slider = Chooser.slider("Clip", "frame", List.of("0", "1", "2"), greys(3))
                .html();
        assertFalse(slider.contains("data-play") || slider.contains("setInterval"), "a slider must stand still");
    }

    /** Where scripts are taken out, what remains must still be a picture with its text. */
    @Test
    void withoutScriptsTheFirstChoiceIsSeen() {
        List<ImageGrid> pictures = greys(4);
        Chooser chooser = Chooser.slider("", "step", List.of("a", "b", "c", "d"), pictures)
                .startingAt(2);
        String bare = chooser.html().replaceAll("(?s)<script>.*?</script>", "");
        assertTrue(
                bare.contains(Base64.getEncoder().encodeToString(pictures.get(2).png())));
        assertTrue(bare.contains("step c"), bare);
        assertArrayEquals(pictures.get(2).png(), chooser.png());
        assertTrue(chooser.alt().contains("here c: "), chooser.alt());
    }

    /** A name may hold what ends a script or an attribute. */
    @Test
    void namesAreText() {
        String html = Chooser.slider("</script>\"<b>", "x'\"<", List.of("</script><i>"), greys(1))
                .html();
        assertEquals(1, html.split("</script>", -1).length - 1, "a name has ended the script");
        assertFalse(html.contains("<b>") || html.contains("<i>"), "a name has become markup");
    }

    /** The place in the middle is framed; a frame at the origin would be the usual slip. */
    @Test
    void pointingFramesTheChosenPlace() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Chooser chooser = Chooser.pointing("Where?", manager.zeros(new Shape(1, 32, 32)), 2, 4, greys(8));
            BufferedImage image = Markup.image(chooser.png());
            int wrong = Palette.WRONG.getRGB();
            assertEquals(wrong, image.getRGB(2 * 288 / 4, 288 / 2), "row 1, column 2 of 2 x 4 places");
            assertEquals(0xFF000000, image.getRGB(0, 0));
            assertTrue(chooser.alt().contains("here row 1, column 2"), chooser.alt());
        }
    }

    /** Images lie row by row: with rows and columns exchanged, the second image would lie below the first. */
    @Test
    void imagesLieRowByRow() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] levels = {0, 1, 0.2f, 0.4f, 0.6f, 0.8f};
            Chooser chooser = Chooser.among("Which?", 3, manager.create(levels, new Shape(6, 1, 1, 1)), greys(6));
            BufferedImage image = Markup.image(chooser.png());
            assertEquals(0xFF000000, image.getRGB(80, 80), "image 0 is black");
            assertEquals(0xFFFFFFFF, image.getRGB(160 + 80, 80), "image 1 is white, to its right");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Chooser.among("Which?", 4, manager.create(levels, new Shape(6, 1, 1, 1)), greys(6)),
                    "the last row is not full");
        }
    }

    @Test
    void countsMustFit() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Chooser.slider("t", "x", List.of("a"), greys(2)))
                .getMessage()
                .contains("found 2 pictures and 1 names"));
        assertThrows(IllegalArgumentException.class, () -> Chooser.slider("t", "x", List.of(), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Chooser.slider("t", "x", List.of("a"), greys(1)).startingAt(1));
    }
}
