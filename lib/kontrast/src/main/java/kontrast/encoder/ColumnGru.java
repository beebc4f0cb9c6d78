package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.ParameterStore;

/**
 * A gated recurrent unit down each column of a grid: {@code [B, R, C, d] -> [B, R, C, u]}.
 *
 * <p>Deviation: the recurrent network of van den Oord et al. for images also passes from column to
 * column of a row; here a column knows only itself.
 */
final class ColumnGru extends GridContext {

    private final GRU gru;

    ColumnGru(int units, int layers) {
        super(units);
        gru = addChildBlock(
                "gru",
                GRU.builder()
                        .setStateSize(units)
                        .setNumLayers(layers)
                        .optBatchFirst(true)
                        .build());
    }

    @Override
    NDArray contexts(ParameterStore store, NDArray z, boolean training) {
        Shape s = z.getShape();
        long b = s.get(0);
        long r = s.get(1);
        long c = s.get(2);
        NDArray columns = z.swapAxes(1, 2).reshape(b * c, r, s.get(3)); // [B C, R, d]
        NDArray states = gru.forward(store, new NDList(columns), training).head(); // [B C, R, u]
        return states.reshape(b, c, r, units).swapAxes(1, 2); // [B, R, C, u]
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape s = inputs[0];
        gru.initialize(manager, type, new Shape(s.get(0) * s.get(2), s.get(1), s.get(3)));
    }
}
