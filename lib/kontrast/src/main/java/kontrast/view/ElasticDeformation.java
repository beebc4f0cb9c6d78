package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Bends images as if drawn on rubber: every pixel comes from a place near by, and neighbours from
 * places alike.
 *
 * <pre>
 *   out(i, j) = in(i + dy(i, j), j + dx(i, j))
 *   dy, dx = alpha * (Gaussian of width sigma convolved with noise),   noise ~ U(-1, 1) a pixel
 * </pre>
 *
 * <p>Simard, Steinkraus and Platt, Best practices for convolutional neural networks applied to
 * visual document analysis, 2003, section 2 (alpha 34, sigma 4 for handwriting of 28 pixels);
 * Hénaff et al. (2020, section 2.2) apply it to patches. The noise is mirrored at the borders, as
 * in {@link GaussianBlur}; the image goes on beyond its border as the border's pixels.
 *
 * @param alpha strength, in pixels, at least 0
 * @param sigma width of the Gaussian, in pixels, above 0: large moves all alike, small is noise
 * @param probability share of the images that are bent, in [0, 1]
 */
public record ElasticDeformation(double alpha, double sigma, double probability) implements OfPixels {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ElasticDeformation {
        if (!(alpha >= 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("alpha = %s is not a strength of at least 0 pixels".formatted(alpha));
        }
        if (!(sigma > 0 && Double.isFinite(sigma))) {
            throw new IllegalArgumentException("sigma = %s is not a width above 0 pixels".formatted(sigma));
        }
        Pixels.checkProbability("probability", probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        Shape s = images.getShape();
        if (s.dimension() != 4) {
            return bend(images, sigma, new float[0]); // says what is wrong
        }
        int pixels = Math.toIntExact(s.get(2) * s.get(3));
        float[] noise = new float[Math.toIntExact(s.get(0)) * 2 * pixels];
        for (int from = 0; from < noise.length; from += 2 * pixels) {
            boolean bent = random.nextDouble() < probability;
            for (int i = from; bent && i < from + 2 * pixels; i++) {
                noise[i] = (float) (alpha * (2 * random.nextDouble() - 1));
            }
        }
        return bend(images, sigma, noise);
    }

    /**
     * Bends every image by its given noise.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param sigma width of the Gaussian, in pixels, above 0
     * @param noise B times H W numbers for the rows and then H W for the columns, in pixels, before
     *     they are smoothed
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     * @throws IllegalArgumentException if there are not 2 B H W numbers
     */
    public static NDArray bend(NDArray images, double sigma, float... noise) {
        return Pixels.compute(images, "ElasticDeformation", x -> {
            Shape s = x.getShape();
            long h = s.get(2);
            long w = s.get(3);
            if (noise.length != 2 * s.get(0) * h * w) {
                throw new IllegalArgumentException(
                        "expected 2 numbers for each of %d pixels, found %d".formatted(s.get(0) * h * w, noise.length));
            }
            int each = Math.toIntExact(2 * h * w);
            int[] bent = IntStream.range(0, noise.length / each)
                    .filter(b -> isThere(noise, b * each, each))
                    .toArray();
            float[] theirs = new float[bent.length * each];
            for (int i = 0; i < bent.length; i++) {
                System.arraycopy(noise, bent[i] * each, theirs, i * each, each);
            }
            return Warp.only(bent, x, some -> bent(some, sigma, theirs));
        });
    }

    private static boolean isThere(float[] noise, int from, int length) {
        return IntStream.range(from, from + length).anyMatch(i -> noise[i] != 0);
    }

    private static NDArray bent(NDArray x, double sigma, float[] noise) {
        long h = x.getShape().get(2);
        long w = x.getShape().get(3);
        NDArray rough = Pixels.tensor(x, noise, x.getShape().get(0), 2, h, w);
        NDArray d = smooth(x, h, sigma).matMul(rough); // [B, 2, H, W]
        d = d.matMul(smooth(x, w, sigma).transpose());
        NDArray y = d.get(":, 0").add(Warp.axis(x, 2)); // [B, H, W]
        return Warp.sample(x, y, d.get(":, 1").add(Warp.axis(x, 3)));
    }

    /** The matrix {@code [size, size]} that convolves a line with the Gaussian. */
    private static NDArray smooth(NDArray like, long size, double sigma) {
        int n = Math.toIntExact(size);
        int radius = Math.max(1, Math.min(n - 1, (int) Math.ceil(3 * sigma)));
        double[][] matrix = GaussianBlur.matrix(n, radius, sigma);
        float[] flat = new float[n * n];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) matrix[i / n][i % n];
        }
        return Pixels.tensor(like, flat, n, n);
    }
}
