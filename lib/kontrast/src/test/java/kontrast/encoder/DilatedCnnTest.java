package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import kontrast.tensor.NoGrad;
import org.junit.jupiter.api.Test;

class DilatedCnnTest {

    private static final int SIDE = 64;

    /** Which columns of the input change one position of the map: 31 of them, around its middle. */
    @Test
    void aPositionOfTheMapSeesThirtyOnePixels() {
        DilatedCnn plan = new DilatedCnn(3);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NoGrad.run(() -> {
                SequentialBlock map = plan.map();
                Weights.draw(map, manager, 4, new Shape(1, 3, SIDE, SIDE));
                NDArray still = manager.ones(new Shape(1, 3, SIDE, SIDE));
                float[] before = middle(map, manager, still);
                int first = SIDE;
                int last = -1;
                for (int column = 0; column < SIDE; column++) {
                    NDArray touched = still.duplicate();
                    touched.set(new NDIndex(":, :, :, {}", column), 3f);
                    float[] after = middle(map, manager, touched);
                    double change = 0;
                    for (int k = 0; k < before.length; k++) {
                        change = Math.max(change, Math.abs(after[k] - before[k]));
                    }
                    if (change > 1e-6) {
                        first = Math.min(first, column);
                        last = Math.max(last, column);
                    }
                }
                assertTrue(last - first + 1 <= 31 && last - first + 1 >= 25, "columns " + first + " to " + last);
                assertTrue(first >= SIDE / 2 - 15 && last <= SIDE / 2 + 15, "columns " + first + " to " + last);
            });
        }
    }

    /** The features at row and column 16 of the map, which stand on pixel 32. */
    private static float[] middle(SequentialBlock map, NDManager manager, NDArray x) {
        NDArray f = map.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
        assertEquals(new Shape(1, 6, SIDE / 2, SIDE / 2), f.getShape());
        return f.get(":, :, 16, 16").toFloatArray();
    }

    @Test
    void aWidthBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DilatedCnn(0));
    }
}
