package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * Cross entropy of a softmax with the right class.
 *
 * <pre>
 *   loss = -1/N  sum over i of  log( exp(s_i,y_i) / sum over k of exp(s_i,k) )
 * </pre>
 *
 * <p>s = logits, y = labels.
 */
public final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * Returns the loss.
     *
     * @param logits s, {@code [N, K]}
     * @param labels y, {@code [N]}, int64 in 0 to K - 1
     * @return scalar, the mean over the N rows; belongs to the manager of {@code logits}
     * @throws IllegalArgumentException if the shapes do not fit, or a label is no class (which is looked at on the CPU)
     */
    public static NDArray loss(NDArray logits, NDArray labels) {
        check(logits, labels);
        return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
    }

    /**
     * Returns the share of rows whose largest logit is that of the right class.
     *
     * @param logits s, {@code [N, K]}
     * @param labels y, {@code [N]}, int64 in 0 to K - 1
     * @return accuracy in [0, 1]; a tie counts as a guess, see {@link Accuracy}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static double accuracy(NDArray logits, NDArray labels) {
        check(logits, labels);
        return Transfer.number(Accuracy.of(logits, labels));
    }

    /**
     * Returns the loss of a uniform guess.
     *
     * @param classes K, at least 1
     * @return ln K
     * @throws IllegalArgumentException if {@code classes} is below 1
     */
    public static double chance(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("a guess needs at least 1 class, found " + classes);
        }
        return Math.log(classes);
    }

    private static void check(NDArray logits, NDArray labels) {
        Shape s = logits.getShape();
        if (s.dimension() != 2 || !labels.getShape().equals(new Shape(s.get(0)))) {
            throw new IllegalArgumentException(
                    "expected logits [N, K] and one label a row, [N], found %s and %s".formatted(s, labels.getShape()));
        }
        if (labels.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("labels are int64 classes, found %s".formatted(labels.getDataType()));
        }
        for (long label : Transfer.hostLongs(labels)) {
            if (label < 0 || label >= s.get(1)) {
                throw new IllegalArgumentException(
                        "logits of %d classes, 0 to %d, and a label %d".formatted(s.get(1), s.get(1) - 1, label));
            }
        }
    }
}
