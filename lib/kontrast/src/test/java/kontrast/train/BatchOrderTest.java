package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every image at most once an epoch, a new order each, and any step on its own. */
class BatchOrderTest {

    private static int[] epoch(BatchOrder order, int epoch) {
        int steps = order.stepsPerEpoch();
        return IntStream.range(epoch * steps, (epoch + 1) * steps)
                .flatMap(step -> Arrays.stream(order.batch(step)))
                .toArray();
    }

    @Test
    void anEpochShowsEachImageOnceButTheRest() {
        BatchOrder order = new BatchOrder(23, 5, 1);
        assertEquals(4, order.stepsPerEpoch());
        int[] first = epoch(order, 0);
        assertEquals(20, Arrays.stream(first).distinct().count());
        assertTrue(Arrays.stream(first).allMatch(i -> i >= 0 && i < 23));
        int[] all = epoch(new BatchOrder(20, 5, 1), 0);
        Arrays.sort(all);
        assertArrayEquals(IntStream.range(0, 20).toArray(), all);
    }

    @Test
    void everyEpochAndEverySeedHasItsOwnOrder() {
        BatchOrder order = new BatchOrder(20, 5, 1);
        assertFalse(Arrays.equals(epoch(order, 0), epoch(order, 1)));
        assertFalse(Arrays.equals(epoch(order, 0), epoch(new BatchOrder(20, 5, 2), 0)));
    }

    /** A run that goes on in the middle of an epoch has not seen the steps before. */
    @Test
    void aStepDoesNotDependOnThoseBefore() {
        BatchOrder walked = new BatchOrder(23, 5, 1);
        for (int step = 0; step < 12; step++) {
            assertArrayEquals(new BatchOrder(23, 5, 1).batch(step), walked.batch(step));
        }
        assertArrayEquals(new BatchOrder(23, 5, 1).batch(2), walked.batch(2)); // and back
    }

    /** The rest that is left out is another one each time, or some images were never seen. */
    @Test
    void theRestIsDrawnAnewEachEpoch() {
        BatchOrder order = new BatchOrder(6, 5, 3);
        long seen = IntStream.range(0, 20)
                .flatMap(step -> Arrays.stream(order.batch(step)))
                .distinct()
                .count();
        assertEquals(6, seen);
    }

    @Test
    void epochsAreCountedInWholeBatches() {
        BatchOrder order = new BatchOrder(23, 5, 1);
        assertEquals(0, order.epoch(3));
        assertEquals(1, order.epoch(4));
        assertTrue(order.endsEpoch(4));
        assertFalse(order.endsEpoch(5));
    }

    @Test
    void aBatchNeedsItsImages() {
        Throwable error = assertThrows(IllegalArgumentException.class, () -> new BatchOrder(4, 5, 0));
        assertTrue(error.getMessage().contains("found 4"), error.getMessage());
    }
}
