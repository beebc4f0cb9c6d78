package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Words to numbers, unknown ones too. */
class VocabularyTest {

    private static final List<String> CAPTIONS = List.of("Red apple, fruit", "green apple", "red RED car");

    @Test
    void wordsAreRunsOfLettersAndDigitsInSmallLetters() {
        assertEquals(List.of("t", "shirt", "tie", "24", "hours"), Vocabulary.words("T-shirt & tie: 24 hours!"));
        assertEquals(List.of("piñata", "日本"), Vocabulary.words("Piñata 日本"));
        assertEquals(List.of(), Vocabulary.words(" ~ "));
    }

    /** A Turkish machine makes a dotless i of a capital one, unless it is told not to. */
    @Test
    void theMachinesLanguageDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertEquals(List.of("pin"), Vocabulary.words("PIN"));
        } finally {
            Locale.setDefault(before);
        }
    }

    /** "red" stands twice in the last caption, which is one caption. */
    @Test
    void aWordCountsOnceACaption() {
        assertEquals(List.of("apple", "red"), Vocabulary.of(CAPTIONS, 2).words());
        assertEquals(
                List.of("apple", "car", "fruit", "green", "red"),
                Vocabulary.of(CAPTIONS, 1).words());
    }

    @Test
    void unknownWordsAreOneNumberAndPaddingAnother() {
        Vocabulary two = Vocabulary.of(CAPTIONS, 2);
        assertEquals(4, two.size());
        int[][] rows = two.rows(List.of("a red apple", "red", "!"));
        assertArrayEquals(new int[] {Vocabulary.UNKNOWN, 3, 2}, rows[0]);
        assertArrayEquals(new int[] {3, Vocabulary.PADDING, Vocabulary.PADDING}, rows[1]);
        assertArrayEquals(new int[] {0, 0, 0}, rows[2]);
        assertEquals(List.of("a"), two.unknown("a red apple"));
        assertEquals(1, two.rows(List.of(""))[0].length, "an empty text is one place of padding");
    }

    @Test
    void badInputIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(CAPTIONS, 0))
                .getMessage()
                .contains("found 0"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(CAPTIONS, 4))
                .getMessage()
                .contains("no word occurs in 4 of the 3 captions"));
        assertThrows(
                IllegalArgumentException.class, () -> Vocabulary.of(CAPTIONS, 1).rows(List.of()));
    }

    /** A run's identity takes it from here: another word is another run. */
    @Test
    void theTextTellsTheWords() {
        assertEquals(
                Vocabulary.of(CAPTIONS, 1).toString(),
                Vocabulary.of(List.of("green red apple car fruit"), 1).toString());
        assertNotEquals(
                Vocabulary.of(CAPTIONS, 1).toString(),
                Vocabulary.of(List.of("green red apple cat fruit"), 1).toString());
    }
}
