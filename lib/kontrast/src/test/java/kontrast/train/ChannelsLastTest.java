package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import kontrast.encoder.Encoder;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Weights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How weights lie in memory ({@link Weights}) must change nothing but the time: the same network
 * with its weights in row-major order gives the same outputs, gradients and optimizer steps.
 */
class ChannelsLastTest {

    private static final Shape INPUT = new Shape(6, 3, 16, 16);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static List<Encoder> encoders() {
        return List.of(new SmallCnn(3), new SmallCnn(4, 2), new ResNet18(2));
    }

    private Block drawn(Encoder encoder) {
        Block block = encoder.block();
        Weights.draw(block, manager, 5, INPUT);
        return block;
    }

    /** Gives every weight of a convolution a new array in row-major order. */
    private Block rowMajor(Block block, boolean reordered) {
        for (Parameter parameter : block.getParameters().values()) {
            NDArray old = parameter.getArray();
            Shape shape = old.getShape();
            if (shape.dimension() == 4) {
                NDArray asStored = reordered ? old : old.transpose(0, 2, 3, 1);
                float[] values = asStored.toFloatArray();
                parameter.close();
                parameter.setShape(null);
                try (NDArray host = manager.create(FloatBuffer.wrap(values), shape)) {
                    parameter.setArray(host.duplicate());
                }
                parameter.getArray().setRequiresGradient(true);
            }
        }
        return block;
    }

    private NDArray pixels() {
        Random random = new Random(3);
        float[] values = new float[Math.toIntExact(INPUT.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return manager.create(FloatBuffer.wrap(values), INPUT);
    }

    private NDArray forward(Block block) {
        return block.forward(new ParameterStore(manager, false), new NDList(pixels()), true)
                .singletonOrThrow();
    }

    /** Three steps of momentum and weight decay on sum(h^2); returns h before the first. */
    private float[] train(Block block, Optimizer optimizer) {
        float[] first = null;
        try (Updater updater = optimizer.start(manager, ParameterGroup.of(block))) {
            for (int step = 0; step < 3; step++) {
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray h = forward(block);
                    first = first == null ? h.toFloatArray() : first;
                    collector.backward(h.mul(h).mean());
                }
                updater.step(0.05);
            }
        }
        return first;
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void theOrderInMemoryChangesNothing(Encoder encoder) {
        for (Optimizer optimizer : List.of(new Sgd(0.9, 0.01), new Lars(0.9, 0.01))) {
            Block block = drawn(encoder);
            Block oracle = rowMajor(drawn(encoder), true);
            // Sums of up to 144 products of order 1, in another order: some roundings of 1e-7.
            assertArrayEquals(train(oracle, optimizer), train(block, optimizer), 1e-5f);
            for (int i = 0; i < block.getParameters().size(); i++) {
                assertArrayEquals(
                        oracle.getParameters().valueAt(i).getArray().toFloatArray(),
                        block.getParameters().valueAt(i).getArray().toFloatArray(),
                        1e-4f, // three steps through batch norms of six images
                        block.getParameters().keyAt(i));
            }
        }
    }

    /** The usual mistake, taking the values as they lie for row-major ones, would be told. */
    @ParameterizedTest
    @MethodSource("encoders")
    void anotherOrderWouldBeTold(Encoder encoder) {
        Block block = drawn(encoder);
        Block wrong = rowMajor(drawn(encoder), false);
        assertEquals(block.getParameters().size(), wrong.getParameters().size());
        float[] right = forward(block).toFloatArray();
        float[] other = forward(wrong).toFloatArray();
        double away = 0;
        for (int i = 0; i < right.length; i++) {
            away = Math.max(away, Math.abs(right[i] - other[i]));
        }
        assertTrue(away > 0.01, "the wrong variant would pass: " + away);
    }
}
