package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BankPictureTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray images = manager.zeros(new Shape(3, 1, 2, 2));
    private final NDArray rows = manager.create(new float[][] {{1, 0}, {0, 1}, {-0.5f, 0}});

    @AfterEach
    void close() {
        manager.close();
    }

    /** The cell of the age of row i lies 54 + 22 i pixels from the top. */
    @Test
    void anAgeIsAColour() {
        BufferedImage image = Markup.image(
                BankPicture.of("", images, rows, 0, 8, BankPicture.RANDOM).png());
        assertEquals(BankPicture.colorOf(0).getRGB(), image.getRGB(160, 54 + 3));
        assertEquals(BankPicture.colorOf(8).getRGB(), image.getRGB(160, 54 + 22 + 3));
        assertEquals(0xFFCCCCCC, image.getRGB(160, 54 + 44 + 3));
        assertNotEquals(BankPicture.colorOf(1), BankPicture.colorOf(7));
        assertEquals(BankPicture.colorOf(8), BankPicture.colorOf(80));
    }

    /** A row that is drawn as a negative of its own image is shown as the positive that it is; reading is not writing. */
    @Test
    void itSaysWhatIsReadAndWhatIsWritten() {
        BankPicture bank = BankPicture.of("step 1", images, rows, 2, 1, 0);
        String reading = bank.reading(new long[] {0}, 0, 2).alt();
        assertTrue(reading.contains("row 0 read: positive, row 2 read: negative;"), reading);
        assertTrue(bank.writing(1).alt().contains("row 1 written;"));
        assertTrue(bank.alt().contains("none is used; ages from top to bottom: 2, 1, 0."));
    }

    @Test
    void aRowHasTwoNumbers() {
        assertThrows(IllegalArgumentException.class, () -> BankPicture.of("", images, rows, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> BankPicture.of("", images, rows, 0, 0, -2));
    }
}
