package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class IndexedColorsTest {

    private static BufferedImage image(int side, IntUnaryOperator color) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, color.applyAsInt(i));
        }
        return image;
    }

    /** Mean square error of a channel. */
    private static double error(BufferedImage image, IntUnaryOperator replaced) {
        double sum = 0;
        int side = image.getWidth();
        for (int i = 0; i < side * side; i++) {
            int rgb = image.getRGB(i % side, i / side);
            int other = replaced.applyAsInt(i);
            for (int shift = 0; shift < 24; shift += 8) {
                double gap = ((rgb >> shift) & 255) - ((other >> shift) & 255);
                sum += gap * gap;
            }
        }
        return sum / (3 * side * side);
    }

    /** A chart, a mask and a grey image lose nothing; with 255 boxes two of these colours would be one. */
    @Test
    void upTo256ColoursAreKept() {
        BufferedImage image = image(16, i -> i * 0x010305 & 0xFFFFFF);
        BufferedImage indexed = IndexedColors.of(image);
        assertEquals(0, error(image, i -> indexed.getRGB(i % 16, i / 16)));
        BufferedImage one = IndexedColors.of(image(2, i -> 0x123456));
        assertEquals(0xFF123456, one.getRGB(1, 1));
    }

    /** The palette follows the colours: far nearer than one that is the same for all pictures, with as many colours. */
    @Test
    void moreColoursAreReplacedByNearOnes() {
        Random random = new Random(3);
        BufferedImage image = image(64, i -> {
            int warm = 200 + random.nextInt(56);
            return i % 64 == 5 ? 0xFFFFFF : i == 99 ? 0x2040F0 : (warm << 16) | ((warm - 60) << 8) | random.nextInt(64);
        });
        BufferedImage indexed = IndexedColors.of(image);
        double found = error(image, i -> indexed.getRGB(i % 64, i / 64));
        double fixed = error(image, i -> (image.getRGB(i % 64, i / 64) & 0xE0E0C0) | 0x101020);
        assertTrue(found < fixed / 20, found + " is not far below " + fixed);
        assertEquals(0xFFFFFFFF, indexed.getRGB(5, 9), "the paper stays white");
        assertEquals(0xFF2040F0, indexed.getRGB(99 % 64, 99 / 64), "a colour far from all others stays, seen once");
    }
}
