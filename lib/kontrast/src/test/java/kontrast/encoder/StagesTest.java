package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.List;
import kontrast.tensor.NoGrad;
import org.junit.jupiter.api.Test;

class StagesTest {

    private static final Shape IMAGE = new Shape(3, 32, 32);

    private static long[] widths(ConvEncoder plan, int cells) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block encoder = plan.block();
            Weights.draw(encoder, manager, 1, new Shape(1).addAll(IMAGE));
            return Stages.of(encoder, IMAGE, cells).stream()
                    .mapToLong(s -> s.getOutputShapes(new Shape[] {new Shape(5, 3, 32, 32)})[0].get(1))
                    .toArray();
        }
    }

    /** Cutting after every layer, or not before the last stage, would give other numbers. */
    @Test
    void oneStageForEachNumberOfChannels() {
        assertArrayEquals(new long[] {4, 8, 16, 32}, widths(new SmallCnn(4), 1));
        assertArrayEquals(new long[] {64, 128, 256, 512}, widths(new SmallCnn(4, 4), 4));
        assertArrayEquals(new long[] {4, 8, 16, 32}, widths(new ResNet18(4), 1));
    }

    /** The last stage, pooled as the encoder pools, is the encoder: same layers, same weights. */
    @Test
    void theLastStageIsTheEncoder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block encoder = new SmallCnn(4, 2).block();
            Weights.draw(encoder, manager, 3, new Shape(1).addAll(IMAGE));
            List<Block> stages = Stages.of(encoder, IMAGE, 2);
            NDArray x = manager.randomUniform(0, 1, new Shape(6, 3, 32, 32), DataType.FLOAT32);
            NDArray h = run(encoder, x);
            assertArrayEquals(h.toFloatArray(), run(stages.get(3), x).toFloatArray());
            // A map that is all positive after ReLU: its mean over one cell is the mean of its cells' means.
            assertTrue(run(stages.get(0), x).min().getFloat() >= 0, "cut before the ReLU");
        }
    }

    @Test
    void whatHasNoStagesIsNamed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block pyramid = new PyramidCnn(4, 1).block();
            Weights.draw(pyramid, manager, 1, new Shape(1).addAll(IMAGE));
            String message = assertThrows(IllegalArgumentException.class, () -> Stages.of(pyramid, IMAGE, 1))
                    .getMessage();
            assertTrue(message.contains("cannot be cut"), message);
            assertEquals(4, Stages.of(new SmallCnn(4).block(), IMAGE, 1).size(), "shapes need no weights");
        }
    }

    private static NDArray run(Block block, NDArray x) {
        return NoGrad.call(() -> block.forward(new ParameterStore(x.getManager(), false), new NDList(x), false)
                .singletonOrThrow());
    }

    /** All layers but the pooling, each once: nothing is left out of freezing. */
    @Test
    void theLayersOfAllStagesAreThoseOfTheEncoder() {
        for (ConvEncoder plan : List.of(new SmallCnn(4), new ResNet18(4))) {
            try (NDManager manager = NDManager.newBaseManager()) {
                Block encoder = plan.block();
                Weights.draw(encoder, manager, 1, new Shape(1).addAll(IMAGE));
                List<List<Block>> stages = Stages.layers(encoder, IMAGE);
                assertEquals(4, stages.size());
                List<Block> all = encoder.getChildren().values();
                assertEquals(
                        all.subList(0, all.size() - 1),
                        stages.stream().flatMap(List::stream).toList());
                assertEquals(
                        encoder.getParameters().size(),
                        stages.stream()
                                .flatMap(List::stream)
                                .mapToInt(layer -> layer.getParameters().size())
                                .sum());
            }
        }
    }
}
