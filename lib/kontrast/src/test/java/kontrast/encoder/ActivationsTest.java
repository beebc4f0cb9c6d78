package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import kontrast.tensor.NoGrad;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {

    /** Outputs of the four convolutions and of their ReLUs, of 16 x 16 pixels. */
    private static final long NUMBERS = 2 * (4 * 8 * 8 + 8 * 4 * 4 + 16 * 2 * 2 + 32 * 2 * 2);

    private static long bytes(NDManager manager, Block block, long images) {
        NDArray x = manager.zeros(new Shape(images, 3, 16, 16));
        return Activations.count(() -> block.forward(new ParameterStore(manager, false), new NDList(x), true));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20})
    void aSmallEncoderLeavesItsMaps(long images) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = new SmallCnn(4).block();
            Weights.draw(block, manager, 1, new Shape(1, 3, 16, 16));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.zeroGradients();
                assertEquals(4 * images * NUMBERS, bytes(manager, block, images));
            }
            // Without a gradient nothing is needed later.
            assertEquals(0, NoGrad.call(() -> bytes(manager, block, images)));
        }
    }
}
