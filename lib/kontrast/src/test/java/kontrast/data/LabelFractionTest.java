package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelFractionTest {

    /** 600 of class 0, 300 of class 1, 7 of class 2, mixed up. */
    private static final int[] LABELS = IntStream.range(0, 907)
            .map(i -> i * 389 % 907) // a permutation: 907 is prime
            .map(i -> i < 600 ? 0 : i < 900 ? 1 : 2)
            .toArray();

    private static int[] counts(int... indices) {
        int[] counts = new int[3];
        Arrays.stream(indices).forEach(i -> counts[LABELS[i]]++);
        return counts;
    }

    private static Set<Integer> set(double share, long seed) {
        return Arrays.stream(new LabelFraction(share, seed).indices(LABELS))
                .boxed()
                .collect(Collectors.toSet());
    }

    @Test
    void everyClassKeepsTheSameShareAndAtLeastOneSample() {
        // Not stratified, 1 % would lose class 2 with probability (1 - 7/907)^9 = 0.93.
        assertArrayEquals(new int[] {6, 3, 1}, counts(new LabelFraction(0.01, 1).indices(LABELS)));
        assertArrayEquals(new int[] {60, 30, 1}, counts(new LabelFraction(0.1, 1).indices(LABELS)));
        assertArrayEquals(IntStream.range(0, 907).toArray(), new LabelFraction(1, 1).indices(LABELS));
    }

    @Test
    void fractionsOfOneSeedAreNestedAndThoseOfAnotherAreNot() {
        assertTrue(set(0.1, 3).containsAll(set(0.01, 3)));
        assertTrue(set(0.5, 3).containsAll(set(0.1, 3)));
        // The mistake would be an order of its own for each share: as unlike as another seed's.
        assertFalse(set(0.1, 4).containsAll(set(0.01, 3)));
        assertEquals(set(0.1, 3), set(0.1, 3));
    }

    /** Each sample of class 0 is drawn with probability 1/10: over 400 seeds 40 +- 6. */
    @Test
    void noSampleIsPreferred() {
        int[] drawn = new int[LABELS.length];
        for (long seed = 0; seed < 400; seed++) {
            set(0.1, seed).forEach(i -> drawn[i]++);
        }
        for (int i = 0; i < LABELS.length; i++) {
            if (LABELS[i] == 0) {
                assertEquals(40, drawn[i], 5 * 6, "sample " + i);
            }
        }
    }

    @Test
    void examplesKeepTheirLabels() {
        Images images = Images.of(new byte[907], 1, 1, 1).labelled(LABELS, List.of("a", "b", "c"));
        LabelFraction few = new LabelFraction(0.01, 2);
        Examples some = few.of(images);
        assertEquals(10, some.size());
        assertArrayEquals(Arrays.stream(few.indices(LABELS)).map(i -> LABELS[i]).toArray(), some.labels());
    }

    @Test
    void namesAndErrors() {
        assertEquals("1 %", new LabelFraction(0.01, 0).toString());
        assertEquals("0.5 %", new LabelFraction(0.005, 0).toString());
        assertEquals("100 %", new LabelFraction(1, 0).toString());
        for (double share : new double[] {0, -0.1, 1.01, 10, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new LabelFraction(share, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> new LabelFraction(1, 0).indices(0, -1));
        assertThrows(IllegalStateException.class, () -> new LabelFraction(1, 0).of(Images.of(new byte[4], 1, 1, 1)));
    }
}
