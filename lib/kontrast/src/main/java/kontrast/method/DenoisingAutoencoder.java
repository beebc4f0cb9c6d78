package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import java.util.Objects;
import java.util.function.Consumer;
import kontrast.data.Examples;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Decoder;
import kontrast.loss.PixelLoss;
import kontrast.tensor.Transfer;
import kontrast.view.View;

/**
 * Denoising autoencoder: draws the image from a noisy version of it.
 *
 * <pre>
 *   minimise  mean of ( g(map(q(x))) - x )^2      q(x) = clip(x + sigma e),  e ~ N(0, 1)
 * </pre>
 *
 * <p>Vincent et al., Extracting and composing robust features with denoising autoencoders, 2008,
 * section 2.3. q = {@link Options#noise()}, g = the decoder. Deviations: convolutions, and squared
 * error of pixels in place of their cross entropy; the decoder's weights are its own. Without noise
 * it is a plain autoencoder.
 */
public final class DenoisingAutoencoder extends GenerativeTask {

    private final Options options;

    /**
     * What the autoencoder consists of.
     *
     * @param view t, drawn once for each image: x above is t(x)
     * @param noise q, drawn after t; keeps the size. {@code new GaussianNoise(0)} switches it off
     * @param encoder f, by its map and its pool
     * @param width channels of the decoder before its last convolution, at least 1
     */
    public record Options(View view, View noise, ConvEncoder encoder, int width) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if {@code width} is below 1
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(noise, "noise");
            Objects.requireNonNull(encoder, "encoder");
            checkWidth(width);
        }

        /**
         * Returns a copy with some of them changed, e.g. {@code with(o -> o.noise = new GaussianNoise(0.1))}, and
         * checks it.
         */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.noise, o.encoder, o.width);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public View noise = Options.this.noise;
            public ConvEncoder encoder = Options.this.encoder;
            public int width = Options.this.width;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what the autoencoder consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public DenoisingAutoencoder(Options options, Shape image, Device device, long seed) {
        super(
                "denoising autoencoder",
                options.encoder(),
                Blocks.identityBlock(),
                Decoder.of(options.width(), options.encoder(), Math.toIntExact(image.get(0))),
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
    public NDArray loss(Batch batch) {
        NDArray clean = options.view().apply(batch.images(), batch.random()); // [B, C, H, W]
        NDArray noisy = options.noise().apply(clean, batch.random()); // [B, C, H, W]
        return PixelLoss.loss(forward(noisy, true), clean);
    }

    /**
     * Draws images again, in evaluation mode.
     *
     * @param noisy {@code [B, C, H, W]}, float32 in [0, 1], with noise or without; left unchanged
     * @return {@code [B, C, H, W]} in [0, 1], attached to the manager of {@code noisy}
     */
    public NDArray reconstruct(NDArray noisy) {
        return draw(noisy).clip(0, 1);
    }

    /**
     * Returns the mean squared error of the reconstruction of noisy images.
     *
     * @return at least 0, in squared units of white; the noisy image itself is about sigma^2 away
     */
    @Override
    public double error(Examples images, long seed) {
        return average(
                images,
                seed,
                (x, random) -> Transfer.number(
                        PixelLoss.loss(reconstruct(options.noise().apply(x, random)), x)));
    }
}
