package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Objects;
import kontrast.tensor.Transfer;

/**
 * The pixelwise contrastive loss: descriptors of one point in two pictures are drawn together, those of different
 * points are pushed apart up to a margin.
 *
 * <pre>
 *   L_match = 1/|M| sum over matches (k, k') of |a_k - b_k'|^2
 *   L_non   = 1/n   sum over non-matches (k, j) of max(0, margin - |a_k - b_j|)^2
 *   L       = L_match + L_non
 *
 *   n = number of non-matches with |a_k - b_j| &lt; margin, the hard ones    ({@link Share#HARD})
 *   n = number of all non-matches                                        ({@link Share#ALL})
 * </pre>
 *
 * <p>Florence, Manuelli and Tedrake, Dense Object Nets, 2018; the loss itself is that of Schmidt, Newcombe and Fox,
 * Self-supervised visual descriptor learning for dense correspondence, 2017, where n is the number of all. margin =
 * {@link #margin()}, 0.5 in the former. |.| is Euclid's length of descriptors that nothing normalises.
 *
 * <p>Without hard non-matches L_non is 0. Under the root of |a - b| stands 1e-12 more, so that its gradient is finite
 * where two descriptors are equal.
 *
 * @param margin distance from which on a non-match costs nothing, above 0
 * @param share what the sum over the non-matches is divided by
 */
public record PixelwiseContrast(double margin, Share share) {

    private static final double EPSILON = 1e-12;

    /** What the sum over the non-matches is divided by. */
    public enum Share {
        /** The number of those that cost something. */
        HARD,
        /** The number of all, which makes the push the weaker the more are solved. */
        ALL
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if {@code margin} is not a finite number above 0
     */
    public PixelwiseContrast {
        Objects.requireNonNull(share, "share");
        if (!(margin > 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException(
                    "margin must be a finite number above 0 (0.5 is published), found " + margin);
        }
    }

    /**
     * Returns the loss of the published form: margin 0.5, divided by the number of hard non-matches.
     *
     * @return the loss
     */
    public static PixelwiseContrast published() {
        return new PixelwiseContrast(0.5, Share.HARD);
    }

    /**
     * Returns how far apart the matches are.
     *
     * @param a descriptors of points in the first pictures, {@code [B, K, D]}
     * @param b descriptors of the same points in the second ones, {@code [B, K, D]}
     * @param isMatch 1 for pairs that count, 0 for those that do not, {@code [B, K]} in the type of {@code a}
     * @return L_match, scalar of at least 0; 0 if none counts; belongs to the manager of {@code a}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray matchLoss(NDArray a, NDArray b, NDArray isMatch) {
        Shape s = a.getShape();
        if (s.dimension() != 3 || !s.equals(b.getShape()) || !isMatch.getShape().equals(s.slice(0, 2))) {
            throw new IllegalArgumentException(
                    "expected descriptors [B, K, D] of both pictures and [B, K] of which count, found %s, %s and %s"
                            .formatted(s, b.getShape(), isMatch.getShape()));
        }
        NDArray squares = a.sub(b).square().sum(new int[] {2}); // [B, K]
        return squares.mul(isMatch).sum().div(isMatch.sum().maximum(1));
    }

    /**
     * Returns how much the non-matches cost.
     *
     * @param a descriptors of points in the first pictures, {@code [B, K, D]}
     * @param others descriptors of places in the second ones, {@code [B, N, D]}
     * @param isNonMatch 1 where the place j is another point than k and counts, else 0: {@code [B, K, N]} in the type
     *     of {@code a}
     * @return L_non, scalar of at least 0; 0 if none counts or none is within the margin; belongs to the manager of
     *     {@code a}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray nonMatchLoss(NDArray a, NDArray others, NDArray isNonMatch) {
        Shape s = a.getShape();
        Shape o = others.getShape();
        if (s.dimension() != 3
                || o.dimension() != 3
                || s.get(0) != o.get(0)
                || s.get(2) != o.get(2)
                || !isNonMatch.getShape().equals(new Shape(s.get(0), s.get(1), o.get(1)))) {
            throw new IllegalArgumentException(
                    "expected descriptors [B, K, D] and [B, N, D] and [B, K, N] of which pairs count, found %s, %s and %s"
                            .formatted(s, o, isNonMatch.getShape()));
        }
        DataType type = a.getDataType();
        NDArray distance = a.expandDims(2) // [B, K, 1, D]
                .sub(others.expandDims(1)) // [B, K, N, D]
                .square()
                .sum(new int[] {3})
                .add(Transfer.send(a.getManager(), EPSILON).toType(type, false))
                .sqrt(); // [B, K, N]
        NDArray missing = Activation.relu(Transfer.send(a.getManager(), margin)
                        .toType(type, false)
                        .sub(distance))
                .mul(isNonMatch);
        NDArray counted = share == Share.ALL ? isNonMatch : missing.gt(0).toType(type, false);
        return missing.square().sum().div(counted.sum().maximum(1));
    }

    /**
     * Returns the loss.
     *
     * @param a descriptors of points in the first pictures, {@code [B, K, D]}
     * @param b descriptors of the same points in the second ones, {@code [B, K, D]}
     * @param isMatch {@code [B, K]}, see {@link #matchLoss}
     * @param others descriptors of places in the second pictures, {@code [B, N, D]}
     * @param isNonMatch {@code [B, K, N]}, see {@link #nonMatchLoss}
     * @return L, scalar of at least 0; belongs to the manager of {@code a}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray a, NDArray b, NDArray isMatch, NDArray others, NDArray isNonMatch) {
        return matchLoss(a, b, isMatch).add(nonMatchLoss(a, others, isNonMatch));
    }
}
