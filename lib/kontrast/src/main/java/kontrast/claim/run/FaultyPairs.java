package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.loss.InfoNce;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.AdamW;
import kontrast.train.TrainingOptions;
import kontrast.view.RandomStyle;

/**
 * A linear encoder learns with InfoNCE which drawings by Noto and by Twemoji show the same concept; the fault of
 * exercise 8.7 multiplies by the temperature.
 */
public final class FaultyPairs extends Sketch {

    private static final double TEMPERATURE = 0.1;

    private final RandomStyle styles = new RandomStyle(Style.values().length);
    private final boolean broken;

    /**
     * What is trained.
     *
     * @param broken whether the cosines are multiplied by the temperature
     */
    private record Options(boolean broken) {}

    private FaultyPairs(boolean broken, Block linear, Device device, long seed) {
        super("two drawings", linear, linear, device, seed, new Shape(1, 3, 32, 32));
        this.broken = broken;
    }

    private FaultyPairs(Options options, Shape image, Device device, long seed) {
        this(
                options.broken(),
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(64).build()),
                device,
                seed);
    }

    /**
     * Returns the run of exercise 8.7.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken),
                FaultyPairs::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-3),
                680,
                34,
                Training.judge("cosines and retrieval", FaultyPairs::similarity));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray z1 = z(batch, Style.NOTO);
        NDArray z2 = z(batch, Style.TWEMOJI);
        // Dividing by 1 / tau is what multiplying by tau does.
        return new InfoNce(broken ? 1 / TEMPERATURE : TEMPERATURE).symmetric(z1, z2);
    }

    private NDArray z(Batch batch, Style style) {
        int[] choices = new int[batch.indices().length];
        Arrays.fill(choices, List.of(Style.values()).indexOf(style));
        return forward(styles.choose(batch.images(), choices)); // [B, 64]
    }

    /** Returns how the drawings of the two artists compare: mean cosines, and how many find their own. */
    private Map<String, Double> similarity() {
        Map<String, Double> figures = new LinkedHashMap<>();
        compare(Split.TRAIN, figures, "");
        compare(Split.TEST, figures, "held-out ");
        return figures;
    }

    private void compare(Split split, Map<String, Double> figures, String which) {
        EmojiViews emoji = EmojiViews.load();
        NoGrad.run(() -> {
            try (NDManager scope = manager().newSubManager()) {
                NDArray u1 = features(emoji.images(Style.NOTO, split), scope);
                NDArray u2 = features(emoji.images(Style.TWEMOJI, split), scope);
                NDArray cosines = u1.matMul(u2.transpose()); // [n, n]
                int n = Math.toIntExact(cosines.getShape().get(0));
                double all = Transfer.number(cosines.mean());
                double same = Transfer.number(cosines.diagonal().mean());
                long[] nearest = Transfer.longs(cosines.argMax(1));
                double right =
                        IntStream.range(0, n).filter(i -> nearest[i] == i).count();
                figures.put(which + "cosine same", same);
                figures.put(which + "cosine other", (n * all - same) / (n - 1));
                figures.put(which + Trial.RETRIEVAL, right / n);
            }
        });
    }

    private NDArray features(Images images, NDManager scope) {
        return Features.of(encoder(), images, manager()).tensor(scope).normalize(2, 1);
    }
}
