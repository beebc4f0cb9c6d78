package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

class UnchangedTest {

    @Test
    void isACopyOfAnyShape() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray sound = manager.create(new float[] {-0.5f, 2, 0, 1}, new Shape(2, 1, 2));
            NDArray view = new Unchanged().apply(sound, Seeds.stream(1, "none", 0));
            assertEquals(sound.getShape(), view.getShape());
            view.muli(0); // a view that shares memory would silence the sound itself
            assertArrayEquals(new float[] {-0.5f, 2, 0, 1}, sound.toFloatArray());
        }
    }
}
