package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Adds independent normal noise to every value: {@code out = clip(in + deviation e)}, e ~ N(0, 1).
 *
 * <p>The corruption of the denoising autoencoder (Vincent et al., Stacked denoising autoencoders,
 * 2010, section 3.3); clipped, so that the result is an image.
 *
 * @param deviation standard deviation of the noise in units of white, at least 0; 0 changes nothing
 */
public record GaussianNoise(double deviation) implements OfPixels {

    /**
     * Validates the option.
     *
     * @throws IllegalArgumentException if it is not a finite number of at least 0
     */
    public GaussianNoise {
        if (!(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException(
                    "deviation = %s is not a finite number of at least 0 (white is 1)".formatted(deviation));
        }
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        float[] noise = new float[deviation > 0 ? Math.toIntExact(images.size()) : 0];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (deviation * random.nextGaussian());
        }
        return add(images, noise);
    }

    /**
     * Adds given noise.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param noise a number for each value of {@code images}; or none
     * @return the shape of {@code images}, clipped to [0, 1], attached to its manager
     * @throws IllegalArgumentException if there are some but not as many numbers
     */
    public static NDArray add(NDArray images, float... noise) {
        return Pixels.compute(images, "GaussianNoise", x -> {
            if (noise.length == 0) {
                return x;
            }
            if (noise.length != x.size()) {
                throw new IllegalArgumentException(
                        "expected noise for each of %d values, found %d numbers".formatted(x.size(), noise.length));
            }
            return x.add(Pixels.tensor(x, noise, x.getShape().getShape()));
        });
    }
}
