package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import kontrast.data.Examples;
import kontrast.data.MatchedPairs;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.DilatedCnn;
import kontrast.encoder.FineCnn;
import kontrast.loss.PixelwiseContrast;
import kontrast.method.DenseObjectNet.Against;
import kontrast.method.DenseObjectNet.Draw;
import kontrast.method.DenseObjectNet.Options;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

class DenseObjectNetTest extends MethodContract {

    private static final int SIDE = 16;
    private static final int AREA = SIDE * SIDE;
    private static final MatchedPairs PAIRS = MatchedPairs.of(
            MovingSprites.emoji(
                    Split.TRAIN, 24, 1, MovingSprites.Options.small().with(o -> {
                        o.side = SIDE;
                        o.frames = 2;
                        o.sprites = 2;
                    })),
            0.5,
            1);
    private static final Options TINY =
            new Options(new DilatedCnn(2), 3, PixelwiseContrast.published(), 6, 8, 2, Against.everything());

    private static DenseObjectNet net(Options options) {
        return new DenseObjectNet(options, PAIRS.shape(), Device.cpu(), 3);
    }

    @Override
    protected DenseObjectNet method(long seed) {
        return new DenseObjectNet(TINY, PAIRS.shape(), Device.cpu(), seed);
    }

    @Override
    protected Examples examples() {
        return PAIRS;
    }

    /** What was drawn, as the masks and matches of the pairs have it, one pixel after another. */
    private static void check(Options options) {
        try (DenseObjectNet method = net(options);
                NDManager manager = method.manager().newSubManager()) {
            int[] indices = {2, 7, 11};
            Draw draw = method.draw(PAIRS.tensor(manager, indices), Seeds.stream(5, "draw", 0));
            long[] at = draw.at().toLongArray();
            long[] match = draw.match().toLongArray();
            float[] isMatch = draw.isMatch().toFloatArray();
            long[] places = draw.places().toLongArray();
            float[] isNon = draw.isNonMatch().toFloatArray();
            int k = options.matches();
            int n = options.nonMatches();
            double counted = 0;
            for (int b = 0; b < indices.length; b++) {
                int[] truth = PAIRS.matches(indices[b]);
                int[] whoA = PAIRS.mask(indices[b], false);
                int[] whoB = PAIRS.mask(indices[b], true);
                assertEquals(k, Arrays.stream(at, b * k, (b + 1) * k).distinct().count(), "none twice");
                long things = Arrays.stream(whoB).filter(w -> w > 0).count();
                for (int j = 0; j < n / 2 && j < things; j++) {
                    assertTrue(whoB[(int) places[b * n + j]] > 0, "the first half lies on things");
                }
                for (int i = 0; i < k; i++) {
                    int u = (int) at[b * k + i];
                    assertEquals(truth[u] >= 0 ? 1 : 0, isMatch[b * k + i]);
                    if (truth[u] < 0) {
                        assertEquals(0, match[b * k + i]);
                    } else {
                        assertEquals(truth[u], match[b * k + i]);
                    }
                    for (int j = 0; j < n; j++) {
                        int v = (int) places[b * n + j];
                        double far = Math.hypot(v % SIDE - truth[u] % SIDE, v / SIDE - truth[u] / SIDE);
                        boolean kind = whoB[v] == 0
                                ? options.against().background()
                                : whoB[v] == whoA[u]
                                        ? options.against().sameThing()
                                        : options.against().otherThings();
                        boolean wanted = truth[u] >= 0 && far >= options.apart() && kind;
                        assertEquals(wanted ? 1 : 0, isNon[(b * k + i) * n + j], "pixels " + u + " and " + v);
                        counted += isNon[(b * k + i) * n + j];
                    }
                }
            }
            assertTrue(counted > 10, "some count: " + counted);
        }
    }

    @Test
    void drawsWhatTheOptionsWant() {
        check(TINY);
        check(TINY.with(o -> o.apart = 5));
        check(TINY.with(o -> o.against = new Against(true, false, false)));
        check(TINY.with(o -> o.against = new Against(false, true, false)));
        check(TINY.with(o -> o.against = new Against(false, false, true)));
        check(TINY.with(
                o -> { // more than there are matches
                    o.matches = AREA;
                    o.nonMatches = 2 * AREA;
                }));
    }

    @Test
    void anotherSeedDrawsOthers() {
        try (DenseObjectNet method = net(TINY);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = PAIRS.tensor(manager, 2);
            long[] one = method.draw(x, Seeds.stream(5, "draw", 0)).at().toLongArray();
            long[] same = method.draw(x, Seeds.stream(5, "draw", 0)).at().toLongArray();
            long[] other = method.draw(x, Seeds.stream(5, "draw", 1)).at().toLongArray();
            assertTrue(Arrays.equals(one, same) && !Arrays.equals(one, other));
        }
    }

