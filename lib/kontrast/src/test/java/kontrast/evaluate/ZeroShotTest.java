package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A classifier of prompts. */
class ZeroShotTest {

    private static Features rows(int dim, float... values) {
        return new Features(values, values.length / dim, dim);
    }

    /**
     * The prompts of the first class have the lengths 1 and 100. Each counts the same: the mean points to (1, 1), and
     * not along the longer one, which is what averaging before normalising would give.
     */
    @Test
    void promptsAreNormalisedBeforeTheMean() {
        Features classes = ZeroShot.classes(List.of(rows(2, 1, 0, 0, 100), rows(2, 0, -3)));
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {half, half, 0, -1}, classes.values(), 1e-6f);
    }

    @Test
    void withoutAClassNothingCanBeFound() {
        String message = assertThrows(IllegalArgumentException.class, () -> ZeroShot.classes(List.of()))
                .getMessage();
        assertTrue(message.startsWith("no class"), message);
    }

    @Test
    void theNearestClassIsFoundWhateverTheLengths() {
        Features classes = rows(2, 1, 0, 0, 1);
        Features images = rows(2, 100, 1, 0.1f, 0.2f, 3, -4);
        assertArrayEquals(new int[] {0, 1, 0}, ZeroShot.classify(images, classes));
        assertEquals(2 / 3.0, ZeroShot.accuracy(images, classes, new int[] {0, 1, 1}), 1e-12);
    }
}
