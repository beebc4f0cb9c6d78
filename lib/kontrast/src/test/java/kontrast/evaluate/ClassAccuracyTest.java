package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

class ClassAccuracyTest {

    private static final int[] TRUTH = {0, 0, 0, 0, 0, 0, 1, 1, 3, 3};

    /** The share of all right guesses is 0.6 here, and a mean over four classes would be 0.25. */
    @Test
    void theCommonestClassIsWorthNoMoreThanAnother() {
        assertEquals(1 / 3.0, ClassAccuracy.mean(new int[10], TRUTH), 1e-12);
        assertArrayEquals(new double[] {1, 0, Double.NaN, 0}, ClassAccuracy.each(new int[10], TRUTH, 4));
    }

    @Test
    void classesOfEqualSizeGiveThePlainAccuracy() {
        RandomGenerator random = Seeds.stream(3, "guesses", 0);
        int[] truth = IntStream.range(0, 120).map(i -> i % 4).toArray();
        int[] guesses = IntStream.range(0, 120).map(i -> random.nextInt(4)).toArray();
        long right = IntStream.range(0, 120).filter(i -> guesses[i] == truth[i]).count();
        assertEquals(right / 120.0, ClassAccuracy.mean(guesses, truth), 1e-12);
    }

    @Test
    void loopsSayTheSame() {
        RandomGenerator random = Seeds.stream(4, "guesses", 0);
        int[] truth = IntStream.range(0, 200)
                .map(i -> random.nextInt(random.nextInt(1, 6)))
                .toArray();
        int[] guesses = IntStream.range(0, 200).map(i -> random.nextInt(5)).toArray();
        double sum = 0;
        int occur = 0;
        for (int c = 0; c < 5; c++) {
            int all = 0;
            int right = 0;
            for (int i = 0; i < 200; i++) {
                if (truth[i] == c) {
                    all++;
                    right += guesses[i] == c ? 1 : 0;
                }
            }
            if (all > 0) {
                occur++;
                sum += (double) right / all;
            }
        }
        assertEquals(sum / occur, ClassAccuracy.mean(guesses, truth), 1e-12);
    }

    /** From 90 to 95 % is as much as from 50 to 75. */
    @Test
    void errorRemovedIsAShareOfWhatWasWrong() {
        assertEquals(0.5, ClassAccuracy.errorRemoved(0.9, 0.95), 1e-12);
        assertEquals(0.5, ClassAccuracy.errorRemoved(0.5, 0.75), 1e-12);
        assertEquals(-1, ClassAccuracy.errorRemoved(0.9, 0.8), 1e-12);
        assertEquals(0, ClassAccuracy.errorRemoved(0.3, 0.3), 1e-12);
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> ClassAccuracy.mean(new int[2], new int[3]));
        assertThrows(IllegalArgumentException.class, () -> ClassAccuracy.mean(new int[0], new int[0]));
        assertThrows(IllegalArgumentException.class, () -> ClassAccuracy.errorRemoved(1, 1));
        assertThrows(IllegalArgumentException.class, () -> ClassAccuracy.errorRemoved(50, 75));
    }
}
