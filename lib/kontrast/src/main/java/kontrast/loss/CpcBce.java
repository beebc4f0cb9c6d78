package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * Binary cross entropy on the sigmoid of a mean dot product: is this the sequence that follows, or
 * another?
 *
 * <pre>
 *   s(p, z) = mean over k and i of p_k,i z_k,i
 *   L = - mean of ln sigmoid(s) over right sequences and ln(1 - sigmoid(s)) over wrong ones
 * </pre>
 *
 * <p>The variant of Contrastive Predictive Coding that is spread by its best-known Keras program,
 * instead of the paper's softmax ({@link CpcInfoNce}): K codes ahead are judged at once, and half
 * of the sequences are right. p_k = W_k c is the {@code predictions}, z_k the codes.
 *
 * <p>The figure to compare with: one that always says "wrong" is right in n of n + 1 cases. With
 * one right among 32 that is {@link #trivialAccuracy()} = 96.9 %, and an accuracy of 96 % shows
 * that nothing was learned.
 *
 * @param negatives n, wrong sequences for each right one, at least 1; 1 makes the halves
 */
public record CpcBce(int negatives) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if {@code negatives} is below 1
     */
    public CpcBce {
        if (negatives < 1) {
            throw new IllegalArgumentException(
                    "negatives must be at least 1 for each right sequence, found " + negatives);
        }
    }

    /**
     * Returns the loss.
     *
     * @param predictions {@code [N, K, d]}
     * @param right {@code [N, K, d]}, the codes that follow
     * @param wrong {@code [n N, K, d]}, others; row j N + i stands against prediction i
     * @return scalar, the mean over the (1 + n) N sequences; belongs to the manager of {@code
     *     predictions}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray predictions, NDArray right, NDArray wrong) {
        NDArray yes = scores(predictions, right); // [N]
        NDArray no = scores(tiled(predictions), wrong); // [n N]
        NDArray agreement = yes.concat(no.neg(), 0); // [(1 + n) N]: high where the label is met
        // -ln sigmoid(x) is -ln softmax of (x, 0): stable for large |x|.
        NDArray pair = NDArrays.stack(new NDList(agreement, agreement.zerosLike()), 1);
        return pair.logSoftmax(1).get(":, 0").mean().neg();
    }

    /**
     * Returns the mean dot products, of which the sigmoid is the probability of "right".
     *
     * @param predictions {@code [N, K, d]}
     * @param codes {@code [N, K, d]}
     * @return {@code [N]}; belongs to the manager of {@code predictions}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, K, d]}
     */
    public static NDArray scores(NDArray predictions, NDArray codes) {
        Shape shape = predictions.getShape();
        if (shape.dimension() != 3 || !shape.equals(codes.getShape())) {
            throw new IllegalArgumentException("expected predictions and codes of one shape [N, K, d], found %s and %s"
                    .formatted(shape, codes.getShape()));
        }
        return predictions.mul(codes).reshape(shape.get(0), -1).mean(new int[] {1});
    }

    /**
     * Returns the share of sequences whose score has the right sign.
     *
     * @param predictions {@code [N, K, d]}
     * @param right {@code [N, K, d]}
     * @param wrong {@code [n N, K, d]}
     * @return accuracy in [0, 1], to be compared with {@link #trivialAccuracy()}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public double accuracy(NDArray predictions, NDArray right, NDArray wrong) {
        float[] yes = Transfer.floats(scores(predictions, right));
        float[] no = Transfer.floats(scores(tiled(predictions), wrong));
        int hits = 0;
        for (float score : yes) {
            hits += score > 0 ? 1 : 0;
        }
        for (float score : no) {
            hits += score > 0 ? 0 : 1;
        }
        return (double) hits / (yes.length + no.length);
    }

    /**
     * Returns n / (n + 1), the accuracy of the constant answer "wrong": 0.5 if half of the pairs are right, 31/32 =
     * 0.969 if one in 32 is.
     */
    public double trivialAccuracy() {
        return negatives / (negatives + 1.0);
    }

    /**
     * Returns the loss of the best constant answer, the entropy of the label.
     *
     * @return H(1 / (n + 1)): ln 2 for halves
     */
    public double chance() {
        double right = 1 / (negatives + 1.0);
        return -right * Math.log(right) - (1 - right) * Math.log(1 - right);
    }

    private NDArray tiled(NDArray predictions) {
        NDArray all = predictions;
        for (int i = 1; i < negatives; i++) {
            all = all.concat(predictions, 0);
        }
        return all;
    }
}
