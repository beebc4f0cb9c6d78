package kontrast.loss;

import ai.djl.ndarray.NDArray;

/**
 * How far the prediction p of one view is from the embedding z of the other: what methods without negatives minimise.
 *
 * <pre>
 *   SimSiam   D(p, z) = -(p / |p|) . (z / |z|)                     in [-1, 1]
 *   BYOL      L(p, z) = | p / |p| - z / |z| |^2 = 2 + 2 D(p, z)    in [0, 4]
 * </pre>
 *
 * <p>Chen and He, Exploring simple siamese representation learning, 2021, equation 1; Grill et al., Bootstrap your own
 * latent, 2020, equation 2. Both have the same gradient but for the factor 2. Where it may flow is the method's
 * business and not that of these functions: they pass it on to p and to z. One point for all images costs the least
 * there is, -1 and 0, so the formula alone prevents nothing.
 */
public final class ViewPrediction {

    private ViewPrediction() {}

    /**
     * Returns SimSiam's D.
     *
     * @param p {@code [N, d]}, predictions; need not be normalised
     * @param z {@code [N, d]}, what they are to hit, in the same order
     * @return scalar, the mean over the N rows, in [-1, 1]; belongs to the manager of {@code p}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    public static NDArray negativeCosine(NDArray p, NDArray z) {
        check(p, z);
        return p.normalize(2, 1)
                .mul(z.normalize(2, 1))
                .sum(new int[] {1})
                .mean()
                .neg();
    }

    /**
     * Returns BYOL's L, one direction of it.
     *
     * @param p {@code [N, d]}, predictions; need not be normalised
     * @param z {@code [N, d]}, what they are to hit, in the same order
     * @return scalar, the mean over the N rows, in [0, 4]; belongs to the manager of {@code p}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    public static NDArray squaredDistance(NDArray p, NDArray z) {
        check(p, z);
        return p.normalize(2, 1)
                .sub(z.normalize(2, 1))
                .square()
                .sum(new int[] {1})
                .mean();
    }

    private static void check(NDArray p, NDArray z) {
        if (p.getShape().dimension() != 2 || !p.getShape().equals(z.getShape())) {
            throw new IllegalArgumentException(
                    "predictions and their targets need the same shape [N, d], found %s and %s; does the predictor end in as many numbers as the head?"
                            .formatted(p.getShape(), z.getShape()));
        }
    }
}
