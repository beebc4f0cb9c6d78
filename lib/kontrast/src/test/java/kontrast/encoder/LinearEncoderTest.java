package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;

class LinearEncoderTest {

    /** f(2x) - f(x) = f(x) - f(0), which no activation would keep; and the matrix has a row for each number of h. */
    @Test
    void itIsLinearInAllPixels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = new LinearEncoder(5).block();
            Shape image = new Shape(1, 3, 4, 4);
            block.initialize(manager, DataType.FLOAT32, image);
            NDArray x = manager.arange(48f).sub(20).reshape(image);
            float[] zero = run(block, manager, x.mul(0));
            float[] one = run(block, manager, x);
            float[] two = run(block, manager, x.mul(2));
            float[] expected = new float[5];
            for (int i = 0; i < 5; i++) {
                expected[i] = 2 * one[i] - zero[i];
            }
            assertArrayEquals(expected, two, 1e-3f);
            long weights = block.getParameters().values().stream()
                    .mapToLong(p -> p.getArray().size())
                    .sum();
            assertEquals(5 * 48 + 5, weights);
            assertEquals(5, new LinearEncoder(5).dimension());
            assertThrows(IllegalArgumentException.class, () -> new LinearEncoder(0));
        }
    }

    private static float[] run(Block block, NDManager manager, NDArray x) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow()
                .toFloatArray();
    }
}
