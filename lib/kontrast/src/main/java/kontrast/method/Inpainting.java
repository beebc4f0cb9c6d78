package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.encoder.ChannelwiseLinear;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Decoder;
import kontrast.loss.PixelLoss;
import kontrast.tensor.Transfer;
import kontrast.view.Mask;
import kontrast.view.RandomResizedCrop.Box;
import kontrast.view.View;

/**
 * Inpainting with a context encoder: draws what is hidden from what is around it.
 *
 * <pre>
 *   M = 1 where hidden, 0 elsewhere         y = g(c(map((1 - M) x + M fill)))
 *   minimise  sum of w (y - x)^2 / sum of w
 *   w = 1 where hidden, {@code overlapWeight} in a band of {@code overlap} pixels around it, 0 elsewhere
 * </pre>
 *
 * <p>Pathak et al., Context encoders: feature learning by inpainting, 2016, equation 1; the band,
 * whose weight of 10 makes the drawing go on smoothly, is that of section 5.1. c = the {@link
 * ChannelwiseLinear} layer and 1 x 1 convolution of section 3.1, which carry what is seen to where
 * nothing is seen. Deviations: no adversarial loss, and the mean over weights, so that the loss
 * does not depend on how much is hidden.
 */
public final class Inpainting extends GenerativeTask {

    private final Options options;

    /**
     * What inpainting consists of.
     *
     * @param view t, drawn once for each image: x above is t(x)
     * @param mask M, drawn for each image
     * @param fill value of hidden pixels, in [0, 1]
     * @param overlap width of the band around what is hidden, in pixels, at least 0
     * @param overlapWeight weight of the band, at least 0; what is hidden has 1
     * @param encoder f, by its map and its pool
     * @param width channels of the decoder before its last convolution, at least 1
     */
    public record Options(
            View view, Mask mask, double fill, int overlap, double overlapWeight, ConvEncoder encoder, int width) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(mask, "mask");
            Objects.requireNonNull(encoder, "encoder");
            if (!(fill >= 0 && fill <= 1)) {
                throw new IllegalArgumentException("fill is a value of a pixel in [0, 1], found " + fill);
            }
            if (overlap < 0 || !(overlapWeight >= 0) || Double.isInfinite(overlapWeight)) {
                throw new IllegalArgumentException(
                        "overlap and its weight must be at least 0, found %d and %s".formatted(overlap, overlapWeight));
            }
            checkWidth(width);
        }

        /**
         * Returns a copy with some of them changed, e.g. {@code with(o -> o.mask = Mask.central(8))}, and checks it.
         */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.mask, o.fill, o.overlap, o.overlapWeight, o.encoder, o.width);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Mask mask = Options.this.mask;
            public double fill = Options.this.fill;
            public int overlap = Options.this.overlap;
            public double overlapWeight = Options.this.overlapWeight;
            public ConvEncoder encoder = Options.this.encoder;
            public int width = Options.this.width;
        }
    }

    /**
     * An image before and after.
     *
     * @param hidden M, {@code [B, 1, H, W]}: 1 where hidden, 0 elsewhere
     * @param masked what the network sees, {@code [B, C, H, W]}
     * @param completed the image with what is hidden drawn by the network, {@code [B, C, H, W]}
     */
    public record Completion(NDArray hidden, NDArray masked, NDArray completed) {}

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what inpainting consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Inpainting(Options options, Shape image, Device device, long seed) {
        super(
                "inpainting",
                options.encoder(),
                across(options.encoder().channels()),
                Decoder.of(options.width(), options.encoder(), Math.toIntExact(image.get(0))),
                image,
                device,
                seed);
        this.options = options;
    }

    /** Carries information across the map, channel by channel, and then from channel to channel. */
    private static Block across(int channels) {
        return new SequentialBlock()
                .add(new ChannelwiseLinear())
                .add(Conv2d.builder()
                        .setFilters(channels)
                        .setKernelShape(new Shape(1, 1))
                        .build());
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = options.view().apply(batch.images(), batch.random()); // [B, C, H, W]
        List<List<Box>> boxes = options.mask().draw(x, batch.random());
        NDArray hidden = Mask.indicator(x, 0, boxes); // M, [B, 1, H, W]
        return PixelLoss.loss(forward(hide(x, hidden), true), x, weights(x, hidden, boxes));
    }

    /** (1 - M) x + M fill. */
    private NDArray hide(NDArray x, NDArray hidden) {
        NDArray one = Transfer.send(x.getManager(), 1f);
        NDArray fill = Transfer.send(x.getManager(), (float) options.fill());
        return x.mul(one.sub(hidden)).add(hidden.mul(fill));
    }

    /** w: 1 where hidden, the overlap's weight in the band around it. */
    private NDArray weights(NDArray x, NDArray hidden, List<List<Box>> boxes) {
        NDArray grown = Mask.indicator(x, options.overlap(), boxes); // [B, 1, H, W]
        NDArray weight = Transfer.send(x.getManager(), (float) options.overlapWeight());
        return hidden.add(grown.sub(hidden).mul(weight));
    }

    /**
     * Hides a part of each image and draws it, in evaluation mode.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of what is hidden
     * @return before and after; attached to the manager of {@code images}
     */
    public Completion complete(NDArray images, RandomGenerator random) {
        NDArray hidden = Mask.indicator(images, 0, options.mask().draw(images, random));
        NDArray masked = hide(images, hidden);
        NDArray drawn = draw(masked).clip(0, 1).mul(hidden);
        NDArray seen = images.mul(Transfer.send(images.getManager(), 1f).sub(hidden));
        return new Completion(hidden, masked, seen.add(drawn));
    }

    /**
     * Returns the mean squared error of what was hidden.
     *
     * @return at least 0, in squared units of white; the band around it does not count
     */
    @Override
    public double error(Examples images, long seed) {
        return average(images, seed, (x, random) -> {
            Completion done = complete(x, random);
            return Transfer.number(PixelLoss.loss(done.completed(), x, done.hidden()));
        });
    }
}
