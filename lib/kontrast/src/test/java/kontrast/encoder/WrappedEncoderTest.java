package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import kontrast.view.Lab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Encoders that change what another one sees; the other one here hands on what it sees. */
class WrappedEncoderTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Hands on the pixels. */
    private record Pixels() implements ConvEncoder {

        @Override
        public SequentialBlock map() {
            return new SequentialBlock().add(LambdaBlock.singleton(x -> x, "same"));
        }

        @Override
        public Block pool() {
            return LambdaBlock.singleton(x -> x.reshape(x.getShape().get(0), -1), "flat");
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public int stride() {
            return 1;
        }

        @Override
        public int dimension() {
            return 3 * 20;
        }
    }

    private NDArray images() {
        RandomGenerator random = Seeds.stream(5, "wrapped", 0);
        float[] values = new float[2 * 3 * 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 20 == 4 ? 0.7f : random.nextInt(256) / 255f; // one even channel
        }
        return manager.create(values, new Shape(2, 3, 4, 5));
    }

    private NDArray forward(Block block, NDArray x) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
    }

    @Test
    void standardisedImagesHaveNoMeanAndUnitContrast() {
        Encoder encoder = new Standardised(new Pixels());
        float[] in = images().toFloatArray();
        float[] out = forward(encoder.block(), images()).toFloatArray();
        double wrong = 0; // the wrong variant: mean and contrast of the whole image
        for (int i = 0; i < in.length; i++) {
            double[] own = moments(in, i / 20 * 20, 20);
            double[] whole = moments(in, i / 60 * 60, 60);
            // an even channel: rounding of 1e-7 over 1e-3
            assertEquals((in[i] - own[0]) / (own[1] + 1e-3), out[i], 2e-4);
            wrong = Math.max(wrong, Math.abs((in[i] - whole[0]) / (whole[1] + 1e-3) - out[i]));
        }
        assertTrue(wrong > 0.1);
        assertEquals(60, encoder.dimension());
        assertThrows(NullPointerException.class, () -> new Standardised(null));
    }

    private static double[] moments(float[] values, int from, int count) {
        double mean = 0;
        double square = 0;
        for (int i = from; i < from + count; i++) {
            mean += values[i] / (double) count;
        }
        for (int i = from; i < from + count; i++) {
            square += (values[i] - mean) * (values[i] - mean) / count;
        }
        return new double[] {mean, Math.sqrt(square)};
    }

    @Test
    void lightnessIsTheFirstChannelOfLab() {
        ConvEncoder encoder = new Lightness(new Pixels());
        NDArray map = forward(encoder.map(), images());
        assertEquals(new Shape(2, 1, 4, 5), map.getShape());
        float[] l = Lab.of(images()).split(new long[] {1}, 1).get(0).toFloatArray();
        float[] expected = new float[l.length];
        for (int i = 0; i < l.length; i++) {
            expected[i] = (l[i] - 50) / 50;
        }
        assertArrayEquals(expected, map.toFloatArray(), 1e-5f);
        assertEquals(1, encoder.stride());
        assertEquals(3, encoder.channels());
        assertThrows(NullPointerException.class, () -> new Lightness(null));
    }
}
