package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import kontrast.tensor.Transfer;

/**
 * The loss of PIRL: the image and what a pretext task made of it, such as its shuffled tiles, are both to find the
 * image's row in the memory bank among those of other images.
 *
 * <pre>
 *   L = lambda L_NCE(m, v_t) + (1 - lambda) L_NCE(m, v)
 *   L_NCE = -log h(s_0) - sum over j of log(1 - h(s_j)),   h(s) = exp(s) / (exp(s) + sum over j of exp(s_j))
 *   s_0 = sim(v, m) / tau,  s_j = sim(v, m_j) / tau        sim = cosine; j over the negatives
 * </pre>
 *
 * <p>Misra and van der Maaten, Self-supervised learning of pretext-invariant representations, 2020, equations 4 to 6. v
 * = embedding of the image, v_t = that of its transformed version, m = the image's row of the bank, m_j = rows of other
 * images; lambda = {@code weight}, tau = {@code temperature}. With log S = log sum exp(s_j) a term is softplus(log S -
 * s_0) and softplus(s_j - log S), which neither overflows nor takes the logarithm of 0. In contrast to {@link Nce} the
 * normaliser is that of the row itself, and gradient flows through it.
 *
 * @param weight lambda, in [0, 1]: 1 looks at the transformed version alone, 0 at the image alone; 0.5 in the paper
 * @param temperature tau, above 0; 0.07 in the paper
 */
public record PretextInvariance(double weight, double temperature) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PretextInvariance {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException(
                    "weight is the share of the transformed image in the loss, in [0, 1] (0.5 is usual), found "
                            + weight);
        }
        NtXent.check(temperature);
    }

    /** Returns the published setting: lambda = 0.5, tau = 0.07. */
    public static PretextInvariance paper() {
        return new PretextInvariance(0.5, 0.07);
    }

    /**
     * Returns the loss.
     *
     * @param image v, {@code [N, d]}; need not be normalised, as the others
     * @param transformed v_t, {@code [N, d]}, in the same order
     * @param positive m, {@code [N, d]}, each image's row of the bank
     * @param negatives m_j, {@code [N, k, d]}, each image's own, or {@code [k, d]}, the same for all; k at least 1
     * @return scalar, the mean over the N images; belongs to the manager of {@code image}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray image, NDArray transformed, NDArray positive, NDArray negatives) {
        InfoNce cosines = new InfoNce(temperature);
        NDArray ofTransformed = nce(cosines.scores(transformed, positive, negatives));
        NDArray ofImage = nce(cosines.scores(image, positive, negatives));
        return ofTransformed.mul(number(image, weight)).add(ofImage.mul(number(image, 1 - weight)));
    }

    /**
     * Returns L_NCE of scores.
     *
     * @param scores {@code [N, 1 + k]}: column 0 is the positive, the others are negatives; k at least 1
     * @return scalar, the mean over the N rows; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, 1 + k]} with k at least 1
     */
    public static NDArray nce(NDArray scores) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2 || shape.get(1) < 2) {
            throw new IllegalArgumentException(
                    "expected scores [N, 1 + k] of one positive and at least one negative, found " + shape);
        }
        NDArray positive = scores.get(new NDIndex(":, 0:1")); // [N, 1]
        NDArray negatives = scores.get(new NDIndex(":, 1:")); // [N, k]
        NDIndex first = new NDIndex(":, 0:1"); // log softmax = s - log S, in each column
        NDArray logS = negatives.get(first).sub(negatives.logSoftmax(1).get(first)); // [N, 1]
        NDArray found = Activation.softPlus(logS.sub(positive)); // -log h(s_0)
        NDArray mistaken = Activation.softPlus(negatives.sub(logS)); // -log(1 - h(s_j))
        return found.concat(mistaken, 1).sum(new int[] {1}).mean();
    }

    /**
     * Returns the loss of an encoder that tells no row from another: h = 1 / (1 + k) for the positive, as for each
     * negative.
     *
     * @param negatives k, at least 1
     * @return ln(1 + k) + k ln(1 + 1/k), for any lambda
     * @throws IllegalArgumentException if {@code negatives} is below 1
     */
    public static double chance(int negatives) {
        if (negatives < 1) {
            throw new IllegalArgumentException("PIRL needs at least 1 negative, found " + negatives);
        }
        return Math.log1p(negatives) + negatives * Math.log1p(1.0 / negatives);
    }

    /** Not mul(double): DJL frees that number at once, while the backward pass still reads it. */
    private static NDArray number(NDArray like, double value) {
        return Transfer.send(like.getManager(), value).toType(like.getDataType(), false);
    }
}
