package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Blurs with a Gaussian of random width, each image with the same probability.
 *
 * <pre>
 *   g(d) = exp(-d^2 / (2 sigma^2)) / sum,   d = -radius .. radius,   sigma ~ U(minSigma, maxSigma)
 * </pre>
 *
 * along rows and columns, with the image mirrored at its borders (without repeating the outermost
 * pixel), as in torchvision. One {@link #matrix banded matrix} a sample and axis, so a batch is two
 * batched matrix products.
 *
 * <p>SimCLR (Chen et al., 2020, appendix A) takes a kernel of a tenth of the image and sigma in 0.1
 * to 2.0, with probability 0.5 on ImageNet and not at all on CIFAR-10.
 *
 * @param radius pixels on each side of the centre, at least 1; the kernel has {@code 2 radius + 1}
 * @param minSigma smallest standard deviation, in pixels, above 0
 * @param maxSigma largest standard deviation, in pixels
 * @param probability share of the images that are blurred, in [0, 1]
 */
public record GaussianBlur(int radius, double minSigma, double maxSigma, double probability) implements OfPixels {

    private static final String NAME = "GaussianBlur";

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if an option is out of its range
     */
    public GaussianBlur {
        checkRadius(radius);
        if (!(minSigma > 0 && minSigma <= maxSigma && Double.isFinite(maxSigma))) {
            throw new IllegalArgumentException(
                    "sigma %s to %s is not a range of positive numbers of pixels".formatted(minSigma, maxSigma));
        }
        Pixels.checkProbability("probability", probability);
    }

    /**
     * Returns SimCLR's blur for images of a size: a kernel of a tenth of it (3 pixels for 32),
     * sigma in 0.1 to 2.
     *
     * @param size rows and columns of the images, in pixels
     * @param probability share of the images that are blurred, in [0, 1]
     * @return the blur
     */
    public static GaussianBlur simclr(int size, double probability) {
        return new GaussianBlur(Math.max(1, size / 20), 0.1, 2, probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        double[] sigmas = new double[Math.toIntExact(images.getShape().get(0))];
        for (int i = 0; i < sigmas.length; i++) {
            boolean blurred = random.nextDouble() < probability;
            double sigma = minSigma + (maxSigma - minSigma) * random.nextDouble();
            sigmas[i] = blurred ? sigma : 0;
        }
        return blur(images, radius, sigmas);
    }

    /**
     * Blurs every image with its given sigma.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1], H and W above {@code radius}; left
     *     unchanged
     * @param radius pixels on each side of the centre
     * @param sigmas B standard deviations in pixels, or one for all; 0 leaves the image as it is
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     * @throws IllegalArgumentException if the number of sigmas is not B, one is negative, or the
     *     image is not larger than the radius
     */
    public static NDArray blur(NDArray images, int radius, double... sigmas) {
        return Pixels.compute(images, NAME, x -> {
            int batch = Math.toIntExact(x.getShape().get(0));
            int h = Math.toIntExact(x.getShape().get(2));
            int w = Math.toIntExact(x.getShape().get(3));
            if (sigmas.length != 1) {
                Pixels.checkCount(sigmas.length, batch);
            }
            float[] rows = new float[batch * h * h];
            float[] columns = new float[batch * w * w];
            for (int i = 0; i < batch; i++) {
                double sigma = sigmas[sigmas.length == 1 ? 0 : i];
                fill(rows, i * h * h, h, radius, sigma);
                fill(columns, i * w * w, w, radius, sigma);
            }
            return Pixels.separable(x, rows, columns);
        });
    }

    /**
     * Returns the matrix that blurs a line of pixels: {@code y = G x}.
     *
     * <p>{@code G[i][m(i + d)] += g(d)} for d = -radius .. radius, where m mirrors an index at the
     * ends: -1 becomes 1, and {@code size} becomes {@code size - 2}.
     *
     * @param size pixels of the line, above {@code radius}
     * @param radius pixels on each side of the centre, at least 1
     * @param sigma standard deviation in pixels; 0 gives the identity
     * @return {@code [size][size]}, zero further than {@code radius} from the diagonal; every row
     *     is non-negative and sums to 1
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double[][] matrix(int size, int radius, double sigma) {
        double[] kernel = kernel(size, radius, sigma);
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int d = -radius; d <= radius; d++) {
                matrix[i][mirrored(i + d, size)] += kernel[radius + d];
            }
        }
        return matrix;
    }

    private static void fill(float[] target, int offset, int size, int radius, double sigma) {
        double[] kernel = kernel(size, radius, sigma);
        for (int i = 0; i < size; i++) {
            for (int d = -radius; d <= radius; d++) {
                target[offset + i * size + mirrored(i + d, size)] += (float) kernel[radius + d];
            }
        }
    }

    private static double[] kernel(int size, int radius, double sigma) {
        checkRadius(radius);
        if (size <= radius) {
            throw new IllegalArgumentException(
                    "a radius of %d pixels needs more than %d pixels, found %d".formatted(radius, radius, size));
        }
        if (!(sigma >= 0)) {
            throw new IllegalArgumentException("sigma = %s is not a width of at least 0 pixels".formatted(sigma));
        }
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int d = -radius; d <= radius; d++) {
            double z = d == 0 ? 0 : d / sigma; // sigma = 0 gives exp(-infinity) = 0 beside the centre
            kernel[radius + d] = Math.exp(-0.5 * z * z);
            sum += kernel[radius + d];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static int mirrored(int i, int size) {
        int j = Math.abs(i);
        return j < size ? j : 2 * (size - 1) - j;
    }

    private static void checkRadius(int radius) {
        if (radius < 1) {
            throw new IllegalArgumentException("radius = %d is not at least 1 pixel".formatted(radius));
        }
    }
}
