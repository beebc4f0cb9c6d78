package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** Words for images, and what training draws of them. */
class CaptionsTest {

    private static final Captions TWO = Captions.of(List.of(List.of("teapot", "tea", "drink"), List.of("red car")));

    @Test
    void theCaptionIsAllPhrases() {
        assertEquals(List.of("teapot, tea, drink", "red car"), TWO.captions());
        assertEquals(List.of("red car", "teapot, tea, drink"), TWO.subset(1, 0).captions());
    }

    /**
     * Each phrase stands in half of the draws, and one more sixth of the eighth in which none was kept: 13/24. The
     * tolerance is five standard errors of 6,000 draws. Always the label first, or never two at once, would show.
     */
    @Test
    void eachPhraseIsDrawnAsOftenAsTheOthersAndInAnyOrder() {
        RandomGenerator random = Seeds.stream(1, "test", 0);
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Integer> firsts = new HashMap<>();
        int draws = 6000;
        for (int i = 0; i < draws; i++) {
            String[] drawn = TWO.draw(0, random).split(", ");
            assertTrue(drawn.length >= 1 && !drawn[0].isEmpty());
            Arrays.stream(drawn).forEach(phrase -> counts.merge(phrase, 1, Integer::sum));
            firsts.merge(drawn[0], 1, Integer::sum);
        }
        double tolerance = 5 * Math.sqrt(0.25 / draws);
        for (String phrase : TWO.phrases(0)) {
            assertEquals(13 / 24.0, (double) counts.get(phrase) / draws, tolerance, phrase);
            assertEquals(1 / 3.0, (double) firsts.get(phrase) / draws, tolerance, phrase);
        }
        assertEquals("red car", TWO.draw(1, random), "one phrase is always kept");
    }

    @Test
    void emojiHaveTheirLabelAndTags() {
        EmojiViews emoji = EmojiViews.load();
        List<EmojiViews.Concept> concepts = emoji.concepts(Split.TEST);
        Captions captions = Captions.of(concepts.toArray(new EmojiViews.Concept[0]));
        assertEquals(300, captions.size());
        for (int i = 0; i < 300; i++) {
            assertEquals(concepts.get(i).label(), captions.phrases(i).get(0));
            assertEquals(
                    captions.phrases(i).size(),
                    captions.phrases(i).stream().distinct().count(),
                    "a tag that repeats the label is no second phrase");
        }
    }

    @Test
    void imagesWithoutWordsAreNamed() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> Captions.of(List.of(List.of("a"), List.<String>of())))
                .getMessage()
                .contains("image 1"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Captions.of(List.of(List.of("?!"))))
                .getMessage()
                .contains("\"?!\""));
    }

    /** Phrases cut elsewhere are other captions, though all letters are the same. */
    @Test
    void theTextTellsThePhrases() {
        Captions one = Captions.of(List.of(List.of("red car", "toy")));
        Captions other = Captions.of(List.of(List.of("red", "car toy")));
        assertNotEquals(one.toString(), other.toString());
        assertFalse(one.equals(other));
    }
}
