package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chain computes what its layers compute, and lets go of what lies between, of nothing else. */
class ChainTest {

    private static final Shape INPUT = new Shape(2, 3);

    private NDManager manager;
    private NDArray x;
    private final List<NDArray> between = new ArrayList<>();

    @BeforeEach
    void draw() {
        manager = NDManager.newBaseManager();
        x = manager.create(new float[] {1, -2, 3, 0.5f, 4, -1}, INPUT);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Two linear maps with a ReLU between them; what they hand on is noted. */
    private SequentialBlock fill(SequentialBlock block) {
        block.add(Linear.builder().setUnits(4).build())
                .add(noted(NDArray::duplicate))
                .add(noted(array -> array.maximum(0)))
                .add(Linear.builder().setUnits(2).build());
        Weights.draw(block, manager, 7, INPUT);
        between.clear(); // shapes were found by trying it out
        return block;
    }

    private Block noted(UnaryOperator<NDArray> map) {
        return new LambdaBlock(inputs -> {
            NDArray result = map.apply(inputs.singletonOrThrow());
            between.add(result);
            return new NDList(result);
        });
    }

    private NDArray apply(Block block) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, new NDList(x), true).singletonOrThrow();
    }

    private static boolean isOpen(NDArray array) {
        return !((PtNDArray) array).isReleased();
    }

    @Test
    void computesWhatASequenceComputes() {
        float[] expected = apply(fill(new SequentialBlock())).toFloatArray();
        assertArrayEquals(expected, apply(fill(new Chain())).toFloatArray());
    }

    @Test
    void whatLiesBetweenIsClosedAndTheEndsAreNot() {
        NDArray y = apply(fill(new Chain()));
        assertTrue(isOpen(x), "the input belongs to the caller");
        assertTrue(isOpen(y), "the output belongs to the caller");
        assertEquals(2, between.size());
        between.forEach(array -> assertFalse(isOpen(array), "kept until the manager closes"));

        apply(fill(new SequentialBlock())); // the wrong variant: everything is kept
        assertTrue(isOpen(between.get(0)));
    }

    @Test
    void aLayerThatDoesNothingClosesNothing() {
        Chain chain = new Chain();
        chain.add(Blocks.identityBlock()).add(noted(NDArray::duplicate));
        chain.add(Blocks.identityBlock());
        chain.initialize(manager, DataType.FLOAT32, INPUT);
        NDArray y = apply(chain);
        assertTrue(isOpen(x));
        assertTrue(isOpen(y));
        assertArrayEquals(x.toFloatArray(), y.toFloatArray());
    }

    @Test
    void allStagesAreHandedOnWhereTheyAreAskedFor() {
        SequentialBlock chain = fill(new Chain());
        chain.setReturnIntermediate(true);
        NDList stages = chain.forward(new ParameterStore(manager, false), new NDList(x), true);
        stages.forEach(stage -> assertTrue(isOpen(stage)));
    }

    @Test
    void gradientsAreTheSame() {
        List<float[]> expected = gradients(fill(new SequentialBlock()));
        List<float[]> found = gradients(fill(new Chain()));
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i), "parameter " + i);
        }
    }

    private List<float[]> gradients(Block block) {
        List<float[]> gradients = new ArrayList<>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            for (Pair<String, Parameter> parameter : block.getParameters()) {
                parameter.getValue().getArray().setRequiresGradient(true);
            }
            collector.backward(apply(block).square().sum());
        }
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            gradients.add(parameter.getValue().getArray().getGradient().toFloatArray());
        }
        return gradients;
    }
}
