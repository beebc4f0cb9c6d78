package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.function.Consumer;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Stages;
import kontrast.encoder.Weights;
import kontrast.tensor.NoGrad;
import org.junit.jupiter.api.Test;

class MovementTest {

    private static final Shape IMAGE = new Shape(3, 16, 16);

    private static Block drawn(NDManager manager, int width) {
        Block encoder = new SmallCnn(width).block();
        Weights.draw(encoder, manager, 1, new Shape(1, 3, 16, 16));
        return encoder;
    }

    private static List<Double> moved(Consumer<Block> change) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block before = drawn(manager, 4);
            Block after = drawn(manager, 4);
            NoGrad.run(() -> change.accept(after));
            return Movement.of(before, after, IMAGE);
        }
    }

    /** Absolute distances, or those of the whole network, would differ from stage to stage. */
    @Test
    void aStageThatGrowsByATenthHasMovedByATenth() {
        List<Double> moved = moved(encoder -> Stages.layers(encoder, IMAGE)
                .get(2)
                .forEach(layer -> layer.getParameters()
                        .values()
                        .forEach(parameter -> parameter.getArray().muli(1.1f))));
        assertEquals(List.of(0.0, 0.0), moved.subList(0, 2));
        assertEquals(0.1, moved.get(2), 1e-6); // float32
        assertEquals(0.0, moved.get(3));
    }

    @Test
    void runningStatisticsDoNotCount() {
        List<Double> moved = moved(encoder -> encoder.getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.RUNNING_MEAN || p.getType() == Parameter.Type.RUNNING_VAR)
                .forEach(p -> p.getArray().addi(3)));
        assertEquals(List.of(0.0, 0.0, 0.0, 0.0), moved);
    }

    @Test
    void anotherPlanIsRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block one = drawn(manager, 4);
            Block other = drawn(manager, 8);
            assertThrows(IllegalArgumentException.class, () -> Movement.of(one, other, IMAGE));
        }
    }
}
