package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.encoder.SmallCnn;
import kontrast.method.Colorization.Kind;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import kontrast.view.ColorBins;
import kontrast.view.ColorPrior;
import kontrast.view.HorizontalFlip;
import kontrast.view.Lab;
import org.junit.jupiter.api.Test;

class ColorizationTest extends MethodContract {

    private static final Examples DISCS = Synthetic.discs(48, 16, 4, 5);

    private static final Colorization.Options TINY = new Colorization.Options(
            new HorizontalFlip(0.5),
            Kind.CLASSES,
            ColorPrior.of(ColorBins.inGamut(20), DISCS),
            0.5,
            0.38,
            new SmallCnn(4, 2),
            4,
            2);

    @Override
    protected Examples examples() {
        return DISCS;
    }

    @Override
    protected Colorization method(long seed) {
        return method(TINY, seed);
    }

    private static Colorization method(Colorization.Options options, long seed) {
        return new Colorization(options, new Shape(3, 16, 16), Devices.best(), seed);
    }

    /** a, b of the images after the step's view, each the mean of 2 x 2 pixels: [P][2]. */
    private static double[][] colours(NDArray x) {
        float[] lab = Lab.of(TINY.view().apply(x, Seeds.stream(4, "step", 0))).toFloatArray();
        int batch = lab.length / (3 * 256);
        double[][] ab = new double[batch * 64][2];
        for (int p = 0; p < ab.length; p++) {
            for (int c = 0; c < 2; c++) {
                for (int i = 0; i < 4; i++) {
                    int y = p % 64 / 8 * 2 + i / 2;
                    int column = p % 8 * 2 + i % 2;
                    ab[p][c] += lab[((p / 64 * 3 + 1 + c) * 16 + y) * 16 + column] / 4;
                }
            }
        }
        return ab;
    }

    private static float[] drawn(Colorization method, NDArray x) {
        NDArray view = TINY.view().apply(x, Seeds.stream(4, "step", 0));
        return method.forward(view, true).toFloatArray(); // [B, Q or 2, 8, 8]
    }

    private static double loss(Colorization method, NDArray x) {
        return method.loss(new Batch(x, null, null, 0, Seeds.stream(4, "step", 0)))
                .getFloat();
    }

