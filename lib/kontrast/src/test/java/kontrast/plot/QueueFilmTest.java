package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class QueueFilmTest {

    /** Image n is of one grey, n / 10. */
    private static NDArray greys(NDManager manager, int count) {
        return manager.arange(count)
                .toType(DataType.FLOAT32, false)
                .div(10)
                .reshape(count, 1, 1, 1)
                .broadcast(new Shape(count, 1, 8, 8));
    }

    /** Four places, two keys a step: in step 3 the first two hold the oldest keys, which the new ones replace in step 4. */
    @Test
    void keysStayUntilTheirPlaceIsNeeded() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray keys = greys(manager, 8);
            Chooser film = QueueFilm.of(keys, keys, 4, 2);
            assertTrue(film.alt().contains("from 1 to 4"), film.alt());
            assertGreys(film.startingAt(2), 0, 1, 2, 3); // step 3: keys of the steps 1 and 2
            assertGreys(film.startingAt(3), 4, 5, 2, 3); // step 4: those of step 3 in place of the oldest
        }
    }

    /** What is drawn in the last row; a list that moves would have another order. */
    private static void assertGreys(Chooser film, int... expected) {
        BufferedImage image = Markup.image(film.png());
        int pitch = (image.getWidth() - left(image)) / 4;
        int y = image.getHeight() - 12 - 16 - 12 - 20; // above margin, caption and band
        for (int i = 0; i < 4; i++) {
            int x = image.getWidth() - (4 - i) * pitch + pitch / 2 - 6;
            assertEquals(expected[i] * 25.5, image.getRGB(x, y) & 255, 2, "place " + i);
        }
    }

    /** Where the images begin: four of 96 pixels and their gaps end at the right. */
    private static int left(BufferedImage image) {
        return image.getWidth() - 4 * (96 + 12);
    }

    @Test
    void sizesMustFit() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray keys = greys(manager, 8);
            assertThrows(IllegalArgumentException.class, () -> QueueFilm.of(keys, keys, 4, 3));
            assertThrows(IllegalArgumentException.class, () -> QueueFilm.of(keys, greys(manager, 6), 4, 2));
            assertThrows(
                    IllegalArgumentException.class, () -> QueueFilm.of(greys(manager, 7), greys(manager, 7), 4, 2));
        }
    }
}
