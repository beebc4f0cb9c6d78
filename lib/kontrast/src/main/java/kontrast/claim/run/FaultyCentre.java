package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Split;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Prototypes;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Assignments;
import kontrast.evaluate.Features;
import kontrast.loss.Distillation;
import kontrast.memory.Centre;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.train.AdamW;
import kontrast.train.TrainingOptions;
import kontrast.view.RandomStyle;

/**
 * DINO, without and with the fault of exercise 18.8: a centre over the wrong axis. Each image then loses the mean of
 * its own outputs, which a softmax does not notice.
 */
public final class FaultyCentre extends Sketch {

    private static final SmallCnn PLAN = new SmallCnn(8, 4);
    private static final int OUTPUTS = 32;
    private static final double CENTRE = 0.9;
    private static final double TEACHER = 0.95;

    private final RandomStyle styles = new RandomStyle(Style.values().length);
    private final Distillation distillation = Distillation.paper();
    private final boolean broken;
    private final MomentumEncoder teacher;
    private final Centre centre;
    private final NDArray none; // [1, K]
    private NDArray latest; // [2N, K], until afterStep

    /**
     * What is trained.
     *
     * @param broken whether the mean is taken over the outputs of an image in place of the images of a batch
     * @param images N, images of a batch
     */
    private record Options(boolean broken, int images) {}

    private FaultyCentre(Options options, Block encoder, ProjectionHead head, Device device, long seed) {
        super("DINO", encoder, network(encoder, head), device, seed, new Shape(1, 3, 32, 32));
        broken = options.broken();
        teacher = new MomentumEncoder(network(), network(PLAN.block(), head), manager(), Statistics.OWN);
        centre = new Centre(manager(), broken ? 2 * options.images() : OUTPUTS);
        none = manager().zeros(new Shape(1, OUTPUTS));
    }

    private FaultyCentre(Options options, Shape image, Device device, long seed) {
        this(options, PLAN.block(), ProjectionHead.mlp(64, 32), device, seed);
    }

    /**
     * Returns the run of exercise 18.8.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken, BATCH),
                FaultyCentre::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 3e-3),
                170,
                10,
                Training.judge("entropies of the outputs on validation", FaultyCentre::figures));
    }

    private static SequentialBlock network(Block encoder, ProjectionHead head) {
        return new SequentialBlock().add(encoder).add(head.block()).add(new Prototypes(OUTPUTS));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = styles.apply(batch.images(), batch.random());
        NDArray y = styles.apply(batch.images(), batch.random());
        NDArray s = forward(x).concat(forward(y), 0); // [2N, K]
        latest = teacher.forward(y).concat(teacher.forward(x), 0); // [2N, K]
        return distillation.loss(s, latest.sub(centre()), none);
    }

    /** {@code [1, K]}, or with the fault {@code [2N, 1]}. */
    private NDArray centre() {
        if (!broken) {
            return centre.mean();
        }
        NDArray column = centre.mean().transpose();
        column.attach(latest.getManager()); // to live as long as the step
        return column;
    }

    @Override
    public void afterStep(Batch batch) {
        teacher.update(TEACHER);
        centre.update(broken ? latest.transpose() : latest, CENTRE);
        latest = null;
    }

    /**
     * Returns how many outputs the student uses for 150 drawings that were not trained on, for all of them and for
     * each.
     */
    private Map<String, Double> figures() {
        return NoGrad.call(() -> {
            Features scores = Features.of(network(), EmojiViews.load().images(Style.NOTO, Split.VALIDATION), manager());
            Assignments assignments = Assignments.of(scores, distillation.student());
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("all drawings", assignments.entropyOfMean());
            figures.put("one drawing", assignments.meanEntropy());
            return figures;
        });
    }

    @Override
    public void close() {
        centre.close();
        super.close();
    }
}
