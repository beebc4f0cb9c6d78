package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Split;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.AdamW;
import kontrast.train.TrainingOptions;
import kontrast.view.RandomStyle;

/** Pull, variance and covariance, without and with the fault of exercise 7.6: a deviation over the wrong axis. */
public final class FaultySpread extends Sketch {

    private static final double EPSILON = 1e-4;
    private static final double PULL = 25;
    private static final double VARIANCE = 25;

    private final RandomStyle styles = new RandomStyle(Style.values().length);
    private final JointEmbeddingLoss rest = new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, PULL, 0, 1);
    private final boolean broken;

    /**
     * What is trained.
     *
     * @param broken whether the deviation is that of the numbers of one embedding
     */
    private record Options(boolean broken) {}

    private FaultySpread(boolean broken, Block encoder, Device device, long seed) {
        super(
                "pull and spread",
                encoder,
                new SequentialBlock()
                        .add(encoder)
                        .add(ProjectionHead.mlp(64, 32).block()),
                device,
                seed,
                new Shape(1, 3, 32, 32));
        this.broken = broken;
    }

    private FaultySpread(Options options, Shape image, Device device, long seed) {
        this(options.broken(), new SmallCnn(8, 4).block(), device, seed);
    }

    /**
     * Returns the run of exercise 7.6.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken),
                FaultySpread::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-2),
                170,
                10,
                Training.judge("terms; deviation and retrieval on validation", FaultySpread::figures));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = forward(styles.apply(batch.images(), batch.random())); // [N, 32]
        NDArray y = forward(styles.apply(batch.images(), batch.random()));
        NDArray hinge = hinge(x).add(hinge(y));
        note("energy", Transfer.number(rest.energies(x, y).mean()));
        note("hinge", Transfer.number(hinge));
        return rest.loss(x, y).add(hinge.mul(Transfer.send(x.getManager(), (float) VARIANCE)));
    }

    /**
     * The mean over the entries of max(0, 1 - deviation over the batch); with the fault, over images of one's own
     * entries.
     */
    private NDArray hinge(NDArray z) {
        int axis = broken ? 1 : 0;
        NDManager manager = z.getManager();
        NDArray centred = z.sub(z.mean(new int[] {axis}, true));
        NDArray freedom = Transfer.send(manager, (float) (z.getShape().get(axis) - 1));
        NDArray variance = centred.square().sum(new int[] {axis}).div(freedom);
        NDArray std = variance.add(Transfer.send(manager, (float) EPSILON)).sqrt();
        return Activation.relu(Transfer.send(manager, 1f).sub(std)).mean();
    }

    /**
     * Returns the terms as noted since the last time, and what 150 embeddings of drawings that were not trained on say.
     */
    private Map<String, Double> figures() {
        EmojiViews emoji = EmojiViews.load();
        return NoGrad.call(() -> {
            Features noto = Features.of(network(), emoji.images(Style.NOTO, Split.VALIDATION), manager());
            Features twemoji = Features.of(network(), emoji.images(Style.TWEMOJI, Split.VALIDATION), manager());
            Map<String, Double> figures = new LinkedHashMap<>(noted());
            double square = 0;
            for (float value : noto.centred().values()) {
                square += value * value;
            }
            figures.put("deviation", Math.sqrt(square / noto.values().length));
            figures.put("found", Retrieval.of(noto, twemoji).top1());
            return figures;
        });
    }
}
