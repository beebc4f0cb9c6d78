package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.loss.NtXent;
import kontrast.view.View;

/**
 * SimCLR: two random views of each image are to have similar projections, and views of different
 * images dissimilar ones.
 *
 * <pre>
 *   x~_i = t(x), x~_j = t'(x)   with t, t' ~ T
 *   h = f(x~), z = g(h)
 *   minimise NT-Xent(z_1 .. z_2N)
 * </pre>
 *
 * <p>Chen et al., A simple framework for contrastive learning of visual representations, 2020,
 * algorithm 1. T = {@link Options#view()}, f = {@link #encoder()}, g = {@link #head()}. Both views
 * pass the network as one batch of 2N, so that batch normalisation sees them together, as in the
 * published code.
 */
public final class SimClr extends ProjectionMethod {

    private final Options options;
    private final NtXent loss;

    /**
     * What SimCLR consists of.
     *
     * @param view T, drawn twice for each image
     * @param encoder f
     * @param head g
     * @param temperature tau of {@link NtXent}, above 0
     */
    public record Options(View view, Encoder encoder, ProjectionHead head, double temperature) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            NtXent.check(temperature);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.temperature = 0.5)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.temperature);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public double temperature = Options.this.temperature;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what SimCLR consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public SimClr(Options options, Shape image, Device device, long seed) {
        super("SimCLR", options.encoder(), options.head(), image, device, seed);
        this.options = options;
        loss = new NtXent(options.temperature());
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray twice = batch.images().concat(batch.images(), 0); // [2N, C, H, W]
        NDArray views = options.view().apply(twice, batch.random()); // [2N, C, H', W']
        return loss.loss(project(views)); // z, [2N, d]
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(NtXent.chance(batchSize));
    }
}
