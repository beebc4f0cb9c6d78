package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static List<Encoder> encoders() {
        return List.of(
                new SmallCnn(4),
                new SmallCnn(7),
                new SmallCnn(3, 2),
                new SmallCnn(3, 4),
                new PyramidCnn(3, 2),
                new PyramidCnn(2, 4),
                new ResNet18(2));
    }

    private NDArray forward(Block block, Shape input) {
        NDArray x = manager.ones(input);
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void hasItsDimension(Encoder encoder) {
        Block block = encoder.block();
        Weights.draw(block, manager, 1, new Shape(1, 3, 32, 32));
        assertEquals(
                new Shape(5, encoder.dimension()),
                forward(block, new Shape(5, 3, 32, 32)).getShape());
    }

    /** The mean over 2 x 2 cells is the mean of the 4 x 4 positions that lie in each. */
    @Test
    void cellsAreMeansOfPositions() {
        Block fine = new SmallCnn(3, 4).block();
        Block coarse = new SmallCnn(3, 2).block();
        Weights.draw(fine, manager, 1, new Shape(1, 3, 32, 32));
        Weights.draw(coarse, manager, 1, new Shape(1, 3, 32, 32));
        NDArray x = manager.randomUniform(0, 1, new Shape(1, 3, 32, 32));
        float[] f = features(fine, x); // [24, 4, 4]
        float[] c = features(coarse, x); // [24, 2, 2]
        for (int i = 0; i < c.length; i++) {
            int k = i / 4;
            int top = i / 2 % 2 * 2;
            int left = i % 2 * 2;
            double sum = 0;
            for (int dy = 0; dy < 2; dy++) {
                for (int dx = 0; dx < 2; dx++) {
                    sum += f[(k * 4 + top + dy) * 4 + left + dx];
                }
            }
            assertEquals(sum / 4, c[i], 1e-5); // float32 sums of four numbers near 1
        }
    }

    private float[] features(Block block, NDArray x) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    /** The last 4w g g numbers are the third stage; at a pyramid's top the cells are positions. */
    @Test
    void aPyramidHoldsEveryStage() {
        Block block = new PyramidCnn(2, 4).block();
        Weights.draw(block, manager, 1, new Shape(1, 3, 32, 32));
        NDArray x = manager.randomUniform(0, 1, new Shape(1, 3, 32, 32));
        float[] h = features(block, x);
        Block stages = block.getChildren().valueAt(0);
        int from = 0;
        NDArray now = x;
        for (Block stage : stages.getChildren().values()) {
            now = stage.forward(new ParameterStore(manager, false), new NDList(now), false)
                    .singletonOrThrow();
            int channels = (int) now.getShape().get(1);
            int size = (int) now.getShape().get(2);
            int cell = size / 4;
            float[] map = now.toFloatArray();
            for (int k = 0; k < channels; k++) {
                for (int i = 0; i < 16; i++) {
                    double sum = 0;
                    for (int dy = 0; dy < cell; dy++) {
                        for (int dx = 0; dx < cell; dx++) {
                            int row = i / 4 * cell + dy;
                            sum += map[(k * size + row) * size + i % 4 * cell + dx];
                        }
                    }
                    // float32 sums of up to 16 numbers near 1
                    assertEquals(sum / cell / cell, h[from + k * 16 + i], 1e-5);
                }
            }
            from += channels * 16;
        }
        assertEquals(h.length, from);
    }

    @Test
    void cellsThatDoNotFitAreTold() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Weights.draw(new SmallCnn(3, 3).block(), manager, 1, new Shape(1, 3, 32, 32)))
                .getMessage();
        assertTrue(message.contains("4 x 4 positions"), message);
    }

    /** The published CIFAR ResNet-18 has 11,173,962 parameters, 5,130 of them in its classifier. */
    @Test
    void resNet18HasThePublishedSize() {
        Block block = new ResNet18(64).block();
        Weights.draw(block, manager, 1, new Shape(1, 3, 32, 32));
        assertEquals(11_173_962 - 5_130, trainable(block));
    }

    private static long trainable(Block block) {
        return block.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(p -> p.getArray().size())
                .sum();
    }

    @Test
    void headsHaveTheirShapesAndSizes() {
        check(ProjectionHead.none(), 6, 0);
        check(ProjectionHead.linear(4), 4, 6 * 4 + 4);
        check(ProjectionHead.mlp(5, 4), 4, 6 * 5 + 2 * 5 + 5 * 4 + 4);
    }

    private void check(ProjectionHead head, int output, long parameters) {
        Block block = head.block();
        Weights.draw(block, manager, 1, new Shape(1, 6));
        assertEquals(output, head.dimension(6));
        assertEquals(new Shape(3, output), forward(block, new Shape(3, 6)).getShape());
        assertEquals(parameters, trainable(block));
    }

    @Test
    void weightsAreAFunctionOfTheSeed() {
        Engine.getInstance().setRandomSeed(1);
        float[] first = weights(7);
        Engine.getInstance().setRandomSeed(2); // DJL's generator must not matter
        assertArrayEquals(first, weights(7));
        assertFalse(Arrays.equals(first, weights(8)));
    }

    private float[] weights(long seed) {
        Block block = new SmallCnn(4).block();
        Weights.draw(block, manager, seed, new Shape(1, 3, 32, 32));
        return block.getParameters().valueAt(0).getArray().toFloatArray();
    }

    /** 73,728 weights: the mean of their squares has a relative standard error of 0.5 %. */
    @Test
    void weightsHaveHesVariance() {
        Block block = new SmallCnn(32).block();
        Weights.draw(block, manager, 3, new Shape(1, 3, 32, 32));
        Parameter third = block.getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.WEIGHT)
                .skip(2)
                .findFirst()
                .orElseThrow();
        assertEquals(new Shape(128, 64, 3, 3), third.getArray().getShape());
        double square = 0;
        double sum = 0;
        for (float w : third.getArray().toFloatArray()) {
            square += (double) w * w;
            sum += w;
        }
        double expected = 2.0 / (64 * 9);
        assertEquals(expected, square / 73_728, 0.03 * expected);
        assertEquals(0, sum / 73_728, 5 * Math.sqrt(expected / 73_728));
    }

    @Test
    void badSizesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new SmallCnn(0));
        assertThrows(IllegalArgumentException.class, () -> new PyramidCnn(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ResNet18(-1));
        assertThrows(IllegalArgumentException.class, () -> ProjectionHead.linear(0));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> new ProjectionHead(ProjectionHead.Kind.NONE, 3, 3, Norm.none()))
                .getMessage()
                .contains("NONE"));
        Block twice = new SmallCnn(1).block();
        Weights.draw(twice, manager, 1, new Shape(1, 3, 8, 8));
        assertThrows(IllegalStateException.class, () -> Weights.draw(twice, manager, 1, new Shape(1, 3, 8, 8)));
    }
}
