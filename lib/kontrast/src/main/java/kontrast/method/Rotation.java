package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.tensor.Transfer;
import kontrast.view.QuarterTurns;
import kontrast.view.View;

/**
 * Rotation prediction: by how many quarter turns is the image turned?
 *
 * <pre>
 *   minimise  -1/(4B)  sum over b, r of  log softmax(g(f(rot_r(t(x_b)))))_r      r = 0, 1, 2, 3
 * </pre>
 *
 * <p>Gidaris et al., Unsupervised representation learning by predicting image rotations, 2018,
 * equations 2 and 3. t = {@link Options#view()}, f = {@link #encoder()}, g = a linear classifier.
 * All four rotations of an image are in one batch, as the paper's section 2.2 recommends.
 */
public final class Rotation extends PretextTask {

    private final Options options;

    /**
     * What rotation prediction consists of.
     *
     * @param view t, drawn once for each image and before it is turned; it must not turn images
     *     itself, and returns square ones
     * @param encoder f
     */
    public record Options(View view, Encoder encoder) {

        /** Checks that both are there. */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.encoder = larger)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what rotation prediction consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Rotation(Options options, Shape image, Device device, long seed) {
        super(
                "rotation",
                QuarterTurns.COUNT,
                options.encoder().block(),
                Blocks.identityBlock(),
                ProjectionHead.linear(QuarterTurns.COUNT).block(),
                new Shape(1).addAll(image),
                device,
                seed);
        this.options = options;
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Turns every image by 0, 90, 180 and 270 degrees.
     *
     * @return inputs {@code [4B, C, S, S]}, answers 0 to 3: quarter turns counter-clockwise
     */
    @Override
    public Question ask(NDArray images, RandomGenerator random) {
        NDArray views = options.view().apply(images, random); // [B, C, S, S]
        NDArray turned = QuarterTurns.all(views); // [4B, C, S, S]
        int count = Math.toIntExact(images.getShape().get(0));
        return new Question(turned, Transfer.send(images.getManager(), QuarterTurns.labels(count)));
    }
}
