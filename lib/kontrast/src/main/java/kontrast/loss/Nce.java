package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;
import kontrast.tensor.Transfer;

/**
 * Noise contrastive estimation: was a candidate drawn from the data or from the noise? Instead of
 * the softmax over all n images, m noise samples and a binary question for each.
 *
 * <pre>
 *   P(D = 1 | v2; v1) = h(v1, v2) / (h(v1, v2) + m P_n),   P_n = 1 / n,   h(v1, v2) = exp(s) / Z
 *   L = -log P(D = 1 | positive) - sum over the m negatives of log(1 - P(D = 1 | negative))
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, section 3.4, after Gutmann and Hyvärinen,
 * Noise-contrastive estimation, 2010, and Wu et al., Unsupervised feature learning via
 * non-parametric instance discrimination, 2018, equations 6 and 7. h stands for the unknown density
 * p_d(v2 | v1), so scores s need the normaliser Z ({@code kontrast.memory.Normaliser}); noise is
 * uniform over the images. Computed in logarithms, as softplus of s - log Z - log(m P_n), it
 * neither overflows nor needs the small constant of the published code.
 *
 * @param images n, the size of the data set, at least 2
 * @param negatives m, at least 1
 */
public record Nce(int images, int negatives) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code images} is below 2 or {@code negatives} below 1
     */
    public Nce {
        if (images < 2 || negatives < 1) {
            throw new IllegalArgumentException(
                    "NCE needs at least 2 images and 1 negative, found %d and %d".formatted(images, negatives));
        }
    }

    /**
     * Returns the loss.
     *
     * @param scores s, {@code [N, 1 + m]}: column 0 is the positive, the others are noise
     * @param logZ log Z, a scalar, or {@code [N, 1]} for one of each row; no gradient should flow
     *     through it
     * @return scalar, the mean over the N rows; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the scores are not {@code [N, 1 + m]}
     */
    public NDArray loss(NDArray scores, NDArray logZ) {
        NDArray logit = logits(scores, logZ); // [N, 1 + m]
        NDManager manager = scores.getManager();
        float[] signs = new float[1 + negatives];
        Arrays.fill(signs, 1);
        signs[0] = -1;
        NDArray sign = Transfer.send(manager, signs, 1, 1 + negatives);
        NDArray wrong = logit.mul(sign.toType(scores.getDataType(), false));
        // -log P(D = 1) = softplus(-logit) and -log(1 - P(D = 1)) = softplus(logit)
        return Activation.softPlus(wrong).sum(new int[] {1}).mean();
    }

    /**
     * Returns the probabilities that candidates come from the data.
     *
     * @param scores s, {@code [N, 1 + m]}
     * @param logZ log Z, a scalar, or {@code [N, 1]}
     * @return P(D = 1), {@code [N, 1 + m]}; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the scores are not {@code [N, 1 + m]}
     */
    public NDArray probabilities(NDArray scores, NDArray logZ) {
        return Activation.sigmoid(logits(scores, logZ));
    }

    /** log( h / (m P_n) ), of which P(D = 1) is the sigmoid. */
    private NDArray logits(NDArray scores, NDArray logZ) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2 || shape.get(1) != 1 + negatives) {
            throw new IllegalArgumentException("expected scores of one positive and %d negatives, [N, %d], found %s"
                    .formatted(negatives, 1 + negatives, shape));
        }
        double noise = Math.log((double) negatives / images);
        NDArray logNoise = Transfer.send(scores.getManager(), noise).toType(scores.getDataType(), false);
        return scores.sub(logZ).sub(logNoise);
    }

    /**
     * Returns ln(1 + m) + m ln(1 + 1/m), the loss of an encoder that distinguishes nothing (h = P_n for every
     * candidate): the chance line of a loss plot.
     */
    public double chance() {
        return Math.log1p(negatives) + negatives * Math.log1p(1.0 / negatives);
    }
}
