package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * Barlow Twins: the correlation of the channels of both views is to be the unit matrix. Each channel agrees with itself
 * in the other view, and says something else than the other channels.
 *
 * <pre>
 *   C_ij = (1/N) sum over n of  x^_ni y^_nj,    x^, y^ = each channel with mean 0 and deviation 1 over the batch
 *   L = (1/d) ( sum over i of (1 - C_ii)^2  +  lambda sum over i != j of C_ij^2 )
 * </pre>
 *
 * <p>Zbontar et al., Barlow Twins: self-supervised learning via redundancy reduction, 2021, equations 1 and 2. lambda =
 * {@code redundancy}. The deviation is the biased one with 1e-5 under the root, as in the published code's batch
 * normalisation, so that a channel which is the same for all images counts as uncorrelated and not as NaN.
 *
 * <p>Deviation: the mean over the d channels in place of the sum, so that the trivial solution costs 1 for any d.
 *
 * @param redundancy lambda, at least 0; 0.005 in the paper; 0 lets all channels say the same
 */
public record BarlowTwins(double redundancy) implements BatchLoss {

    private static final double EPSILON = 1e-5;

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public BarlowTwins {
        if (!(redundancy >= 0) || Double.isInfinite(redundancy)) {
            throw new IllegalArgumentException(
                    "redundancy weighs the correlations of different channels, a finite number of at least 0 (0.005 is usual), found "
                            + redundancy);
        }
    }

    /** Returns the published setting: lambda = 0.005. */
    public static BarlowTwins paper() {
        return new BarlowTwins(0.005);
    }

    /**
     * Returns the loss.
     *
     * @param x {@code [N, d]}, embeddings of the first views; N at least 2
     * @param y {@code [N, d]}, embeddings of the second views in the same order
     * @return scalar; belongs to the manager of {@code x}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}, N at least 2
     */
    @Override
    public NDArray loss(NDArray x, NDArray y) {
        NDArray c = correlation(x, y); // [d, d]
        int d = Math.toIntExact(c.getShape().get(0));
        NDManager manager = c.getManager();
        NDArray unit = manager.eye(d, d, 0, c.getDataType());
        NDArray weight = manager.ones(new Shape(d, d), c.getDataType())
                .sub(unit)
                .mul(redundancy)
                .add(unit);
        return c.sub(unit).square().mul(weight).sum(new int[] {1}).mean();
    }

    /**
     * Returns the correlation of each channel of one view with each of the other.
     *
     * @param x {@code [N, d]}, N at least 2
     * @param y {@code [N, d]}, in the same order
     * @return C, {@code [d, d]}, in [-1, 1]; row i for channel i of x, column j for channel j of y; belongs to the
     *     manager of {@code x}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}, N at least 2
     */
    public static NDArray correlation(NDArray x, NDArray y) {
        Shape shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(0) < 2 || !shape.equals(y.getShape())) {
            throw new IllegalArgumentException(
                    "correlations over a batch need both views as the same [N, d] with N at least 2, found %s and %s"
                            .formatted(shape, y.getShape()));
        }
        NDArray product = standardised(x).transpose().matMul(standardised(y)); // [d, d]
        return product.div(number(product, (double) shape.get(0)));
    }

    private static NDArray standardised(NDArray z) {
        NDArray centred = z.sub(z.mean(new int[] {0}, true));
        NDArray variance = centred.square().mean(new int[] {0}, true); // [1, d]
        return centred.div(variance.add(number(z, EPSILON)).sqrt());
    }

    /** What one point for all images costs: no channel agrees with itself. */
    @Override
    public double trivial(int images) {
        return 1;
    }

    /** Not div(double): DJL frees that number at once, while the backward pass still reads it. */
    private static NDArray number(NDArray like, double value) {
        return Transfer.send(like.getManager(), value).toType(like.getDataType(), false);
    }
}
