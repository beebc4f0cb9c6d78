package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.loss.ViewPrediction;
import kontrast.view.View;

/**
 * SimSiam: predict the other view's embedding, and let no gradient flow into what is predicted. That is all.
 *
 * <pre>
 *   minimise  D(p_x, stopgrad(z_y)) / 2 + D(p_y, stopgrad(z_x)) / 2,   D(p, z) = -cos(p, z)
 * </pre>
 *
 * <p>Chen and He, Exploring simple siamese representation learning, 2021, equations 1 to 4 and algorithm 1. q = {@link
 * Options#predictor()}. It is {@link Byol} with a momentum of 0 and without a second network. Without the stop or
 * without q it collapses: {@link Options#stopGradient()}, {@link ProjectionHead#none()}.
 *
 * <p>Deviations: a head of two layers, {@link Options#head()}, where the paper has three; and the predictor has the
 * learning rate of all, where the published code keeps its rate fixed.
 */
public final class SimSiam extends Siamese {

    private final Options options;

    /**
     * What SimSiam consists of.
     *
     * @param view T, drawn twice for each image
     * @param encoder f
     * @param head g
     * @param output normalisation of z; {@link Norm#standard()} in the published code
     * @param predictor q, built like a head, often with a narrow hidden layer; {@link ProjectionHead#none()} leaves it
     *     out
     * @param stopGradient whether no gradient flows into the target; false to see what that is for
     */
    public record Options(
            View view,
            Encoder encoder,
            ProjectionHead head,
            Norm output,
            ProjectionHead predictor,
            boolean stopGradient) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the predictor's output is not as long as z
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(predictor, "predictor");
            checkPredictor(predictor, encoder, head);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.stopGradient = false)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.output, o.predictor, o.stopGradient);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public Norm output = Options.this.output;
            public ProjectionHead predictor = Options.this.predictor;
            public boolean stopGradient = Options.this.stopGradient;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what SimSiam consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public SimSiam(Options options, Shape image, Device device, long seed) {
        super(
                "SimSiam",
                options.view(),
                options.encoder(),
                options.head(),
                options.output(),
                options.predictor().block(),
                image,
                device,
                seed);
        this.options = options;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    NDArray target(NDArray x, NDArray z) {
        return options.stopGradient() ? z.stopGradient() : z;
    }

    @Override
    NDArray loss(NDArray px, NDArray tx, NDArray py, NDArray ty) {
        return ViewPrediction.negativeCosine(px.concat(py, 0), ty.concat(tx, 0)); // the mean halves both
    }

    /**
     * Returns the loss of the trivial solution, one point for all images.
     *
     * @return -1, the least there is
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(-1);
    }
}
