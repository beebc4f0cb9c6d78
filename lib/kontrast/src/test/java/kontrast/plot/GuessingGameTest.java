package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GuessingGameTest {

    private static NDArray greys(NDManager manager, int count) {
        float[] levels = new float[count];
        for (int i = 0; i < count; i++) {
            levels[i] = i / (float) count;
        }
        return manager.create(levels, new Shape(count, 1, 1, 1));
    }

    private static GuessingGame game(NDManager manager) {
        NDArray query = manager.ones(new Shape(1, 1, 1)).mul(0.5f);
        return GuessingGame.of("Which?").withRound(query, greys(manager, 2), 1).withRound(query, greys(manager, 4), 2);
    }

    /** Each round has a button a candidate, all pictures left as they were, and the right answer, which counts from 0. */
    @Test
    void eachRoundHasItsCandidatesAndItsAnswer() {
        try (NDManager manager = NDManager.newBaseManager()) {
            String html = game(manager).html();
            assertEquals(
                    List.of("1", "2"),
                    Pattern.compile("data-right=\"(\\d)\"")
                            .matcher(html)
                            .results()
                            .map(r -> r.group(1))
                            .toList());
            assertEquals(2 + 4, html.split("<button type=\"button\" data-candidate", -1).length - 1);
            assertTrue(html.contains("/ 10)"), "ten chips");
        }
    }

    /** Where no script runs there is a picture of all rounds, and it does not give the answers away. */
    @Test
    void withoutScriptsThereIsAPictureWithoutAnswers() {
        try (NDManager manager = NDManager.newBaseManager()) {
            GuessingGame game = game(manager);
            BufferedImage image = Markup.image(game.png());
            assertEquals(2 * (64 + 8) + 8, image.getHeight(), "two rounds");
            assertEquals(0xFF808080, image.getRGB(20, 20), "the picture that asks");
            assertEquals(0xFF000000, image.getRGB(24 + 72 + 10, 20), "its first candidate");
            assertEquals(0xFFFFFFFF, image.getRGB(24 + 3 * 72 + 10, 20), "there is no third one");
            assertEquals(0xFF808080, image.getRGB(24 + 3 * 72 + 10, 72 + 20), "in the second round there is");
            assertTrue(game.html().contains(Base64.getEncoder().encodeToString(game.png())));
            assertTrue(game.alt().contains("2, 4"), game.alt());
            assertFalse(game.alt().contains("right"), game.alt());
        }
    }

    @Test
    void aGameWithoutARoundSaysWhatToAdd() {
        GuessingGame empty = GuessingGame.of("Which?");
        String message = assertThrows(IllegalStateException.class, empty::png).getMessage();
        assertTrue(message.contains("withRound"), message);
        assertThrows(IllegalStateException.class, empty::html);
    }

    @Test
    void theAnswerIsOneOfAtLeastTwoCandidates() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray query = manager.ones(new Shape(1, 1, 1));
            GuessingGame game = GuessingGame.of("Which?");
            for (int right : new int[] {-1, 3}) {
                String message = assertThrows(
                                IllegalArgumentException.class, () -> game.withRound(query, greys(manager, 3), right))
                        .getMessage();
                assertTrue(message.contains("answer " + right), message);
            }
            assertThrows(IllegalArgumentException.class, () -> game.withRound(query, greys(manager, 1), 0));
        }
    }
}
