package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;

/**
 * Assigns the images of a batch to prototypes such that every prototype gets the same share of the batch: the codes of
 * SwAV.
 *
 * <pre>
 *   maximise over Q   sum_nk Q_nk s_nk + eps H(Q)   with  sum_k Q_nk = 1,  sum_n Q_nk = N / K
 *
 *   Q = exp(s / eps)
 *   repeat: divide each column by its sum (each prototype gets as much as any other),
 *           divide each row by its sum    (each image is shared out whole)
 * </pre>
 *
 * <p>Caron et al., Unsupervised learning of visual features by contrasting cluster assignments (SwAV), 2020, section
 * 3.1, equations 3 to 5; Cuturi, Sinkhorn distances, 2013. s = scores, eps = {@code epsilon}. The rows come last, so
 * they sum to 1 exactly and the columns to N / K but for what the last division changed. The constants K and N of the
 * published code cancel. Computed in logarithms, where dividing by a sum is a log-softmax, it does not overflow with a
 * small eps.
 *
 * <p>With 0 iterations only the rows are divided: Q is the softmax of s / eps. Then nothing keeps all images from one
 * prototype, and the method collapses.
 *
 * @param epsilon eps, above 0; large: every image to every prototype, small: each to one; 0.05 in the paper
 * @param iterations how often columns and rows are divided, at least 0; 3 in the paper
 */
public record Sinkhorn(double epsilon, int iterations) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Sinkhorn {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "epsilon must be a finite number above 0 (0.05 is usual), found " + epsilon);
        }
        if (iterations < 0) {
            throw new IllegalArgumentException(
                    "iterations must be at least 0 (3 is usual, 0 leaves the equal shares out), found " + iterations);
        }
    }

    /** Returns the published setting: eps = 0.05, 3 iterations. */
    public static Sinkhorn paper() {
        return new Sinkhorn(0.05, 3);
    }

    /** Returns the same without equal shares: a softmax over the prototypes, row by row. */
    public Sinkhorn withoutEqualShares() {
        return new Sinkhorn(epsilon, 0);
    }

    /**
     * Returns the codes.
     *
     * @param scores s, {@code [N, K]}, usually cosines with the K prototypes
     * @return Q, {@code [N, K]}, above or at 0, rows with sum 1; no gradient; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, K]}
     */
    public NDArray codes(NDArray scores) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException("expected scores [N, K] of N images with K prototypes, found " + shape);
        }
        return NoGrad.call(() -> {
            NDArray log = scores.stopGradient().div(Transfer.send(scores.getManager(), epsilon));
            for (int i = 0; i < iterations; i++) {
                log = log.logSoftmax(0); // columns: sum_n Q_nk = 1
                log = log.logSoftmax(1); // rows: sum_k Q_nk = 1
            }
            return log.softmax(1);
        });
    }
}
