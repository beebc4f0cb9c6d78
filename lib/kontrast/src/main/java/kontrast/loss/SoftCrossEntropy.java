package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Cross entropy with an answer that is spread over a few classes, each row with its weight.
 *
 * <pre>
 *   loss = -1/P  sum over p of  v_p  sum over i of  share_p,i log softmax(s_p)_class_p,i
 * </pre>
 *
 * <p>Zhang, Isola and Efros, Colorful image colorization, 2016, equation 2; s = logits, v =
 * weights. Deviation: the mean over the P pixels in place of the sum.
 */
public final class SoftCrossEntropy {

    private SoftCrossEntropy() {}

    /**
     * Returns the loss.
     *
     * @param logits s, {@code [P, Q]}
     * @param classes {@code [P, k]}, int64 in 0 to Q - 1
     * @param shares {@code [P, k]}, at least 0, each row with sum 1
     * @param weights v, {@code [P]}, at least 0
     * @return scalar, the mean over the P rows; belongs to the manager of {@code logits}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray loss(NDArray logits, NDArray classes, NDArray shares, NDArray weights) {
        Shape s = logits.getShape();
        if (s.dimension() != 2
                || classes.getShape().dimension() != 2
                || classes.getShape().get(0) != s.get(0)
                || !shares.getShape().equals(classes.getShape())
                || !weights.getShape().equals(new Shape(s.get(0)))) {
            throw new IllegalArgumentException(
                    "expected logits [P, Q], classes and shares [P, k] and weights [P], found %s, %s, %s and %s"
                            .formatted(s, classes.getShape(), shares.getShape(), weights.getShape()));
        }
        if (classes.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("classes are int64, found %s".formatted(classes.getDataType()));
        }
        NDArray log = logits.logSoftmax(1).gather(classes, 1); // [P, k]
        NDArray each = log.mul(shares).sum(new int[] {1}); // [P]
        return each.mul(weights).mean().neg();
    }

    /**
     * Returns the cross entropy with a distribution over all classes for each row, all rows counting the same.
     *
     * <pre>  L = - mean over p of sum over q of  t_pq log softmax(s_p)_q </pre>
     *
     * @param logits s, {@code [P, Q]}
     * @param target t, {@code [P, Q]}, at least 0, each row with sum 1
     * @return scalar, the mean over the P rows; belongs to the manager of {@code logits}
     * @throws IllegalArgumentException if the shapes are not the same {@code [P, Q]}
     */
    public static NDArray loss(NDArray logits, NDArray target) {
        if (logits.getShape().dimension() != 2 || !logits.getShape().equals(target.getShape())) {
            throw new IllegalArgumentException(
                    "expected logits and distributions of the same shape [P, Q], found %s and %s"
                            .formatted(logits.getShape(), target.getShape()));
        }
        return logits.logSoftmax(1).mul(target).sum(new int[] {1}).mean().neg();
    }
}
