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
import kontrast.loss.BatchLoss;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.view.View;

/**
 * A joint embedding in its four components: augmentation, backbone, energy and loss functionals.
 *
 * <pre>
 *   x = t(image), y = t'(image)   with t, t' ~ T
 *   z_x = g(f(x)), z_y = g(f(y))
 *   minimise a mean of D(z_x, z_y) + terms over the batch that prevent the trivial solution
 * </pre>
 *
 * <p>Canziani and Zhu, lecture on joint embedding methods, 2022; with {@link
 * JointEmbeddingLoss#vicReg()} it is VICReg (Bardes et al., 2022), with {@link
 * JointEmbeddingLoss#pullOnly} it collapses. T = {@link Options#view()}, f = {@link #encoder()}, g
 * = {@link #head()}, D and the terms are {@link Options#loss()}. Each view passes the network as a
 * batch of its own.
 */
public final class JointEmbedding extends ProjectionMethod {

    private final Options options;

    /**
     * The four components.
     *
     * @param view T, drawn twice for each image
     * @param encoder f, the backbone
     * @param head g
     * @param output what z passes before the loss sees it, {@link Norm#none()} in most methods; it belongs to the
     *     network and not to the head
     * @param loss energy and loss functionals, such as a {@link JointEmbeddingLoss}
     */
    public record Options(View view, Encoder encoder, ProjectionHead head, Norm output, BatchLoss loss) {

        /** Checks that all are there. */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(loss, "loss");
        }

        /**
         * Returns a copy with some of them changed, e.g. {@code with(o -> o.loss = JointEmbeddingLoss.vicReg())}, and
         * checks it.
         */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.output, o.loss);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public Norm output = Options.this.output;
            public BatchLoss loss = Options.this.loss;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options the four components
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public JointEmbedding(Options options, Shape image, Device device, long seed) {
        super("joint embedding", options.encoder(), options.head(), options.output(), image, device, seed);
        this.options = options;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = options.view().apply(batch.images(), batch.random()); // [N, C, H', W']
        NDArray y = options.view().apply(batch.images(), batch.random());
        return options.loss().loss(project(x), project(y));
    }

    /**
     * Returns the loss of the trivial solution, where no image is told from another.
     *
     * @return {@link BatchLoss#trivial}
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(options.loss().trivial(batchSize));
    }
}
