package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.Map;
import kontrast.encoder.Encoder;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.view.View;

/**
 * Two branches without negatives: what one view gives is to predict what the other view gives, and the other way round.
 *
 * <pre>
 *   x = t(image), y = t'(image)   with t, t' ~ T
 *   p_x = q(z_x),  p_y = q(z_y)                     z = g(f(.)), with gradient
 *   minimise  loss(p_x, target(y)) + loss(p_y, target(x))
 * </pre>
 *
 * <p>Everything is shared but two lines: where {@link #target} comes from, and how {@link #loss(NDArray, NDArray,
 * NDArray, NDArray)} compares. {@link SimSiam}: the same z, without gradient. {@link Byol}: the z of a network that
 * follows slowly. {@link Dino}: the same, centred and sharpened, with a cross entropy. Each view passes the networks as
 * a batch of its own, so that batch normalisation sees one view at a time, as in the published codes.
 */
public abstract sealed class Siamese extends ProjectionMethod permits SimSiam, Byol, Dino {

    private final View view;
    private final Block second;
    private MomentumEncoder follower; // or null
    private MomentumSchedule momentum;
    private int steps;

    /**
     * Builds the networks and draws their weights.
     *
     * @param name the name of the method
     * @param view T
     * @param encoder f
     * @param head g
     * @param output normalisation of z
     * @param second q, what stands on top of z in the branch with gradient
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    Siamese(
            String name,
            View view,
            Encoder encoder,
            ProjectionHead head,
            Norm output,
            Block second,
            Shape image,
            Device device,
            long seed) {
        super(name, encoder, head, output, second, image, device, seed);
        this.view = view;
        this.second = second;
    }

    /**
     * Lets a copy follow a network slowly; call it last in a constructor.
     *
     * @param leader what is followed, a part of {@link #network()}
     * @param copy another one of the same plan
     * @param momentum how slowly
     */
    final void follow(Block leader, SequentialBlock copy, MomentumSchedule momentum) {
        follower = new MomentumEncoder(leader, copy, manager(), Statistics.OWN);
        this.momentum = momentum;
    }

    /** The copy that follows, or null if there is none. */
    final MomentumEncoder follower() {
        return follower;
    }

    /** Checks that a predictor's output can be compared with z. */
    static void checkPredictor(ProjectionHead predictor, Encoder encoder, ProjectionHead head) {
        int d = head.dimension(encoder.dimension());
        if (predictor.dimension(d) != d) {
            throw new IllegalArgumentException(
                    "a predictor must give as many numbers as the head, whose vectors it is to predict: %d, found %d; e.g. ProjectionHead.mlp(hidden, %d)"
                            .formatted(d, predictor.dimension(d), d));
        }
    }

    @Override
    public final void begin(int steps) {
        this.steps = steps;
    }

    @Override
    public final NDArray loss(Batch batch) {
        NDArray x = view.apply(batch.images(), batch.random()); // [N, C, H', W']
        NDArray y = view.apply(batch.images(), batch.random());
        NDArray zx = project(x); // [N, d]
        NDArray zy = project(y);
        return loss(predict(zx), target(x, zx), predict(zy), target(y, zy));
    }

    private NDArray predict(NDArray z) {
        return forward(second, z, true);
    }

    /**
     * What a view asks of the other one.
     *
     * @param x a view, {@code [N, C, H', W']}
     * @param z its embedding in the branch with gradient, {@code [N, d]}
     * @return {@code [N, d]}, or what else the predictions are compared with
     */
    abstract NDArray target(NDArray x, NDArray z);

    /** Compares each view's prediction with the other's target. */
    abstract NDArray loss(NDArray px, NDArray tx, NDArray py, NDArray ty);

    /** The follower moves, if there is one. A method used without a training keeps the momentum of the first step. */
    @Override
    public void afterStep(Batch batch) {
        if (follower != null) {
            follower.update(steps == 0 ? momentum.start() : momentum.at(batch.step(), steps));
        }
    }

    @Override
    public Map<String, NDArray> state() {
        return follower == null ? Map.of() : follower.state();
    }
}
