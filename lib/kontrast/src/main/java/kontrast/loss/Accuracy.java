package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * How often the right answer has the highest score.
 *
 * <p>A tie is a guess among the best: an encoder that gives every image the same vector has the
 * accuracy of chance, and not 1, which it would have if the first of equals were taken.
 */
public final class Accuracy {

    private Accuracy() {}

    /**
     * Returns the expected accuracy.
     *
     * <pre>  mean over i of  [s_i,right = max_k s_ik] / #{k : s_ik = max_k s_ik} </pre>
     *
     * @param scores s, {@code [N, K]}
     * @param right the column of the right answer in each row, {@code [N]}, int64
     * @return scalar, float64 in [0, 1], NaN if a right score is NaN; carries no gradient and belongs to
     *     the manager of {@code scores}
     */
    public static NDArray of(NDArray scores, NDArray right) {
        NDArray own = scores.gather(right.expandDims(1), 1); // [N, 1]
        NDArray better = scores.gt(own).countNonzero(1); // [N]
        NDArray equal = scores.eq(own).countNonzero(1); // at least 1, unless the score is NaN
        NDArray highest = better.eq(0).logicalAnd(own.eq(own).squeeze(1)); // not NaN, which nothing exceeds
        return highest.toType(DataType.FLOAT64, false)
                .div(equal.toType(DataType.FLOAT64, false))
                .mean();
    }
}
