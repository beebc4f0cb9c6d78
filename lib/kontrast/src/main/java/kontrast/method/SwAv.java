package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Prototypes;
import kontrast.loss.Sinkhorn;
import kontrast.loss.SwappedPrediction;
import kontrast.view.View;

/**
 * SwAV, swapping assignments between views: one view predicts to which prototypes the other is assigned, and each
 * prototype gets an equal share of every batch.
 *
 * <pre>
 *   s = C z,  z = g(f(.)) / |..|, the rows of C of length 1                     [N, K]
 *   q = codes of s with equal shares ({@link Sinkhorn}), no gradient
 *   minimise  l(s_x, q_y) + l(s_y, q_x),   l(s, q) = - sum_k q_k log softmax(s / tau)_k
 * </pre>
 *
 * <p>Caron et al., Unsupervised learning of visual features by contrasting cluster assignments, 2020, equations 1 to 5.
 * C = {@link Prototypes}, tau = {@code temperature}. Without the equal shares it collapses: {@link
 * Sinkhorn#withoutEqualShares()}.
 *
 * <p>Deviations: two large crops, and no small ones (multi-crop); codes come from the batch alone, with no queue of
 * earlier embeddings, so K should not be much above the batch; C is trained from the first step.
 */
public final class SwAv extends ProjectionMethod {

    private final Options options;
    private final Block prototypes;
    private final SwappedPrediction loss;

    /**
     * What SwAV consists of.
     *
     * @param view T, drawn twice for each image
     * @param encoder f
     * @param head g
     * @param prototypes K, at least 2; 3,000 in the paper, with batches of 4,096
     * @param sinkhorn how codes are made of scores
     * @param temperature tau of {@link SwappedPrediction}, above 0; 0.1 in the paper
     */
    public record Options(
            View view, Encoder encoder, ProjectionHead head, int prototypes, Sinkhorn sinkhorn, double temperature) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(sinkhorn, "sinkhorn");
            Prototypes.check(prototypes);
            new SwappedPrediction(temperature);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.prototypes = 100)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.prototypes, o.sinkhorn, o.temperature);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public int prototypes = Options.this.prototypes;
            public Sinkhorn sinkhorn = Options.this.sinkhorn;
            public double temperature = Options.this.temperature;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what SwAV consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public SwAv(Options options, Shape image, Device device, long seed) {
        this(options, new Prototypes(options.prototypes()), image, device, seed);
    }

    private SwAv(Options options, Prototypes prototypes, Shape image, Device device, long seed) {
        super("SwAV", options.encoder(), options.head(), Norm.none(), prototypes, image, device, seed);
        this.options = options;
        this.prototypes = prototypes;
        loss = new SwappedPrediction(options.temperature());
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns C: a block from z, {@code [B, d]}, to cosines with the prototypes, {@code [B, K]}. */
    public Block prototypes() {
        return prototypes;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = options.view().apply(batch.images(), batch.random()); // [N, C, H', W']
        NDArray y = options.view().apply(batch.images(), batch.random());
        NDArray sx = forward(network(), x, true); // [N, K]
        NDArray sy = forward(network(), y, true);
        Sinkhorn sinkhorn = options.sinkhorn();
        return loss.loss(sx, sy, sinkhorn.codes(sx), sinkhorn.codes(sy));
    }

    /**
     * Returns the loss of scores that prefer no prototype.
     *
     * @return 2 ln K
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(SwappedPrediction.chance(options.prototypes()));
    }
}
