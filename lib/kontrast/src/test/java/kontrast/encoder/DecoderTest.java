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
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What turns feature maps into pictures, against loops in double. */
class DecoderTest {

    /** Sums of at most 40 products near 1 in float32, whose rounding unit is 6e-8. */
    private static final double ROUNDING = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray random(long... shape) {
        RandomGenerator random = Seeds.stream(5, "decoder", 0);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(shape));
    }

    private NDArray forward(Block block, NDArray x) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                .singletonOrThrow();
    }

    /** The parameters in a fixed order, each as numbers; biases are 0 at first, so fill them. */
    private List<float[]> parameters(Block block) {
        return block.getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.WEIGHT || p.getType() == Parameter.Type.BIAS)
                .map(p -> {
                    if (p.getType() == Parameter.Type.BIAS) {
                        p.getArray().addi(0.25);
                    }
                    return p.getArray().toFloatArray();
                })
                .toList();
    }

    static List<ConvEncoder> encoders() {
        return List.of(new SmallCnn(4), new SmallCnn(3, 2), new ResNet18(2));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void poolAfterMapIsTheEncoder(ConvEncoder encoder) {
        Block whole = encoder.block();
        Block map = encoder.map();
        Weights.draw(whole, manager, 7, new Shape(1, 3, 32, 32));
        Weights.draw(map, manager, 7, new Shape(1, 3, 32, 32));
        NDArray x = random(2, 3, 32, 32);
        NDArray features = forward(map, x);
        int side = 32 / encoder.stride();
        assertEquals(new Shape(2, encoder.channels(), side, side), features.getShape());
        assertArrayEquals(
                forward(whole, x).toFloatArray(),
                forward(encoder.pool(), features).toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void decoderOfAnEncoderDrawsItsImage(ConvEncoder encoder) {
        Block block = Decoder.of(2, encoder, 3).block();
        int side = 16 / encoder.stride();
        Weights.draw(block, manager, 1, new Shape(1, encoder.channels(), side, side));
        NDArray map = random(2, encoder.channels(), side, side);
        assertEquals(new Shape(2, 3, 16, 16), forward(block, map).getShape());
    }

    /** Enlarge, convolve, normalise with mean 0 and variance 1, cut off at 0, convolve. */
    @Test
    void decoderEqualsTheLoops() {
        Block block = new Decoder(2, 1, 1).block();
        Weights.draw(block, manager, 1, new Shape(1, 3, 2, 3));
        List<float[]> parameters = parameters(block); // first weight, last weight, last bias
        NDArray x = random(1, 3, 2, 3);
        float[] values = x.toFloatArray();
        double[][][] map = new double[3][4][6];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 24; i++) {
                map[k][i / 6][i % 6] = values[k * 6 + i / 6 / 2 * 3 + i % 6 / 2];
            }
        }
        double[][][] hidden = convolve(map, parameters.get(0), new float[2], 2);
        for (double[][] plane : hidden) {
            for (double[] row : plane) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = Math.max(0, row[i] / Math.sqrt(1 + 1e-5)); // epsilon of the norm
                }
            }
        }
        double[][][] expected = convolve(hidden, parameters.get(1), parameters.get(2), 1);
        float[] found = forward(block, x).toFloatArray();
        for (int i = 0; i < 24; i++) {
            assertEquals(expected[0][i / 6][i % 6], found[i], ROUNDING);
        }
    }

    private static double[][][] convolve(double[][][] in, float[] weight, float[] bias, int out) {
        int h = in[0].length;
        int w = in[0][0].length;
        double[][][] result = new double[out][h][w];
        for (int o = 0; o < out; o++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = bias[o];
                    for (int c = 0; c < in.length; c++) {
                        for (int t = 0; t < 9; t++) {
                            int v = y + t / 3 - 1;
                            int u = x + t % 3 - 1;
                            if (v >= 0 && v < h && u >= 0 && u < w) {
                                sum += weight[(o * in.length + c) * 9 + t] * in[c][v][u];
                            }
                        }
                    }
                    result[o][y][x] = sum;
                }
            }
        }
        return result;
    }

    @Test
    void channelwiseLinearEqualsTheLoops() {
        int k = 3;
        int n = 2 * 4;
        Block block = new ChannelwiseLinear();
        Weights.draw(block, manager, 2, new Shape(1, k, 2, 4));
        List<float[]> parameters = parameters(block);
        assertEquals(k * n * n, parameters.get(0).length);
        NDArray x = random(5, k, 2, 4);
        float[] in = x.toFloatArray();
        float[] found = forward(block, x).toFloatArray();
        double transposed = 0; // the wrong variant: weight[k, j, i]
        double mixed = 0; // the wrong variant: channels exchanged
        for (int b = 0; b < 5; b++) {
            for (int c = 0; c < k; c++) {
                for (int i = 0; i < n; i++) {
                    double sum = parameters.get(1)[c * n + i];
                    double other = sum;
                    double third = sum;
                    for (int j = 0; j < n; j++) {
                        double value = in[(b * k + c) * n + j];
                        sum += parameters.get(0)[(c * n + i) * n + j] * value;
                        other += parameters.get(0)[(c * n + j) * n + i] * value;
                        third += parameters.get(0)[((k - 1 - c) * n + i) * n + j] * value;
                    }
                    float actual = found[(b * k + c) * n + i];
                    assertEquals(sum, actual, ROUNDING);
                    transposed = Math.max(transposed, Math.abs(other - actual));
                    mixed = Math.max(mixed, Math.abs(third - actual));
                }
            }
        }
        assertTrue(transposed > 0.1 && mixed > 0.1);
    }

    @Test
    void badSizesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Decoder(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Decoder(1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Decoder(1, 1, 0));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Weights.draw(new ChannelwiseLinear(), manager, 1, new Shape(2, 8)))
                .getMessage();
        assertTrue(message.contains("(2, 8)"), message);
    }
}
