package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final double[][] TWO = {{0.25, 0.01}, {1, 0}};

    private static Shares shares(NDManager manager, double[][] values) {
        NDArray images = manager.zeros(new Shape(2, 1, 1, 1));
        return Shares.slider("Who?", "temperature", List.of("0.1", "1"), images, List.of("no. 1", "no. 2"), values);
    }

    /** The area is the share: 0.25 is a disc half as wide. With the diameter as the share it would be a quarter. */
    @Test
    void theAreaOfADiscIsItsShare() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(32, widest(shares(manager, TWO).png(), 0), 2);
            assertEquals(6.4, widest(shares(manager, TWO).png(), 1), 2);
            assertEquals(64, widest(shares(manager, TWO).startingAt(1).png(), 0), 2);
            assertEquals(0, widest(shares(manager, TWO).startingAt(1).png(), 1));
        }
    }

    private static int widest(byte[] png, int which) {
        BufferedImage image = Markup.image(png);
        int disc = Palette.series(0).getRGB();
        int widest = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int wide = 0;
            for (int x = 8 + which * 72; x < 72 + which * 72; x++) {
                wide += image.getRGB(x, y) == disc ? 1 : 0;
            }
            widest = Math.max(widest, wide);
        }
        return widest;
    }

    @Test
    void theImagesAreInThePageOnceAndTheNumbersOfEachSetting() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Shares shares = shares(manager, TWO).startingAt(1);
            String html = shares.html();
            assertTrue(html.contains("[0.2500,0.0100],\n[1.0000,0.0000]"), html);
            assertEquals(2 + 1, html.split("<img", -1).length - 1, "two images, and the picture without scripts");
            assertTrue(html.contains(Base64.getEncoder().encodeToString(shares.png())));
            assertTrue(shares.alt().contains("here 1: no. 1 100 %, no. 2 0.0 %"), shares.alt());
        }
    }

    @Test
    void aShareOfEachImageInEachSettingIsNeeded() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (double[][] wrong :
                    new double[][][] {{{0.5, 0.5}}, {{1}, {1}}, {{0.5, 1.5}, {0, 0}}, {{0, -0.1}, {0, 0}}}) {
                String message = assertThrows(IllegalArgumentException.class, () -> shares(manager, wrong))
                        .getMessage();
                assertTrue(message.contains("2 settings"), message);
            }
            Shares two = shares(manager, TWO);
            assertThrows(IllegalArgumentException.class, () -> two.startingAt(2));
        }
    }
}
