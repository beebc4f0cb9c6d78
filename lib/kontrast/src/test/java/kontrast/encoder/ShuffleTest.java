package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShuffleTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isAnOrderAndUndone() {
        NDArray x = manager.arange(0f, 60f).reshape(20, 3);
        Shuffle shuffle = Shuffle.draw(20, Seeds.stream(1, "shuffle", 0));
        NDArray moved = shuffle.apply(x);
        assertFalse(Arrays.equals(x.toFloatArray(), moved.toFloatArray()));
        float[] first = moved.get(":, 0").toFloatArray();
        Arrays.sort(first);
        assertArrayEquals(x.get(":, 0").toFloatArray(), first); // each row once
        assertArrayEquals(x.toFloatArray(), shuffle.undo(moved).toFloatArray());
        // Twice the same way is not the way back.
        assertFalse(Arrays.equals(x.toFloatArray(), shuffle.apply(moved).toFloatArray()));
    }

    @Test
    void isAFunctionOfTheStream() {
        NDArray x = manager.arange(50f);
        float[] one = Shuffle.draw(50, Seeds.stream(1, "shuffle", 3)).apply(x).toFloatArray();
        assertArrayEquals(
                one, Shuffle.draw(50, Seeds.stream(1, "shuffle", 3)).apply(x).toFloatArray());
        assertFalse(Arrays.equals(
                one, Shuffle.draw(50, Seeds.stream(1, "shuffle", 4)).apply(x).toFloatArray()));
    }

    /** 6,000 draws of 3 rows: each of 6 orders 1,000 times, with a standard deviation of 29. */
    @Test
    void allOrdersAreEquallyLikely() {
        int[] count = new int[27];
        NDArray x = manager.arange(3f);
        for (int i = 0; i < 6000; i++) {
            float[] o = Shuffle.draw(3, Seeds.stream(2, "shuffle", i)).apply(x).toFloatArray();
            count[(int) (9 * o[0] + 3 * o[1] + o[2])]++;
        }
        assertEquals(6, Arrays.stream(count).filter(c -> c > 0).count());
        Arrays.stream(count).filter(c -> c > 0).forEach(c -> assertEquals(1000, c, 5 * 29));
    }

    @Test
    void otherSizesAreTold() {
        Shuffle shuffle = Shuffle.draw(4, Seeds.stream(1, "shuffle", 0));
        NDArray five = manager.ones(new Shape(5, 2));
        assertThrows(IllegalArgumentException.class, () -> shuffle.apply(five));
        assertThrows(IllegalArgumentException.class, () -> shuffle.undo(five));
        assertThrows(IllegalArgumentException.class, () -> Shuffle.draw(0, Seeds.stream(1, "shuffle", 0)));
    }
}