    /** The formula in double: five nearest bins, and the weight of the nearest. */
    private static double naive(float[] s, double[][] ab, ColorBins bins, float[] w, int neighbours) {
        int n = bins.size();
        double sum = 0;
        for (int p = 0; p < ab.length; p++) {
            double[] square = new double[n];
            double all = 0;
            for (int q = 0; q < n; q++) {
                double da = ab[p][0] - bins.centre(q)[0];
                double db = ab[p][1] - bins.centre(q)[1];
                square[q] = da * da + db * db;
                all += Math.exp(s[(p / 64 * n + q) * 64 + p % 64]);
            }
            List<Integer> nearest = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble(q -> square[q]))
                    .limit(neighbours)
                    .toList();
            double shares =
                    nearest.stream().mapToDouble(q -> Math.exp(-square[q] / 50)).sum();
            double entropy = 0;
            for (int q : nearest) {
                double z = Math.exp(-square[q] / 50) / shares;
                entropy -= z * Math.log(Math.exp(s[(p / 64 * n + q) * 64 + p % 64]) / all);
            }
            sum += w[nearest.get(0)] * entropy;
        }
        return sum / ab.length;
    }

    @Test
    void lossOfClassesEqualsTheFormula() {
        try (Colorization method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = DISCS.tensor(manager, 0, 1, 2, 3);
            ColorBins bins = TINY.prior().bins();
            float[] s = drawn(method, x);
            double[][] ab = colours(x);
            float[] w = TINY.prior().weights(0.5);
            double loss = loss(method, x);
            assertEquals(naive(s, ab, bins, w, 5), loss, 1e-3 * loss);
            // The wrong variants: no rebalancing, hard bins.
            float[] even = new float[bins.size()];
            Arrays.fill(even, 1);
            assertTrue(Math.abs(naive(s, ab, bins, even, 5) - loss) > 1e-2 * loss);
            assertTrue(Math.abs(naive(s, ab, bins, w, 1) - loss) > 2e-3 * loss);
        }
    }

    @Test
    void lossOfRegressionEqualsTheFormula() {
        Colorization.Options options = TINY.with(o -> o.kind = Kind.REGRESSION);
        try (Colorization method = method(options, 1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = DISCS.tensor(manager, 0, 1, 2, 3);
            float[] s = drawn(method, x);
            double[][] ab = colours(x);
            double sum = 0;
            for (int p = 0; p < ab.length; p++) {
                for (int c = 0; c < 2; c++) {
                    double d = s[(p / 64 * 2 + c) * 64 + p % 64] - ab[p][c] / 100;
                    sum += d * d;
                }
            }
            assertEquals(sum / (2 * ab.length), loss(method, x), 1e-4);
            assertTrue(method.chance(8).isEmpty());
        }
    }

    /** The chance line: equal logits, and weights of mean 1 with lambda 1. */
    @Test
    void equalLogitsAreAtChance() {
        try (Colorization method = method(TINY.with(o -> o.lambda = 1), 1);
                NDManager manager = method.manager().newSubManager()) {
            silence(method);
            assertEquals(method.chance(8).orElseThrow(), loss(method, DISCS.tensor(manager, 0, 1)), 1e-4);
        }
    }

    /** Sets the last convolution to 0. */
    private static void silence(Colorization method) {
        PairList<String, Parameter> all = method.network().getParameters();
        NoGrad.run(() -> {
            all.valueAt(all.size() - 1).getArray().muli(0);
            all.valueAt(all.size() - 2).getArray().muli(0);
        });
    }

    /** Images of one lightness are the same to the encoder, whatever their colour. */
    @Test
    void encoderDoesNotSeeColour() {
        try (Colorization method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = DISCS.tensor(manager, 0, 1, 2, 3);
            NDArray lab = Lab.of(x);
            NDArray l = lab.split(new long[] {1}, 1).get(0);
            NDArray grey = Lab.toRgb(l.concat(l.zerosLike(), 1).concat(l.zerosLike(), 1));
            assertTrue(x.sub(grey).abs().max().getFloat() > 0.2, "the discs have no colour");
            float[] h = features(method, x);
            float[] same = features(method, grey);
            float[] darker = features(method, x.mul(0.8));
            double change = 0;
            for (int i = 0; i < h.length; i++) {
                assertEquals(h[i], same[i], 1e-3); // L after a way through sRGB and back
                change = Math.max(change, Math.abs(h[i] - darker[i]));
            }
            assertTrue(change > 0.01, "the encoder does not see lightness either");
        }
    }

    private static float[] features(Method method, NDArray x) {
        return method.encoder()
                .forward(new ParameterStore(x.getManager(), false), new NDList(x), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    /** One that predicts no colour draws the lightness, and is wrong by the colour's length. */
    @Test
    void colourlessPredictionKeepsTheLightness() {
        try (Colorization method = method(TINY.with(o -> o.kind = Kind.REGRESSION), 1);
                NDManager manager = method.manager().newSubManager()) {
            silence(method);
            NDArray x = DISCS.tensor(manager, IntStream.range(0, DISCS.size()).toArray());
            float[] truth = Lab.of(x).toFloatArray();
            float[] found = Lab.of(method.colorize(x)).toFloatArray();
            double length = 0;
            for (int i = 0; i < truth.length; i++) {
                int b = i / 768;
                int channel = i / 256 % 3;
                if (channel == 0) {
                    assertEquals(truth[i], found[i], 0.05); // of 100, through sRGB and back
                    double da = truth[(b * 3 + 1) * 256 + i % 256];
                    double db = truth[(b * 3 + 2) * 256 + i % 256];
                    length += Math.hypot(da, db);
                } else {
                    assertEquals(0, found[i], 0.1);
                }
            }
            // a, b pass 32 bits in [0, 1], whose rounding unit is 1.5e-5 of 256
            assertEquals(length / (48 * 256), method.error(DISCS, 1), 0.01);
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.lambda = 0));
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.temperature = 0));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Colorization.Options(
                                TINY.view(), TINY.kind(), TINY.prior(), 0.5, 0.38, TINY.encoder(), 4, 4))
                .getMessage();
        assertTrue(message.contains("1/8"), message);
    }
}
