package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import kontrast.data.Captions;
import kontrast.data.Vocabulary;
import org.junit.jupiter.api.Test;

/** What the nearest pictures are called. */
class BorrowedWordsTest {

    private static final Captions CAPTIONS =
            Captions.of(List.of(List.of("red apple"), List.of("red car"), List.of("car red wheel")));
    private static final Vocabulary WORDS = Vocabulary.of(CAPTIONS.captions(), 1); // apple, car, red, wheel
    private static final Features BANK = new Features(new float[] {1, 0, 0, 1, -1, -1}, 3, 2); // centred

    /**
     * "red" stands in every caption and weighs ln 1 = 0, "car" in two: ln 3/2, "apple" and "wheel" in one: ln 3. Without
     * the weights every picture would be mostly red.
     */
    @Test
    void aTextIsItsWordsByHowRareTheyAre() {
        Features bags = new BorrowedWords(BANK, CAPTIONS, WORDS, 1).texts(List.of("a red car", "apple, wheel", "red"));
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0}, bags.row(0), 1e-6f); // padding, unknown, apple, car, ...
        assertArrayEquals(new float[] {0, 0, half, 0, 0, half}, bags.row(1), 1e-6f);
        assertArrayEquals(new float[6], bags.row(2), 0, "a word of every caption says nothing");
    }

    /** The first query lies beside the first picture, the second one beside the second: mean of centred rows is 0. */
    @Test
    void anImageBorrowsFromItsNearest() {
        BorrowedWords borrowed = new BorrowedWords(BANK, CAPTIONS, WORDS, 1);
        Features images = borrowed.images(new Features(new float[] {0.9f, 0.1f, 0, 2, -0.9f, -2.1f}, 3, 2));
        assertEquals(1, images.row(0)[2], 1e-6, "apple");
        assertEquals(1, images.row(1)[3], 1e-6, "car");
        double car = Math.log(1.5);
        double wheel = Math.log(3);
        assertEquals(wheel / Math.hypot(car, wheel), images.row(2)[5], 1e-6, "wheel");
    }

    @Test
    void sizesAreChecked() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new BorrowedWords(BANK, CAPTIONS.subset(0, 1), WORDS, 1))
                .getMessage();
        assertTrue(message.contains("3 captions, found 2"), message);
        assertThrows(IllegalArgumentException.class, () -> new BorrowedWords(BANK, CAPTIONS, WORDS, 4));
    }
}
