package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewLabelsTest {

    /** 100 samples of class 0, 10 of class 1, 3 of class 2. */
    private static final int[] LABELS =
            IntStream.range(0, 113).map(i -> i < 100 ? 0 : i < 110 ? 1 : 2).toArray();

    /** A share of each class would keep the classes as unequal as they are. */
    @Test
    void eachClassKeepsTheSameNumberOrAllItHas() {
        int[] count = new int[3];
        IntStream.of(new FewLabels(5, 7).indices(LABELS)).forEach(i -> count[LABELS[i]]++);
        assertArrayEquals(new int[] {5, 5, 3}, count);
    }

    @Test
    void fewerAreAmongMoreAndTheSeedDraws() {
        List<Integer> more =
                IntStream.of(new FewLabels(8, 7).indices(LABELS)).boxed().toList();
        for (int i : new FewLabels(2, 7).indices(LABELS)) {
            assertTrue(more.contains(i));
        }
        assertArrayEquals(new FewLabels(5, 7).indices(LABELS), new FewLabels(5, 7).indices(LABELS));
        assertFalse(Arrays.equals(new FewLabels(5, 7).indices(LABELS), new FewLabels(5, 8).indices(LABELS)));
    }

    @Test
    void theSamplesKeepTheirLabels() {
        Images images = Images.of(new byte[113], 1, 1, 1).labelled(LABELS, List.of("a", "b", "c"));
        int[] labels = new FewLabels(1, 3).of(images).labels();
        assertArrayEquals(new int[] {0, 1, 2}, labels);
        assertEquals("a", images.classes().get(labels[0]));
        assertThrows(IllegalArgumentException.class, () -> new FewLabels(0, 1));
    }
}
