package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions over a grid that never look down: {@code [B, R, C, d] -> [B, R, C, u]}.
 *
 * <pre>
 *   x_1 = conv(z),   x_l+1 = x_l + conv(relu(x_l))
 *   conv at row r, column c sees rows r - 1 and r, columns c - 1 to c + 1
 * </pre>
 *
 * <p>A masked convolution as in the PixelCNN (van den Oord et al., 2016): the kernel of two rows is
 * one of three whose lowest row is masked to zero. The row itself may be seen whole, since
 * predictions are about later rows.
 */
final class CausalCnn extends GridContext {

    private final List<Block> layers = new ArrayList<>();

    CausalCnn(int units, int count) {
        super(units);
        for (int i = 0; i < count; i++) {
            layers.add(addChildBlock(
                    "layer" + i,
                    Conv2d.builder()
                            .setFilters(units)
                            .setKernelShape(new Shape(2, 3))
                            .optPadding(new Shape(1, 1))
                            .build()));
        }
    }

    @Override
    NDArray contexts(ParameterStore store, NDArray z, boolean training) {
        NDArray x = conv(0, store, z.transpose(0, 3, 1, 2), training); // [B, u, R, C]
        for (int i = 1; i < layers.size(); i++) {
            x = x.add(conv(i, store, Activation.relu(x), training));
        }
        return x.transpose(0, 2, 3, 1); // [B, R, C, u]
    }

    private NDArray conv(int layer, ParameterStore store, NDArray x, boolean training) {
        long rows = x.getShape().get(2);
        NDArray y = layers.get(layer).forward(store, new NDList(x), training).singletonOrThrow();
        // Padded above and below, a kernel of 2 gives R + 1 rows; the last one looks below.
        return y.get(":, :, :{}", rows);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape s = inputs[0];
        long channels = s.get(3);
        for (Block layer : layers) {
            layer.initialize(manager, type, new Shape(s.get(0), channels, s.get(1), s.get(2)));
            channels = units;
        }
    }
}
