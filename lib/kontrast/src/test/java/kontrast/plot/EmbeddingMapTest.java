package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingMapTest {

    /** Closed form: independent coordinates of standard deviation 9, 4 and 1 around (5, 5, 5). */
    @Test
    void findsTheTwoWidestDirections() {
        Random random = new Random(0);
        int rows = 4000;
        float[] values = new float[rows * 3];
        for (int i = 0; i < rows; i++) {
            values[3 * i] = (float) (5 + random.nextGaussian());
            values[3 * i + 1] = (float) (5 + 9 * random.nextGaussian());
            values[3 * i + 2] = (float) (5 + 4 * random.nextGaussian());
        }
        EmbeddingMap.Projection map = EmbeddingMap.project(values, rows);
        // 81/98 and 16/98 of the variance; 4000 draws put about 2 % of error on each variance.
        assertEquals(81 / 98.0, map.shareX(), 0.02);
        assertEquals(16 / 98.0, map.shareY(), 0.02);
        double same = 0;
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            same += map.x()[i] * (values[3 * i + 1] - 5) / rows;
            mean += map.x()[i] / rows;
        }
        // Without centring the mean would be far from 0; with a wrong sign `same` would be -81.
        assertEquals(0, mean, 1e-6);
        assertTrue(same > 70, "first coordinate follows the widest direction: " + same);
    }

    @Test
    void constantEmbeddingIsDrawnAtTheOrigin() {
        EmbeddingMap.Projection map = EmbeddingMap.project(new float[12], 4);
        assertEquals(0, map.shareX());
        assertEquals(0, map.x()[3]);
    }

    @Test
    void badInputIsNamed() {
        float[] nan = {1, 2, 3, Float.NaN, 5, 6};
        String found = assertThrows(IllegalArgumentException.class, () -> EmbeddingMap.project(nan, 3))
                .getMessage();
        assertTrue(found.contains("row 1 is NaN"), found);
        assertThrows(
                IllegalArgumentException.class,
                () -> EmbeddingMap.of("t", new float[6], 3, new int[2], List.of("a"), Collections.nCopies(3, "")));
    }
}