    /** The loss on the pixels that were drawn, looked up one by one in the descriptors of either picture. */
    @Test
    void lossIsThatOfTheDescriptorsOfWhatWasDrawn() {
        try (DenseObjectNet method = net(TINY);
                NDManager manager = method.manager().newSubManager()) {
            NoGrad.run(() -> {
                int[] indices = {1, 4};
                NDArray x = PAIRS.tensor(manager, indices);
                Draw draw = method.draw(x, Seeds.stream(1, "batch", 0));
                NDArray pictures = x.get(":, 0:3").concat(x.get(":, 3:6"), 0);
                float[] f = method.network()
                        .forward(new ParameterStore(manager, false), new NDList(pictures), true)
                        .head()
                        .toFloatArray(); // [4, 3, 16, 16]
                long[] at = draw.at().toLongArray();
                long[] match = draw.match().toLongArray();
                long[] places = draw.places().toLongArray();
                float[] isMatch = draw.isMatch().toFloatArray();
                float[] isNon = draw.isNonMatch().toFloatArray();
                double pull = 0;
                double matches = 0;
                double push = 0;
                double hard = 0;
                for (int b = 0; b < 2; b++) {
                    for (int k = 0; k < 6; k++) {
                        int i = b * 6 + k;
                        pull += isMatch[i] * Math.pow(distance(f, b, at[i], b + 2, match[i]), 2);
                        matches += isMatch[i];
                        for (int j = 0; j < 8; j++) {
                            double far = distance(f, b, at[i], b + 2, places[b * 8 + j]);
                            if (isNon[i * 8 + j] > 0 && far < 0.5) {
                                push += Math.pow(0.5 - far, 2);
                                hard++;
                            }
                        }
                    }
                }
                double expected = pull / matches + push / Math.max(1, hard);
                double found = method.loss(new Batch(x, null, indices, 0, Seeds.stream(1, "batch", 0)))
                        .getFloat();
                assertEquals(expected, found, 1e-4 * Math.max(1, expected));
            });
        }
    }

    private static double distance(float[] f, int a, long u, int b, long v) {
        double sum = 0;
        for (int d = 0; d < 3; d++) {
            sum += Math.pow(f[(a * 3 + d) * AREA + (int) u] - f[(b * 3 + d) * AREA + (int) v], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void descriptorsHaveTheSizeOfThePictureWithAnyStride() {
        for (Options options : new Options[] {TINY, TINY.with(o -> o.encoder = new FineCnn(2))}) {
            try (DenseObjectNet method = net(options);
                    NDManager manager = method.manager().newSubManager()) {
                NDArray x = PAIRS.tensor(manager, 0, 1, 2).get(":, 0:3");
                assertEquals(new Shape(3, 3, SIDE, SIDE), method.descriptors(x).getShape());
                assertEquals(
                        new Shape(3, options.encoder().dimension()),
                        method.encoder()
                                .forward(new ParameterStore(manager, false), new NDList(x), false)
                                .head()
                                .getShape());
            }
        }
    }

    /** Between the middles of cells of two pixels lie three parts of the nearer one and one of the other. */
    @Test
    void descriptorsAreEnlargedBilinearly() {
        try (DenseObjectNet method = net(TINY);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = PAIRS.tensor(manager, 4).get(new NDIndex(":, 0:3"));
            float[] fine = method.descriptors(x).toFloatArray(); // [3, 16, 16]
            Block network = method.network();
            NDArray cells = NoGrad.call(() -> {
                ParameterStore store = new ParameterStore(manager, false);
                NDList map = network.getChildren().valueAt(0).forward(store, new NDList(x), false);
                return network.getChildren()
                        .valueAt(1)
                        .forward(store, map, false)
                        .singletonOrThrow();
            });
            int wide = SIDE / 2;
            assertEquals(new Shape(1, 3, wide, wide), cells.getShape());
            float[] coarse = cells.toFloatArray();
            for (int c = 0; c < 3; c++) {
                for (int p = 0; p < AREA; p++) {
                    double expected = 0;
                    for (int corner = 0; corner < 4; corner++) {
                        double weight = 1;
                        int[] cell = new int[2];
                        for (int axis = 0; axis < 2; axis++) {
                            double at = ((axis == 0 ? p / SIDE : p % SIDE) + 0.5) / 2 - 0.5;
                            int low = (int) Math.floor(at);
                            boolean high = (corner >> axis & 1) == 1;
                            weight *= high ? at - low : 1 - at + low;
                            cell[axis] = Math.min(wide - 1, Math.max(0, high ? low + 1 : low));
                        }
                        expected += weight * coarse[(c * wide + cell[0]) * wide + cell[1]];
                    }
                    assertEquals(expected, fine[c * AREA + p], 1e-4);
                }
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Against(false, false, false));
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.dimension = 0));
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.nonMatches = 3));
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.apart = 0));
        assertThrows(IllegalArgumentException.class, () -> net(TINY.with(o -> o.matches = AREA + 1)));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new DenseObjectNet(TINY, new Shape(3, SIDE, SIDE), Device.cpu(), 1))
                .getMessage();
        assertTrue(message.contains("MatchedPairs"), message);
    }
}
