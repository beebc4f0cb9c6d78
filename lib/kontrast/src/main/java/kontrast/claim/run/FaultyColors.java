package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Decoder;
import kontrast.encoder.Lightness;
import kontrast.encoder.SmallCnn;
import kontrast.loss.SoftCrossEntropy;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;
import kontrast.view.ColorBins;
import kontrast.view.ColorPrior;
import kontrast.view.Lab;

/**
 * Colorization without and with the fault of the exercise 5.7: targets in [-1, 1], where the bins are in units of a and
 * b.
 */
public final class FaultyColors extends Sketch {

    private static final int SIDE = 8; // of the map of colours
    private static final int SQUARE = 4; // pixels a side of which the colour is the mean
    private static final double TEMPERATURE = 0.38;

    private static final ColorBins BINS = ColorBins.inGamut(10);

    /** How much each bin counts, by every fourth training drawing. */
    private static final Once<float[]> WEIGHTS = new Once<>(() -> {
        Images all = EmojiViews.load().images(Style.NOTO, Split.TRAIN);
        int[] some = IntStream.range(0, all.size() / 4).map(i -> 4 * i).toArray();
        return ColorPrior.of(BINS, all.subset(some)).weights(0.5);
    });

    private static final Once<Images> ASKED = new Once<>(() -> EmojiViews.load().images(Style.NOTO, Split.VALIDATION));

    private final boolean broken;

    /**
     * What is trained.
     *
     * @param broken whether the targets stay in [-1, 1]
     */
    private record Options(boolean broken) {}

    private FaultyColors(boolean broken, ConvEncoder plan, Block map, Device device, long seed) {
        super(
                "colorization",
                new SequentialBlock().add(map).add(plan.pool()),
                new SequentialBlock().add(map).add(new Decoder(8, 1, BINS.size()).block()),
                device,
                seed,
                new Shape(1, 3, 32, 32));
        this.broken = broken;
    }

    private FaultyColors(boolean broken, ConvEncoder plan, Device device, long seed) {
        this(broken, plan, plan.map(), device, seed);
    }

    private FaultyColors(Options options, Shape image, Device device, long seed) {
        this(options.broken(), new Lightness(new SmallCnn(8, SQUARE)), device, seed);
    }

    /**
     * Returns the run of exercise 5.7.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        Images train = EmojiViews.load().images(Style.NOTO, Split.TRAIN);
        return Training.withCurve(
                new Options(broken),
                FaultyColors::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                204,
                17,
                Training.judge("chroma and bins of validation, T = 0.38", FaultyColors::painted));
    }

    /** What this run takes for the colours of each square: {@code [B, 2, 8, 8]}. */
    private NDArray targets(NDArray x) {
        NDArray lab = Lab.of(x);
        NDArray ab = (broken ? Lab.normalise(lab) : lab).get(":, 1:3");
        return ab.reshape(-1, 2, SIDE, SQUARE, SIDE, SQUARE).mean(new int[] {5}).mean(new int[] {3});
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray logits = forward(batch.images()); // [B, Q, 8, 8]
        ColorBins.Soft z = BINS.encode(targets(batch.images()), 5, 5);
        NDArray weights = Transfer.send(logits.getManager(), WEIGHTS.get());
        return SoftCrossEntropy.loss(
                logits.transpose(0, 2, 3, 1).reshape(-1, BINS.size()),
                z.bins(),
                z.shares(),
                weights.gather(z.bins().get(":, 0"), 0));
    }

    /** How vivid unseen drawings are painted, and how many squares are named as this run would have them. */
    private Map<String, Double> painted() {
        return NoGrad.call(() -> {
            try (NDManager scope = manager().newSubManager()) {
                NDArray x = ASKED.get().tensor(scope);
                NDArray logits = network()
                        .forward(new ParameterStore(manager(), false), new NDList(x), false)
                        .singletonOrThrow();
                NDArray ab = BINS.decode(logits, TEMPERATURE);
                long[] named = Transfer.longs(logits.argMax(1).reshape(-1));
                long[] wanted =
                        Transfer.longs(BINS.encode(targets(x), 1, 1).bins().reshape(-1));
                double right = IntStream.range(0, named.length)
                        .filter(i -> named[i] == wanted[i])
                        .count();
                return Map.of("chroma", chroma(ab), "truth", chroma(trueColours(x)), "right", right / named.length);
            }
        });
    }

    private static NDArray trueColours(NDArray x) {
        return Lab.colour().apply(Lab.of(x), null);
    }

    private static double chroma(NDArray ab) {
        return Transfer.number(ab.square().sum(new int[] {1}).sqrt().mean());
    }
}
