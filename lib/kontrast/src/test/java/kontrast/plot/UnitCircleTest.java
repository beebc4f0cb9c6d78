package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class UnitCircleTest {

    /** Upwards is upwards: the rows of an image count downwards. */
    @Test
    void anArrowPointsWhereItsNumbersSay() {
        BufferedImage image = Markup.image(UnitCircle.of("").arrow("v", 0, 1).png());
        int middle = 160;
        assertEquals(Palette.series(0).getRGB(), image.getRGB(middle, middle + 26 - 60));
        assertEquals(0xFFDDDDDD, image.getRGB(middle, middle + 26 + 60), "only the axis");
    }

    @Test
    void itSaysHowLongTheArrowsAre() {
        UnitCircle circle =
                UnitCircle.of("Halfway").arrow("u", 0.5, 0.5).line(new double[] {1, 0}, new double[] {0, 1});
        assertEquals("Halfway. Arrows from the middle of a circle of radius 1: u of length 0.71.", circle.alt());
        assertThrows(IllegalArgumentException.class, () -> circle.arrow("v", Double.NaN, 0));
    }
}
