package kontrast.method;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/** Networks that are trained and saved together, each with an input of its own; they are not a chain. */
final class SeparateNetworks extends AbstractBlock {

    private final List<Shape> inputs = new ArrayList<>();

    /** Adds a network whose input has this shape, and returns it. */
    <B extends Block> B add(String name, B block, Shape input) {
        inputs.add(input);
        return addChildBlock(name, block);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... ignored) {
        for (int i = 0; i < inputs.size(); i++) {
            children.get(i).getValue().initialize(manager, type, inputs.get(i));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        return children.get(0).getValue().getOutputShapes(shapes);
    }

    /** Runs the first network only: the networks are separate, not a chain. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList input, boolean training, PairList<String, Object> parameters) {
        return children.get(0).getValue().forward(store, input, training);
    }
}
