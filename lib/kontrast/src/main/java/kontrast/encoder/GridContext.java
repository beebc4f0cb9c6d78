package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A network of {@link Context}: {@code [B, R, C, d] -> [B, R, C, u]}. */
abstract class GridContext extends AbstractBlock {

    final int units; // u

    GridContext(int units) {
        this.units = units;
    }

    /** From z, {@code [B, R, C, d]}, to c, {@code [B, R, C, u]}. */
    abstract NDArray contexts(ParameterStore store, NDArray z, boolean training);

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        return new NDList(contexts(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        Shape s = inputs[0];
        return new Shape[] {new Shape(s.get(0), s.get(1), s.get(2), units)};
    }
}
