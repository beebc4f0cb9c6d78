package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * InfoNCE: tell the one positive from the negatives, an N-way classification by scores.
 *
 * <p>For a query with the score s+ of its positive and s_1 .. s_k of its negatives,
 *
 * <pre>
 *   L = -log( exp(s+) / (exp(s+) + sum over n of exp(s_n)) )
 * </pre>
 *
 * <p>van den Oord et al., Representation learning with contrastive predictive coding, 2018,
 * equation 4. The static methods take scores as they are, e.g. those of a critic; the others make
 * them of embeddings, s(u, v) = beta sim(u, v) with sim the cosine and beta = 1 / tau, tau = {@link
 * #temperature()}.
 *
 * <p>The gradient pushes a negative by its share of the softmax, dL/ds_n = p_n: the higher the
 * score of a negative, the harder it is pushed; see {@link #gradient} and {@link #negativeShares}.
 * The loss bounds mutual information, I &gt;= log K - L for K candidates (there, equation 5, and
 * appendix A).
 *
 * @param temperature tau, above 0; 0.07 to 0.5 is usual
 */
public record InfoNce(double temperature) implements BatchLoss {

    /** What is added to a masked logit: exp of it is exactly 0 in float32, and it stays finite. */
    private static final double MASKED = -1e9;

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public InfoNce {
        NtXent.check(temperature);
    }

    /**
     * Returns the loss of a matrix of scores: row i is a query, column i its positive, and all
     * other columns are its negatives.
     *
     * <pre>  mean over i of  -log( exp(s_ii) / sum over j of exp(s_ij) ) </pre>
     *
     * @param scores {@code [N, K]}, K at least N
     * @return scalar, the mean over the N queries; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, K]} with K at least N
     */
    public static NDArray crossEntropy(NDArray scores) {
        checkMatrix(scores.getShape());
        return scores.logSoftmax(1).diagonal().mean().neg();
    }

    /**
     * Returns the loss of scores with a positive of its own for each query: column 0 is the
     * positive, the other columns are the negatives.
     *
     * <pre>  mean over i of  -log( exp(s_i0) / sum over j of exp(s_ij) ) </pre>
     *
     * @param scores {@code [N, 1 + k]}
     * @return scalar, the mean over the N queries; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape has not two dimensions, the second at least 1
     */
    public static NDArray firstIsPositive(NDArray scores) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2 || shape.get(1) < 1) {
            throw new IllegalArgumentException(
                    "expected scores [N, 1 + k] with the positive in column 0, found " + shape);
        }
        return scores.logSoftmax(1).get(new NDIndex(":, 0")).mean().neg();
    }

    /**
     * Returns the loss between two views made symmetric: each view is once the query and once the
     * candidates.
     *
     * <pre>  L(V1, V2) = L12 + L21 </pre>
     *
     * <p>Tian et al., Contrastive multiview coding, 2019, section 3.2.
     *
     * @param scores {@code [N, N]}, row i for the first view of image i, column j for the second
     *     view of image j
     * @return scalar, the sum of the two means; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, N]}
     */
    public static NDArray symmetric(NDArray scores) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 2 || shape.get(0) != shape.get(1)) {
            throw new IllegalArgumentException(
                    "the symmetric loss needs as many first views as second ones, [N, N], found " + shape);
        }
        return crossEntropy(scores).add(crossEntropy(scores.transpose()));
    }

    /**
     * Returns the scores of queries with their positives and with negatives, as {@link
     * #firstIsPositive} takes them.
     *
     * @param query {@code [N, d]}; need not be normalised, as the others
     * @param positive {@code [N, d]}, row i belongs to query i
     * @param negatives {@code [k, d]}, the same for all queries, or {@code [N, k, d]}, each query's
     *     own
     * @return {@code [N, 1 + k]}, cosines over tau; belongs to the manager of {@code query}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray scores(NDArray query, NDArray positive, NDArray negatives) {
        checkPair(query.getShape(), positive.getShape());
        long n = query.getShape().get(0);
        long d = query.getShape().get(1);
        Shape shape = negatives.getShape();
        boolean shared = shape.dimension() == 2;
        boolean own = shape.dimension() == 3 && shape.get(0) == n;
        if (!(shared || own) || shape.get(shape.dimension() - 1) != d) {
            throw new IllegalArgumentException(
                    "expected negatives [k, %d] or [%d, k, %d], found %s".formatted(d, n, d, shape));
        }
        NDArray q = query.normalize(2, 1); // [N, d]
        NDArray right = q.mul(positive.normalize(2, 1)).sum(new int[] {1}, true); // [N, 1]
        NDArray others = negatives.normalize(2, shape.dimension() - 1);
        NDArray wrong = shared
                ? q.matMul(others.transpose()) // [N, k]
                : others.batchMatMul(q.expandDims(2)).squeeze(2); // [N, k, d] [N, d, 1]
        return overTemperature(right.concat(wrong, 1));
    }

    /**
     * Returns the loss of queries, their positives and negatives.
     *
     * @param query {@code [N, d]}; need not be normalised, as the others
     * @param positive {@code [N, d]}, row i belongs to query i
     * @param negatives {@code [k, d]}, the same for all queries, or {@code [N, k, d]}, each query's
     *     own
     * @return scalar, the mean over the N queries; belongs to the manager of {@code query}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray query, NDArray positive, NDArray negatives) {
        return firstIsPositive(scores(query, positive, negatives));
    }

    /**
     * Returns the scores of all first views with all second ones.
     *
     * @param z1 {@code [N, d]}; need not be normalised
     * @param z2 {@code [K, d]}; need not be normalised
     * @return {@code [N, K]}, cosines over tau; belongs to the manager of {@code z1}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray scores(NDArray z1, NDArray z2) {
        if (z1.getShape().dimension() != 2
                || z2.getShape().dimension() != 2
                || z1.getShape().get(1) != z2.getShape().get(1)) {
            throw new IllegalArgumentException(
                    "expected embeddings [N, d] and [K, d], found %s and %s".formatted(z1.getShape(), z2.getShape()));
        }
        return overTemperature(z1.normalize(2, 1).matMul(z2.normalize(2, 1).transpose()));
    }

    /**
     * Returns the loss of first views that look for their second ones among those of the batch.
     *
     * @param z1 {@code [N, d]}, the queries; need not be normalised
     * @param z2 {@code [N, d]}, the second views in the same order
     * @return scalar, the mean over the N queries; belongs to the manager of {@code z1}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    @Override
    public NDArray loss(NDArray z1, NDArray z2) {
        checkPair(z1.getShape(), z2.getShape());
        return crossEntropy(scores(z1, z2));
    }

    /**
     * Returns {@link #symmetric(NDArray)} of two batches of views.
     *
     * @param z1 {@code [N, d]}; need not be normalised
     * @param z2 {@code [N, d]}, the second views in the same order
     * @return scalar, L12 + L21; belongs to the manager of {@code z1}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    public NDArray symmetric(NDArray z1, NDArray z2) {
        checkPair(z1.getShape(), z2.getShape());
        return symmetric(scores(z1, z2));
    }

    /**
     * Returns the loss whose negatives come from both views, the form with beta and two sums.
     *
     * <pre>
     *   L_i = -beta sim(x_i, y_i) + log( sum over n of exp(beta sim(x_i, x_n))
     *                                  + sum over n of exp(beta sim(x_i, y_n)) )
     * </pre>
     *
     * <p>Canziani and Zhu, lecture on joint embedding methods, 2022. Deviation: n = i is left out
     * of the first sum, where sim(x_i, x_i) = 1 whatever the encoder does, as SimCLR and MoCo do.
     * The mean of this loss and of that with x and y exchanged is {@link NtXent}.
     *
     * @param x {@code [N, d]}, the queries; need not be normalised
     * @param y {@code [N, d]}, the other views in the same order
     * @return scalar, the mean over the N queries; belongs to the manager of {@code x}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    public NDArray bothSums(NDArray x, NDArray y) {
        checkPair(x.getShape(), y.getShape());
        NDArray cross = scores(x, y); // [N, N], the positive on the diagonal
        NDArray within = scores(x, x).add(positives(cross).mul(MASKED)); // [N, N], not itself
        return crossEntropy(cross.concat(within, 1)); // [N, 2N]
    }

    /**
     * Returns the derivative of each query's loss by its scores: what training pulls and pushes.
     *
     * <pre>  dL_i/ds_ij = p_ij - 1 for the positive, p_ij for a negative,  p_i = softmax(s_i)
     * </pre>
     *
     * @param scores {@code [N, K]}, the positive of row i in column i, K at least N
     * @return {@code [N, K]}, rows that sum to 0; belongs to the manager of {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, K]} with K at least N
     */
    public static NDArray gradient(NDArray scores) {
        return scores.softmax(1).sub(positives(scores));
    }

    /**
     * Returns how a query's push is shared out among its negatives.
     *
     * <pre>  w_ij = exp(s_ij) / sum over the negatives n of exp(s_in) </pre>
     *
     * @param scores {@code [N, K]}, the positive of row i in column i, K above N or N at least 2
     * @return {@code [N, K]}, rows that sum to 1, 0 at the positives; belongs to the manager of
     *     {@code scores}
     * @throws IllegalArgumentException if the shape is not {@code [N, K]} with K at least N, or
     *     there are no negatives
     */
    public static NDArray negativeShares(NDArray scores) {
        NDArray positives = positives(scores);
        if (scores.getShape().get(1) < 2) {
            throw new IllegalArgumentException(
                    "one candidate is the positive; shares need at least one negative, found " + scores.getShape());
        }
        return scores.add(positives.mul(MASKED)).softmax(1);
    }

    /**
     * Returns the loss of an encoder that distinguishes nothing: a uniform guess.
     *
     * @param candidates K, the positive and the negatives, at least 1
     * @return ln K, the chance line of a loss plot and the most information that the loss can prove
     * @throws IllegalArgumentException if {@code candidates} is below 1
     */
    public static double chance(int candidates) {
        if (candidates < 1) {
            throw new IllegalArgumentException("the positive is at least 1 candidate, found " + candidates);
        }
        return Math.log(candidates);
    }

    /**
     * Returns {@link #chance(int)} of a batch: the N second views are the candidates.
     *
     * @param images N, at least 1
     * @return ln N
     */
    @Override
    public double trivial(int images) {
        return chance(images);
    }

    private NDArray overTemperature(NDArray cosines) {
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        NDManager manager = cosines.getManager();
        return cosines.div(Transfer.send(manager, temperature));
    }

    /** 1 at the positives, 0 elsewhere: {@code [N, K]}. */
    private static NDArray positives(NDArray scores) {
        Shape shape = scores.getShape();
        checkMatrix(shape);
        return scores.getManager()
                .eye(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)), 0, scores.getDataType());
    }

    private static void checkMatrix(Shape shape) {
        if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) < shape.get(0)) {
            throw new IllegalArgumentException(
                    "expected scores [N, K] with the positive of row i in column i, so K at least N, found " + shape);
        }
    }

    private static void checkPair(Shape one, Shape other) {
        if (one.dimension() != 2 || !one.equals(other)) {
            throw new IllegalArgumentException(
                    "queries and positives need the same shape [N, d], found %s and %s".formatted(one, other));
        }
    }
}
