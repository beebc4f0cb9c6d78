package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LensNoiseTest {

    private static final int PLANE = 32 * 32;

    private static byte[] channel(Images images, int picture, int channel) {
        int from = (3 * picture + channel) * PLANE;
        return Arrays.copyOfRange(images.bytes(), from, from + PLANE);
    }

    /** A perfect lens leaves grey pictures; any other moves red and blue and never green. */
    @Test
    void theLensMovesRedAndBlueOnly() {
        Images grey = LensNoise.images(2, 0, 5);
        Images fringed = LensNoise.images(2, 0.15, 5);
        assertEquals(2, fringed.size());
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(channel(grey, i, 0), channel(grey, i, 2));
            assertArrayEquals(channel(grey, i, 1), channel(fringed, i, 1), "the same noise for every strength");
            assertFalse(Arrays.equals(channel(fringed, i, 0), channel(fringed, i, 1)));
        }
    }

    /** About the middle the colours lie nearly upon one another; far from it they are strangers. With a shift instead of an enlargement both gaps would be alike. */
    @Test
    void theShiftGrowsFromTheMiddle() {
        Images fringed = LensNoise.images(50, 0.15, 1);
        double middle = 0;
        double corner = 0;
        for (int i = 0; i < 50; i++) {
            byte[] red = channel(fringed, i, 0);
            byte[] green = channel(fringed, i, 1);
            for (int p : new int[] {15 * 32 + 15, 16 * 32 + 16}) {
                middle += Math.abs((red[p] & 255) - (green[p] & 255));
            }
            for (int p : new int[] {33, 30 * 32 + 30}) {
                corner += Math.abs((red[p] & 255) - (green[p] & 255));
            }
        }
        assertTrue(corner > 3 * middle, corner + " against " + middle);
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> LensNoise.images(0, 0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> LensNoise.images(1, 0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> LensNoise.images(1, Double.NaN, 1));
    }
}
