package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * Copies values from the positions of reference frames to those of a target frame, by the
 * similarity of their features.
 *
 * <pre>
 *   A_ij = exp(f_i . f_j / T) / sum over k of exp(f_k . f_j / T)
 *   y_j  = sum over i of A_ij c_i
 * </pre>
 *
 * <p>Vondrick et al., Tracking emerges by colorizing videos, 2018, equations 1 and 2. i and k run
 * over the m positions of all references, j over the n positions of the target; f are features, c
 * the references' values and y the target's; T is {@link #temperature()}, 1 in training and 0.5 in
 * tracking there. The values may be anything: colours in training, masks and keypoints afterwards.
 *
 * @param temperature T, above 0
 */
public record FrameAttention(double temperature) {

    /** Keeps the logarithm finite where the references lack a colour. */
    private static final double EPSILON = 1e-5;

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public FrameAttention {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature must be a finite number above 0 (0.5 and 1 are published), found " + temperature);
        }
    }

    /**
     * Returns how much each position of the target takes from each of the references.
     *
     * @param target f_j, {@code [B, n, d]}
     * @param reference f_i, {@code [B, m, d]}
     * @return A, transposed to {@code [B, n, m]}: rows sum to 1; belongs to the manager of {@code
     *     target}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray attention(NDArray target, NDArray reference) {
        Shape t = target.getShape();
        Shape r = reference.getShape();
        if (t.dimension() != 3 || r.dimension() != 3 || t.get(0) != r.get(0) || t.get(2) != r.get(2)) {
            throw new IllegalArgumentException(
                    "expected features [B, n, d] of the target and [B, m, d] of the references, found %s and %s"
                            .formatted(t, r));
        }
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        NDArray tau = Transfer.send(target.getManager(), temperature);
        return target.matMul(reference.transpose(0, 2, 1)).div(tau).softmax(2);
    }

    /**
     * Returns the values that the target takes.
     *
     * @param target f_j, {@code [B, n, d]}
     * @param reference f_i, {@code [B, m, d]}
     * @param values c_i, {@code [B, m, K]}
     * @return y, {@code [B, n, K]}; belongs to the manager of {@code target}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray copy(NDArray target, NDArray reference, NDArray values) {
        Shape v = values.getShape();
        if (v.dimension() != 3 || v.get(1) != reference.getShape().get(1)) {
            throw new IllegalArgumentException(
                    "expected values [B, m, K] of the references' positions, found %s for features %s"
                            .formatted(v, reference.getShape()));
        }
        return attention(target, reference).matMul(values);
    }

    /**
     * Returns the cross entropy of the copied colours with the target's own.
     *
     * <pre>
     *   loss = mean over j of -log( y_j,q_j + 1e-5 )
     * </pre>
     *
     * <p>Equation 3 there, with the colours of the target as classes q. The small number is ours: a
     * colour that no reference shows cannot be copied, and would make the loss infinite.
     *
     * @param target f_j, {@code [B, n, d]}
     * @param reference f_i, {@code [B, m, d]}
     * @param colours c_i, {@code [B, m, K]}, each a distribution over K colours
     * @param truth q_j, {@code [B, n]}, int64 in 0 to K - 1
     * @return scalar; belongs to the manager of {@code target}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray target, NDArray reference, NDArray colours, NDArray truth) {
        NDArray copied = copy(target, reference, colours); // [B, n, K]
        Shape t = target.getShape();
        if (!truth.getShape().equals(new Shape(t.get(0), t.get(1))) || truth.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException(
                    "expected one int64 colour for each position of the target, [B, n], found %s %s for features %s"
                            .formatted(truth.getDataType(), truth.getShape(), t));
        }
        NDArray right = copied.gather(truth.expandDims(2), 2); // [B, n, 1]
        NDArray epsilon = Transfer.send(target.getManager(), EPSILON);
        return right.add(epsilon).log().mean().neg();
    }
}
