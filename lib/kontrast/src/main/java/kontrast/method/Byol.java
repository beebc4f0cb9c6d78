package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.loss.ViewPrediction;
import kontrast.view.View;

/**
 * BYOL, Bootstrap your own latent: predict what a slower copy of the network says of the other view.
 *
 * <pre>
 *   minimise  | p_x/|p_x| - z'_y/|z'_y| |^2 + | p_y/|p_y| - z'_x/|z'_x| |^2
 *   z' = g'(f'(.)), no gradient;   theta' &lt;- m_k theta' + (1 - m_k) theta after step k
 *   m_k = 1 - (1 - m_0) (cos(pi k / K) + 1) / 2
 * </pre>
 *
 * <p>Grill et al., Bootstrap your own latent, 2020, equations 1 to 3, section 3.1 and 3.3. q = {@link
 * Options#predictor()}, which the copy does not have; m_k = {@link Options#momentum()}, K = the steps of the training.
 * It is {@link SimSiam} with a target of its own. Without q it collapses: {@link ProjectionHead#none()}.
 *
 * <p>Deviation: momentum moves parameters only; the running statistics of the copy are those of its own batches.
 */
public final class Byol extends Siamese {

    private final Options options;

    /**
     * What BYOL consists of.
     *
     * @param view T, drawn twice for each image; the published pair of two different T is left out
     * @param encoder f
     * @param head g
     * @param predictor q, built like a head; {@link ProjectionHead#none()} leaves it out
     * @param momentum m_k, the share of the target network that stays in step k
     */
    public record Options(
            View view, Encoder encoder, ProjectionHead head, ProjectionHead predictor, MomentumSchedule momentum) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the predictor's output is not as long as z
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(predictor, "predictor");
            Objects.requireNonNull(momentum, "momentum");
            checkPredictor(predictor, encoder, head);
        }

        /**
         * Returns a copy with some of them changed, e.g. {@code with(o -> o.predictor = ProjectionHead.none())}, and
         * checks it.
         */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.predictor, o.momentum);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public ProjectionHead predictor = Options.this.predictor;
            public MomentumSchedule momentum = Options.this.momentum;
        }
    }

    /**
     * Builds the networks and draws their weights; the target begins with the same.
     *
     * @param options what BYOL consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Byol(Options options, Shape image, Device device, long seed) {
        super(
                "BYOL",
                options.view(),
                options.encoder(),
                options.head(),
                Norm.none(),
                options.predictor().block(),
                image,
                device,
                seed);
        this.options = options;
        follow(projector(), copy(options.encoder(), options.head(), Norm.none()), options.momentum());
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns g' after f': the frozen target network, from images to z'. */
    public MomentumEncoder target() {
        return follower();
    }

    @Override
    NDArray target(NDArray x, NDArray z) {
        return target().forward(x);
    }

    @Override
    NDArray loss(NDArray px, NDArray tx, NDArray py, NDArray ty) {
        return ViewPrediction.squaredDistance(px, ty).add(ViewPrediction.squaredDistance(py, tx));
    }

    /**
     * Returns the loss of the trivial solution, one point for all images.
     *
     * @return 0, the least there is
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(0);
    }
}
