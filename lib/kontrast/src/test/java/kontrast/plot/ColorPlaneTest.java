package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import kontrast.view.ColorBins;
import org.junit.jupiter.api.Test;

class ColorPlaneTest {

    private static final ColorBins BINS = ColorBins.inGamut(10);

    private static int bin(double a, double b) {
        for (int q = 0; q < BINS.size(); q++) {
            if (BINS.centre(q)[0] == a && BINS.centre(q)[1] == b) {
                return q;
            }
        }
        throw new IllegalArgumentException("no such bin");
    }

    private static double[] one(int... full) {
        double[] shares = new double[BINS.size()];
        Arrays.stream(full).forEach(q -> shares[q] = 1);
        return shares;
    }

    /** Where saturated pixels lie: mean x, mean y, and their number. */
    private static double[] coloured(ColorPlane plane, boolean yellow) {
        BufferedImage image = Markup.image(plane.png());
        double[] sum = new double[3];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color c = new Color(image.getRGB(x, y));
                if (yellow ? c.getBlue() < c.getRed() - 60 : c.getBlue() > c.getRed() + 60) {
                    sum[0] += x;
                    sum[1] += y;
                    sum[2]++;
                }
            }
        }
        return new double[] {sum[0] / sum[2], sum[1] / sum[2], sum[2]};
    }

    @Test
    void yellowIsAboveBlueAndEachHasItsColour() {
        ColorPlane plane = ColorPlane.of("", BINS, one(bin(0, 70), bin(0, -50)));
        double[] yellow = coloured(plane, true);
        double[] blue = coloured(plane, false);
        assertEquals(yellow[0], blue[0], 0.6, "both have a = 0");
        assertEquals(12 * 18, blue[1] - yellow[1], 0.6, "12 steps of b lie between them, upwards");
        assertEquals(18 * 18, yellow[2], "the largest share fills its place of 18 x 18 pixels");
    }

    @Test
    void theAreaIsTheShare() {
        double[] shares = one(bin(0, 70));
        shares[bin(0, -50)] = 0.25;
        double[] blue = coloured(ColorPlane.of("", BINS, shares), false);
        assertEquals(0.25, blue[2] / (18 * 18), 0.01, "a quarter of the area; a quarter of the side would be 1/16");
    }

    @Test
    void saysItInWords() {
        double[] shares = one(bin(40, 30), bin(40, 30));
        String alt = ColorPlane.of("A tomato", BINS, shares).withCross(12, -3).alt();
        assertTrue(alt.contains("A tomato") && alt.contains("100.0 %") && alt.contains("a = 40, b = 30"), alt);
        assertTrue(alt.contains("Cross at a = 12, b = -3"), alt);
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThrows(IllegalArgumentException.class, () -> ColorPlane.of("", BINS, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> ColorPlane.of("", BINS, new double[BINS.size()]));
        double[] negative = one(3);
        negative[4] = -1;
        assertThrows(IllegalArgumentException.class, () -> ColorPlane.of("", BINS, negative));
    }
}
