package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Objects;
import kontrast.tensor.Transfer;

/**
 * The loss of a joint embedding, in its parts: an energy that pulls the two views of an image
 * together, and terms over the batch that keep the embeddings from becoming one point.
 *
 * <pre>
 *   L = a mean over i of D(x_i, y_i) + b (v(X) + v(Y)) + c (w(X) + w(Y))
 *   v(Z) = mean over j of max(0, 1 - sqrt(Var(Z_j) + eps))       variance: each channel's std &gt;= 1
 *   w(Z) = sum over j != k of Cov(Z)_jk^2 / d                    covariance: channels differ
 * </pre>
 *
 * <p>The components are those of Canziani and Zhu's lecture on joint embedding methods, 2022; both
 * terms over the batch are from Bardes et al., VICReg, 2022, equations 1 to 6. D = {@link
 * #energy()}, a = {@code pull}, b = {@code variance}, c = {@code covariance}; X and Y are {@code
 * [N, d]}, the embeddings of the first and of the second views; Var and Cov are the unbiased ones,
 * eps = 1e-4. With b = c = 0 the trivial solution, one point for all images, has the least loss
 * that there is.
 *
 * <p>Deviations: the variance term is the paper's equation, which VICReg's published code halves; with {@link
 * Energy#SQUARED_DISTANCE} the pull is that of the code, which divides it by d, and not of the equation, which does
 * not.
 *
 * @param energy D
 * @param pull a, at least 0
 * @param variance b, at least 0; 0 leaves the term out
 * @param covariance c, at least 0; 0 leaves the term out
 */
public record JointEmbeddingLoss(Energy energy, double pull, double variance, double covariance) implements BatchLoss {

    private static final double EPSILON = 1e-4;

    /** How far apart two embeddings of one image are. */
    public enum Energy {
        /** D(x, y) = |x - y|^2 / d. */
        SQUARED_DISTANCE,
        /** D(x, y) = -x.y / (|x| |y|), in [-1, 1]; blind to lengths. */
        NEGATIVE_COSINE
    }

    /**
     * Checks the weights.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public JointEmbeddingLoss {
        Objects.requireNonNull(energy, "energy");
        check("pull", pull);
        check("variance", variance);
        check("covariance", covariance);
    }

    private static void check(String name, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "%s is the weight of a term, a finite number of at least 0, found %s".formatted(name, weight));
        }
    }

    /**
     * Returns the energy alone, which the trivial solution minimises.
     *
     * @param energy D
     * @return a = 1, b = c = 0
     */
    public static JointEmbeddingLoss pullOnly(Energy energy) {
        return new JointEmbeddingLoss(energy, 1, 0, 0);
    }

    /**
     * Returns VICReg's setting.
     *
     * @return the squared distance, a = b = 25, c = 1
     */
    public static JointEmbeddingLoss vicReg() {
        return new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 25, 25, 1);
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
        NDArray loss = scale(energies(x, y).mean(), pull);
        if (variance > 0) {
            loss = loss.add(scale(variance(x).add(variance(y)), variance));
        }
        if (covariance > 0) {
            loss = loss.add(scale(covariance(x).add(covariance(y)), covariance));
        }
        return loss;
    }

    /**
     * Returns the energy of each pair.
     *
     * @param x {@code [N, d]}
     * @param y {@code [N, d]}
     * @return {@code [N]}, D(x_i, y_i); belongs to the manager of {@code x}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    public NDArray energies(NDArray x, NDArray y) {
        if (x.getShape().dimension() != 2 || !x.getShape().equals(y.getShape())) {
            throw new IllegalArgumentException(
                    "both views need the same shape [N, d], found %s and %s".formatted(x.getShape(), y.getShape()));
        }
        return switch (energy) {
            case SQUARED_DISTANCE -> x.sub(y).square().mean(new int[] {1});
            case NEGATIVE_COSINE ->
                x.normalize(2, 1).mul(y.normalize(2, 1)).sum(new int[] {1}).neg();
        };
    }

    /**
     * Returns v: how far the channels' standard deviations fall short of 1.
     *
     * @param z {@code [N, d]}, N at least 2
     * @return scalar in [0, 1]; belongs to the manager of {@code z}
     * @throws IllegalArgumentException if the shape is not {@code [N, d]} with N at least 2
     */
    public static NDArray variance(NDArray z) {
        NDArray centred = centred(z);
        NDArray sum = centred.square().sum(new int[] {0}); // [d]
        NDArray var = scale(sum, 1.0 / (z.getShape().get(0) - 1));
        NDManager manager = z.getManager();
        NDArray std = var.add(Transfer.send(manager, (float) EPSILON).toType(z.getDataType(), false))
                .sqrt();
        NDArray one = manager.ones(new Shape(), z.getDataType());
        return Activation.relu(one.sub(std)).mean();
    }

    /**
     * Returns w: the squared covariances of different channels.
     *
     * @param z {@code [N, d]}, N at least 2
     * @return scalar of at least 0; belongs to the manager of {@code z}
     * @throws IllegalArgumentException if the shape is not {@code [N, d]} with N at least 2
     */
    public static NDArray covariance(NDArray z) {
        NDArray centred = centred(z);
        int d = Math.toIntExact(z.getShape().get(1));
        NDArray product = centred.transpose().matMul(centred); // [d, d]
        NDArray cov = scale(product, 1.0 / (z.getShape().get(0) - 1));
        NDManager manager = z.getManager();
        NDArray others = manager.ones(new Shape(d, d), z.getDataType()).sub(manager.eye(d, d, 0, z.getDataType()));
        return scale(cov.mul(others).square().sum(), 1.0 / d);
    }

    /**
     * Returns the loss of the trivial solution, all embeddings being one point.
     *
     * @return a D + 2 b (1 - sqrt(eps)), with D = 0, or -1 for the cosine
     */
    public double trivial() {
        double least = energy == Energy.NEGATIVE_COSINE ? -1 : 0;
        return pull * least + 2 * variance * (1 - Math.sqrt(EPSILON));
    }

    /** The same for batches of any size, see {@link #trivial()}. */
    @Override
    public double trivial(int images) {
        return trivial();
    }

    private static NDArray centred(NDArray z) {
        if (z.getShape().dimension() != 2 || z.getShape().get(0) < 2) {
            throw new IllegalArgumentException(
                    "a variance over the batch needs embeddings [N, d] of at least 2 images, found " + z.getShape());
        }
        return z.sub(z.mean(new int[] {0}, true));
    }

    /** Not mul(double): DJL frees that number at once, while the backward pass still reads it. */
    private static NDArray scale(NDArray array, double factor) {
        return array.mul(Transfer.send(array.getManager(), factor).toType(array.getDataType(), false));
    }
}
