package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import kontrast.encoder.HalfAlexNet.Layer;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes of the published network, layer by layer, and of the one for small images. */
class HalfAlexNetTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray forward(Block block, NDArray x) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
    }

    private NDArray random(long... shape) {
        var random = Seeds.stream(3, "pixels", 0);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return manager.create(values, new Shape(shape));
    }

    private static List<Shape> weights(Block block) {
        return block.getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.WEIGHT)
                .map(Parameter::getShape)
                .toList();
    }

    /** Krizhevsky's layers with half the channels; one input channel, as L has. */
    @Test
    void thePublishedNetworkHasItsShapes() {
        Block block = HalfAlexNet.paper().block();
        Weights.draw(block, manager, 1, new Shape(1, 1, 224, 224));
        assertEquals(
                List.of(
                        new Shape(48, 1, 11, 11),
                        new Shape(128, 48, 5, 5),
                        new Shape(192, 128, 3, 3),
                        new Shape(192, 192, 3, 3),
                        new Shape(128, 192, 3, 3),
                        new Shape(2048, 128 * 6 * 6),
                        new Shape(2048, 2048)),
                weights(block));
        NDArray image = random(1, 1, 224, 224);
        long[][] shapes = {{48, 27, 27}, {128, 13, 13}, {192, 13, 13}, {192, 13, 13}, {128, 6, 6}, {2048}, {2048}};
        for (int number = 1; number <= 7; number++) {
            assertEquals(
                    new Shape(1).addAll(new Shape(shapes[number - 1])),
                    forward(HalfAlexNet.upTo(block, Layer.of(number)), image).getShape());
        }
    }

    @ParameterizedTest
    @CsvSource({"CONV1,6,16", "CONV2,16,8", "CONV3,24,8", "CONV4,24,8", "CONV5,16,4"})
    void theSmallNetworkKeepsSmallImages(Layer layer, int channels, int side) {
        Block block = HalfAlexNet.small(6, 10).block();
        Weights.draw(block, manager, 1, new Shape(1, 2, 32, 32));
        NDArray x = random(3, 2, 32, 32);
        assertEquals(
                new Shape(3, channels, side, side),
                forward(HalfAlexNet.upTo(block, layer), x).getShape());
        assertEquals(new Shape(3, 10), forward(block, x).getShape());
        assertEquals(10, HalfAlexNet.small(6, 10).dimension());
    }

    /** The last layer's features are the network's; an earlier part shares its weights. */
    @Test
    void featuresOfALayerAreTheNetworksOwn() {
        Block block = HalfAlexNet.small(3, 8).block();
        Weights.draw(block, manager, 1, new Shape(1, 1, 16, 16));
        NDArray x = random(2, 1, 16, 16);
        assertEquals(forward(block, x), forward(HalfAlexNet.upTo(block, Layer.FC7), x));
        Block first = HalfAlexNet.upTo(block, Layer.of(1));
        assertSame(
                block.getParameters().get(0).getValue(),
                first.getParameters().get(0).getValue());
        NDArray before = forward(first, x);
        block.getParameters().get(0).getValue().getArray().muli(-1);
        assertTrue(forward(first, x).sub(before).abs().max().getFloat() > 1e-3);
    }

    /** Conv, norm and ReLU: no feature is negative, and not all are 0. */
    @Test
    void everyLayerEndsInARectifier() {
        Block block = HalfAlexNet.small(3, 8).block();
        Weights.draw(block, manager, 1, new Shape(1, 1, 16, 16));
        NDArray x = random(8, 1, 16, 16);
        for (Layer layer : Layer.values()) {
            NDArray features = forward(HalfAlexNet.upTo(block, layer), x);
            assertEquals(0, features.minimum(0).abs().max().getFloat(), layer.name());
            assertTrue(features.max().getFloat() > 0, layer.name());
        }
    }

    @Test
    void badSizesAreNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> HalfAlexNet.small(16, 8))
                .getMessage()
                .contains("multiple of 3"));
        assertThrows(IllegalArgumentException.class, () -> HalfAlexNet.small(0, 8));
        assertThrows(IllegalArgumentException.class, () -> HalfAlexNet.small(3, 0));
        assertThrows(IllegalArgumentException.class, () -> Layer.of(0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Layer.of(8))
                .getMessage()
                .contains("projection head"));
        Block other = new SmallCnn(2).block();
        assertThrows(IllegalArgumentException.class, () -> HalfAlexNet.upTo(other, Layer.CONV1));
    }
}
