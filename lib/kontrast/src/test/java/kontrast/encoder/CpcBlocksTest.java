package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import kontrast.view.OverlappingGrid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The networks of Contrastive Predictive Coding: what each output may and must depend on. */
class CpcBlocksTest {

    private static final int ROWS = 5;
    private static final int COLUMNS = 4;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray random(long seed, long... shape) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(shape));
    }

    private <B extends Block> B drawn(B block, long... input) {
        Weights.draw(block, manager, 4, new Shape(input));
        return block;
    }

    private NDList forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false);
    }

    /** For each row and column: does c there change when z changes in one row? */
    private boolean[][] reached(Block context, int changed) {
        NDArray z = random(1, 1, ROWS, COLUMNS, 3);
        NDArray other = z.duplicate();
        other.set(new ai.djl.ndarray.index.NDIndex(":, {}", changed), random(2, 1, COLUMNS, 3));
        NDArray difference =
                forward(context, z).head().sub(forward(context, other).head());
        float[] most = difference.abs().max(new int[] {3}).toFloatArray();
        boolean[][] reached = new boolean[ROWS][COLUMNS];
        for (int i = 0; i < most.length; i++) {
            reached[i / COLUMNS][i % COLUMNS] = most[i] > 1e-6;
        }
        return reached;
    }

    @ParameterizedTest
    @EnumSource(Context.Kind.class)
    void contextKnowsWhatWasAndNothingOfWhatComes(Context.Kind kind) {
        Block context = drawn(new Context(kind, 6, 4).block(), 1, ROWS, COLUMNS, 3);
        assertEquals(
                new Shape(2, ROWS, COLUMNS, 6),
                forward(context, random(3, 2, ROWS, COLUMNS, 3)).head().getShape());
        for (int changed = 0; changed < ROWS; changed++) {
            boolean[][] reached = reached(context, changed);
            for (int row = 0; row < ROWS; row++) {
                for (boolean each : reached[row]) {
                    assertEquals(row >= changed, each, changed + " reaches " + row);
                }
            }
        }
    }

    /** The same convolutions with a kernel that is not masked look ahead: the test can tell. */
    @Test
    void anUnmaskedConvolutionWouldBeTold() {
        Block unmasked = Conv2d.builder()
                .setFilters(3)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build();
        drawn(unmasked, 1, 3, ROWS, COLUMNS);
        Block block = new ai.djl.nn.SequentialBlock()
                .add(l -> new NDList(l.head().transpose(0, 3, 1, 2)))
                .add(unmasked)
                .add(l -> new NDList(l.head().transpose(0, 2, 3, 1)));
        assertTrue(reached(block, 3)[2][0]);
    }

    /** The GRU stays in its column; the CNN sees its neighbours. */
    @Test
    void columns() {
        for (Context.Kind kind : Context.Kind.values()) {
            Block context = drawn(new Context(kind, 6, 1).block(), 1, ROWS, COLUMNS, 3);
            NDArray z = random(1, 1, ROWS, COLUMNS, 3);
            NDArray other = z.duplicate();
            other.set(new ai.djl.ndarray.index.NDIndex(":, :, 0"), random(2, 1, ROWS, 3));
            NDArray difference =
                    forward(context, z).head().sub(forward(context, other).head());
            assertTrue(difference.get(":, :, 0").abs().max().getFloat() > 1e-3);
            boolean neighbour = difference.get(":, :, 1").abs().max().getFloat() > 1e-3;
            assertEquals(kind == Context.Kind.CAUSAL_CNN, neighbour);
            assertEquals(0, difference.get(":, :, 2").abs().max().getFloat(), 1e-6);
        }
    }

    /** The gates as PyTorch defines them, in double, against the block. */
    @Test
    void gruEqualsItsDefinition() {
        int u = 2;
        int d = 3;
        Block gru = drawn(Context.gru(u).block(), 1, ROWS, 1, d);
        double[][] p = new double[4][];
        for (int i = 0; i < 4; i++) {
            float[] values = gru.getParameters().valueAt(i).getArray().toFloatArray();
            p[i] = new double[values.length];
            Arrays.setAll(p[i], j -> values[j]);
        }
        NDArray z = random(6, 1, ROWS, 1, d);
        float[] found = forward(gru, z).head().toFloatArray();
        float[] x = z.toFloatArray();
        double[] h = new double[u];
        for (int t = 0; t < ROWS; t++) {
            double[] next = new double[u];
            for (int i = 0; i < u; i++) {
                double r = sigmoid(sum(p[0], i, x, t, d) + sum(p[1], i, h, u) + p[2][i] + p[3][i]);
                int zi = u + i;
                double gate = sigmoid(sum(p[0], zi, x, t, d) + sum(p[1], zi, h, u) + p[2][zi] + p[3][zi]);
                int ni = 2 * u + i;
                double n = Math.tanh(sum(p[0], ni, x, t, d) + p[2][ni] + r * (sum(p[1], ni, h, u) + p[3][ni]));
                next[i] = (1 - gate) * n + gate * h[i];
            }
            h = next;
            for (int i = 0; i < u; i++) {
                assertEquals(h[i], found[t * u + i], 1e-5); // float32, 5 steps of few terms
            }
        }
    }

    private static double sum(double[] matrix, int row, float[] x, int t, int d) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
            sum += matrix[row * d + j] * x[t * d + j];
        }
        return sum;
    }

    private static double sum(double[] matrix, int row, double[] h, int u) {
        double sum = 0;
        for (int j = 0; j < u; j++) {
            sum += matrix[row * u + j] * h[j];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void predictorIsOneMatrixForEachStep() {
        Predictor predictor = drawn(new Predictor(2, 4, 3), 1, ROWS, COLUMNS, 6);
        assertEquals(3, predictor.getParameters().size()); // no biases
        NDArray c = random(5, 2, ROWS, COLUMNS, 6);
        NDList found = forward(predictor, c);
        assertEquals(3, found.size());
        for (int i = 0; i < 3; i++) {
            NDArray w = predictor.getParameters().valueAt(i).getArray(); // [d, u]
            assertEquals(new Shape(3, 6), w.getShape());
            NDArray known = c.get(":, :{}", ROWS - 2 - i);
            float[] expected = known.reshape(-1, 6).matMul(w.transpose()).toFloatArray();
            assertArrayEquals(expected, found.get(i).toFloatArray(), 1e-5f);
            assertEquals(
                    predictor.getOutputShapes(new Shape[] {c.getShape()})[i],
                    found.get(i).getShape());
        }
        assertThrows(IllegalArgumentException.class, () -> drawn(new Predictor(1, ROWS, 3), 1, ROWS, COLUMNS, 6));
        assertThrows(IllegalArgumentException.class, () -> new Predictor(0, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> new Predictor(3, 2, 3));
    }

    /** A patch's code depends on its patch alone: with layer normalisation, not with batch's. */
    @Test
    void batchNormalisationAloneLetsPatchesKnowOfEachOther() {
        assertFalse(knowsOfOthers(Norm.none()));
        assertFalse(knowsOfOthers(Norm.layer()));
        assertTrue(knowsOfOthers(Norm.batch()));
    }

    private boolean knowsOfOthers(Norm norm) {
        Block block = drawn(new PatchCnn(4, norm).block(), 1, 3, 10, 10);
        NDArray patches = random(7, 6, 3, 10, 10);
        NDArray other = patches.duplicate();
        other.set(new ai.djl.ndarray.index.NDIndex("1:"), random(8, 5, 3, 10, 10));
        ParameterStore store = new ParameterStore(manager, false);
        NDArray one = block.forward(store, new NDList(patches), true).head();
        NDArray two = block.forward(store, new NDList(other), true).head();
        assertEquals(new Shape(6, 16), one.getShape());
        assertEquals(16, new PatchCnn(4, norm).dimension());
        float difference = one.get(0).sub(two.get(0)).abs().max().getFloat();
        return difference > 1e-3;
    }

    @Test
    void theEncoderIsTheMeanOfTheCodes() {
        OverlappingGrid grid = new OverlappingGrid(6, 3);
        PatchedEncoder encoder = drawn(new PatchedEncoder(grid, new PatchCnn(2, Norm.layer())), 1, 3, 12, 15);
        NDArray images = random(9, 2, 3, 12, 15);
        ParameterStore store = new ParameterStore(manager, false);
        NDArray z = encoder.codes(store, grid.cut(images), 3, 4, false);
        assertEquals(new Shape(2, 3, 4, 8), z.getShape());
        // The code at row 2, column 1 of the second image is that of its patch alone.
        NDArray patch = images.get("1:2, :, 6:12, 3:9");
        NDArray single = encoder.codes(store, patch, 1, 1, false);
        assertArrayEquals(single.toFloatArray(), z.get("1, 2, 1").toFloatArray(), 1e-5f);
        float[] expected = z.reshape(2, 12, 8).mean(new int[] {1}).toFloatArray();
        assertArrayEquals(expected, forward(encoder, images).head().toFloatArray(), 1e-5f);
        assertEquals(new Shape(2, 8), encoder.getOutputShapes(new Shape[] {images.getShape()})[0]);
    }

    @Test
    void badPlansAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Context.gru(0));
        assertThrows(IllegalArgumentException.class, () -> Context.causalCnn(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchCnn(0, Norm.none()));
        assertFalse(Context.gru(3).equals(Context.causalCnn(3, 1)));
    }
}
