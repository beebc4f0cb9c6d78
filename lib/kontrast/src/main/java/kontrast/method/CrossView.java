package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import kontrast.encoder.Decoder;
import kontrast.encoder.Encoder;
import kontrast.encoder.MultiviewEncoder;
import kontrast.encoder.Weights;
import kontrast.loss.PixelLoss;
import kontrast.view.Multiview;

/**
 * Cross-view prediction: one view of a scene is computed from another, pixel by pixel, through a
 * representation h. What {@link Cmc} is compared with.
 *
 * <pre>
 *   h = f(v_1),  v^_2 = d(W h + b),  minimise the mean of (v^_2 - v_2)^2 over all pixels
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, section 3.1, "predictive learning". f =
 * {@link Options#encoder()}, the same as in {@link Cmc}; d = {@link Options#decoder()} enlarges a
 * small map, as which W h + b is read. Every pixel counts the same, noise or not; the contrast
 * instead lets the encoder choose what to keep.
 */
public final class CrossView extends AbstractMethod {

    private final Options options;
    private final Block encoder;
    private final SequentialBlock network;

    /**
     * What the prediction consists of.
     *
     * @param views the views
     * @param from place of the view that is encoded
     * @param to place of the view that is predicted
     * @param encoder f
     * @param decoder d, its outputs as many as view {@code to} has channels
     */
    public record Options(Multiview views, int from, int to, Encoder encoder, Decoder decoder) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if there are no two such views
         */
        public Options {
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(decoder, "decoder");
            int m = views.count();
            if (from < 0 || to < 0 || from >= m || to >= m || from == to) {
                throw new IllegalArgumentException("one of %d views (0 to %d) must predict another, found %d and %d"
                        .formatted(m, m - 1, from, to));
            }
        }

        /**
         * Returns colorization by regression: L predicts ab.
         *
         * @param views {@link Multiview#lab}
         * @param encoder f
         * @param width channels before the decoder's last convolution, at least 1
         * @param doublings how often the decoder doubles its map
         * @return the options
         * @throws IllegalArgumentException if a number is out of its range
         */
        public static Options colour(Multiview views, Encoder encoder, int width, int doublings) {
            Decoder decoder = new Decoder(width, doublings, 2);
            return new Options(views, Multiview.LIGHTNESS, Multiview.COLOUR, encoder, decoder);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.encoder = larger)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.views, o.from, o.to, o.encoder, o.decoder);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public Multiview views = Options.this.views;
            public int from = Options.this.from;
            public int to = Options.this.to;
            public Encoder encoder = Options.this.encoder;
            public Decoder decoder = Options.this.decoder;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what the prediction consists of
     * @param image shape {@code (C, H, W)} of one image or scene
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     * @throws IllegalArgumentException if the decoder does not end at the size of the predicted
     *     view
     */
    public CrossView(Options options, Shape image, Device device, long seed) {
        super("cross-view prediction");
        this.options = options;
        List<Shape> shapes = options.views().shapes(image);
        Shape target = shapes.get(options.to()); // (1, C, H, W)
        Decoder decoder = options.decoder();
        long times = 1L << decoder.doublings();
        if (target.get(1) != decoder.outputs() || target.get(2) % times != 0 || target.get(3) % times != 0) {
            throw new IllegalArgumentException("a decoder of %d outputs that doubles %d times cannot draw a view %s"
                    .formatted(decoder.outputs(), decoder.doublings(), target));
        }
        long k = (long) decoder.width() << Math.max(0, decoder.doublings() - 1);
        long h = target.get(2) / times;
        long w = target.get(3) / times;
        encoder = options.encoder().block();
        network = new SequentialBlock()
                .add(encoder)
                .add(Linear.builder().setUnits(k * h * w).build())
                .add(LambdaBlock.singleton(x -> x.reshape(-1, k, h, w), "map"))
                .add(decoder.block());
        Shape source = shapes.get(options.from());
        open(device, manager -> Weights.draw(network, manager, seed, source));
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Returns the encoder of the view that predicts.
     *
     * @return a block from images {@code [B, C, H, W]} to h, {@code [B, n]}
     */
    @Override
    public Block encoder() {
        return new MultiviewEncoder(options.views(), options.encoder(), List.of(options.from()))
                .block(List.of(encoder));
    }

    /**
     * Returns the encoder and the decoder: a block from one view, {@code [B, C_1, H, W]}, to the other, {@code [B, C_2,
     * H, W]}.
     */
    @Override
    public Block network() {
        return network;
    }

    /**
     * Predicts the other view of images as they are, to look at it.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]
     * @return {@code [B, C_2, H, W]}, in the range of the view; belongs to the manager of {@code
     *     images}
     */
    public NDArray predict(NDArray images) {
        NDList view = options.views().plain(images, options.from());
        return network.forward(store(), view, false).singletonOrThrow();
    }

    @Override
    public NDArray loss(Batch batch) {
        NDList views = options.views().draw(batch.images(), batch.random()); // [B, C_i, H, W]
        NDArray predicted = forward(network, views.get(options.from()), true); // [B, C_2, H, W]
        return PixelLoss.loss(predicted, views.get(options.to()));
    }
}
