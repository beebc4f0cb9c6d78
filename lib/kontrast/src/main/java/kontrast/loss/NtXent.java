package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * NT-Xent, the normalised temperature-scaled cross entropy of SimCLR.
 *
 * <p>For the positive pair (i, j) among 2N views,
 *
 * <pre>
 *   l(i, j) = -log( exp(sim(z_i, z_j) / tau) / sum over k != i of exp(sim(z_i, z_k) / tau) )
 *   sim(u, v) = u.v / (|u| |v|)
 * </pre>
 *
 * <p>Chen et al., A simple framework for contrastive learning of visual representations, 2020,
 * equation 1. N is the number of images in a batch, tau is {@link #temperature()}. Each view has
 * one positive, the other view of its image, and 2N - 2 negatives.
 *
 * <p>Deviations: the views are stacked, all first views before all second ones, so that the
 * positive of row i is row i + N modulo 2N (in the paper, 2k - 1 and 2k are neighbours); and the
 * loss is the mean over the 2N terms, as in the paper's algorithm 1, not their sum. The similarity
 * of a view with itself is masked before the softmax, not subtracted after it.
 *
 * @param temperature tau, above 0; the paper uses 0.5 on CIFAR-10 and 0.1 on ImageNet
 */
public record NtXent(double temperature) implements BatchLoss {

    /** What is added to a masked logit: exp of it is exactly 0 in float32, and it stays finite. */
    private static final double MASKED = -1e9;

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public NtXent {
        check(temperature);
    }

    /**
     * Checks a temperature.
     *
     * @param temperature tau
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public static void check(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature must be a finite number above 0 (0.1 to 0.5 is usual), found " + temperature);
        }
    }

    /**
     * Returns the loss of two batches of projections whose rows are positive pairs.
     *
     * @param z1 {@code [N, d]}, the first views; need not be normalised
     * @param z2 {@code [N, d]}, the second views in the same order
     * @return scalar, the mean over all 2N views; belongs to the manager of {@code z1}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    @Override
    public NDArray loss(NDArray z1, NDArray z2) {
        if (!z1.getShape().equals(z2.getShape())) {
            throw new IllegalArgumentException(
                    "both views need the same shape [N, d], found %s and %s".formatted(z1.getShape(), z2.getShape()));
        }
        return loss(z1.concat(z2, 0)); // [2N, d]
    }

    /**
     * Returns the loss of stacked projections: N first views, then N second views in the same
     * order.
     *
     * @param z {@code [2N, d]}; need not be normalised
     * @return scalar, the mean over all 2N views; belongs to the manager of {@code z}
     * @throws IllegalArgumentException if the shape is not {@code [2N, d]} with N at least 1
     */
    public NDArray loss(NDArray z) {
        int n = pairs(z.getShape());
        NDArray logProbability = logits(z).logSoftmax(1); // [2N, 2N]
        NDArray first = logProbability.diagonal(n); // [N]: row i, column i + N
        NDArray second = logProbability.diagonal(-n); // [N]: row i + N, column i
        return first.concat(second, 0).mean().neg();
    }

    /**
     * Returns what the softmax sees: cosine similarities over temperature, with each view's
     * similarity with itself masked.
     *
     * @param z {@code [2N, d]}; need not be normalised
     * @return {@code [2N, 2N]}, with about -10^9 on the diagonal; belongs to the manager of {@code
     *     z}
     * @throws IllegalArgumentException if the shape is not {@code [2N, d]} with N at least 1
     */
    public NDArray logits(NDArray z) {
        int n = pairs(z.getShape());
        NDArray unit = z.normalize(2, 1); // [2N, d], rows of length 1
        NDArray similarity = unit.matMul(unit.transpose()); // [2N, 2N], cosines
        NDManager manager = z.getManager();
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        NDArray tau = Transfer.send(manager, temperature);
        NDArray self = manager.eye(2 * n, 2 * n, 0, z.getDataType()); // [2N, 2N]
        return similarity.div(tau).add(self.mul(MASKED));
    }

    /**
     * Returns the loss of an encoder that distinguishes nothing: a uniform guess among the 2N - 1
     * other views.
     *
     * @param images N, the number of images in a batch, at least 1
     * @return ln(2N - 1), the chance line of a loss plot
     * @throws IllegalArgumentException if {@code images} is below 1
     */
    public static double chance(int images) {
        if (images < 1) {
            throw new IllegalArgumentException("a batch has at least 1 image, found " + images);
        }
        return Math.log(2.0 * images - 1);
    }

    /** The same as {@link #chance}: whoever gives all images one point guesses. */
    @Override
    public double trivial(int images) {
        return chance(images);
    }

    private static int pairs(Shape shape) {
        if (shape.dimension() != 2 || shape.get(0) < 2 || shape.get(0) % 2 != 0) {
            throw new IllegalArgumentException(
                    "expected stacked views [2N, d], N first ones and then N second ones, found " + shape);
        }
        return Math.toIntExact(shape.get(0) / 2);
    }
}
