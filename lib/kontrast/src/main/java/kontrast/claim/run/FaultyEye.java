package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.MultiviewEncoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.loss.InfoNce;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;
import kontrast.view.Multiview;
import kontrast.view.Views;

/**
 * Lightness and colour, two small encoders and the symmetric loss, without and with the fault of exercise 9.8: no
 * gradient reaches the encoder of the colour, though each loss has two directions.
 */
public final class FaultyEye extends Sketch {

    private static final int DIMENSION = 32;
    private static final double TEMPERATURE = 0.1;
    private static final Multiview VIEWS = Multiview.lab(Views.unchanged());
    private static final SmallCnn PLAN = new SmallCnn(8, 4);

    private final boolean broken;

    /**
     * What is trained.
     *
     * @param broken whether the embeddings of the colour are copies
     */
    private record Options(boolean broken) {}

    private FaultyEye(boolean broken, Block both, Device device, long seed) {
        super("two eyes", both, both, device, seed, new Shape(1, 3, 32, 32));
        this.broken = broken;
    }

    private FaultyEye(Options options, Shape image, Device device, long seed) {
        this(
                options.broken(),
                new MultiviewEncoder(VIEWS, PLAN, List.of(0, 1)).block(List.of(eye(), eye())),
                device,
                seed);
    }

    private static Block eye() {
        return new SequentialBlock()
                .add(PLAN.block())
                .add(ProjectionHead.linear(DIMENSION).block());
    }

    /**
     * Returns the run of exercise 9.8.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken),
                FaultyEye::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                207,
                23,
                Training.judge("retrieval on validation, by either eye and across", FaultyEye::figures));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray both = forward(batch.images()); // [B, 2 d]
        NDArray l = both.get(":, :" + DIMENSION).normalize(2, 1); // [B, d]
        NDArray ab = both.get(":, " + DIMENSION + ":").normalize(2, 1); // [B, d]
        NDArray scores = l.matMul((broken ? ab.stopGradient() : ab).transpose());
        return InfoNce.symmetric(scores.div(Transfer.send(scores.getManager(), (float) TEMPERATURE)));
    }

    /**
     * How often an unseen drawing finds the other artist's drawing of the same thing, by either eye, and by L the
     * colour of its own.
     */
    private Map<String, Double> figures() {
        EmojiViews emoji = EmojiViews.load();
        return NoGrad.call(() -> {
            Images noto = emoji.images(Style.NOTO, Split.VALIDATION);
            Images twemoji = emoji.images(Style.TWEMOJI, Split.VALIDATION);
            return Map.of(
                    "found by L", Retrieval.of(half(noto, 0), half(twemoji, 0)).top1(),
                    "found by ab", Retrieval.of(half(noto, 1), half(twemoji, 1)).top1(),
                    "L finds ab", Retrieval.of(half(noto, 0), half(noto, 1)).top1());
        });
    }

    private Features half(Images images, int eye) {
        String columns = ":, %d:%d".formatted(eye * DIMENSION, (eye + 1) * DIMENSION);
        return Features.of(
                x -> network()
                        .forward(new ParameterStore(manager(), false), new NDList(x), false)
                        .singletonOrThrow()
                        .get(columns),
                images,
                manager());
    }
}
