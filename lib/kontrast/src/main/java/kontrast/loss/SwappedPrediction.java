package kontrast.loss;

import ai.djl.ndarray.NDArray;
import kontrast.tensor.Transfer;

/**
 * The loss of SwAV: from one view the code of the other is to be predicted, and the other way round.
 *
 * <pre>
 *   L = l(s_x, q_y) + l(s_y, q_x)
 *   l(s, q) = - sum_k q_k log p_k,   p = softmax(s / tau)
 * </pre>
 *
 * <p>Caron et al., Unsupervised learning of visual features by contrasting cluster assignments (SwAV), 2020, equations
 * 1 and 2. s = cosines with the prototypes, q = codes of {@link Sinkhorn}, tau = {@link #temperature()}.
 *
 * @param temperature tau, above 0; 0.1 in the paper
 */
public record SwappedPrediction(double temperature) {

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public SwappedPrediction {
        NtXent.check(temperature);
    }

    /**
     * Returns the loss.
     *
     * @param scoresX s_x, {@code [N, K]}, of the first views
     * @param scoresY s_y, {@code [N, K]}, of the second views in the same order
     * @param codesX q_x, {@code [N, K]}, rows with sum 1; no gradient should flow through them
     * @param codesY q_y, likewise
     * @return scalar, the mean over the N images of both directions' sum; belongs to the manager of {@code scoresX}
     * @throws IllegalArgumentException if the four shapes are not the same {@code [N, K]}
     */
    public NDArray loss(NDArray scoresX, NDArray scoresY, NDArray codesX, NDArray codesY) {
        return one(scoresX, codesY).add(one(scoresY, codesX));
    }

    private NDArray one(NDArray scores, NDArray codes) {
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        return SoftCrossEntropy.loss(scores.div(Transfer.send(scores.getManager(), temperature)), codes);
    }

    /**
     * Returns the loss of scores that tell no prototype from another.
     *
     * @param prototypes K, at least 1
     * @return 2 ln K
     */
    public static double chance(int prototypes) {
        return 2 * InfoNce.chance(prototypes);
    }
}
