package kontrast.evaluate;

import java.util.Arrays;
import java.util.Locale;

/**
 * Signs of collapse: do the features use their space, or do they fall on a point or into a
 * subspace?
 *
 * @param channelStd see {@link #channelStd}
 * @param effectiveRank see {@link #effectiveRank}
 * @param uniformity see {@link #uniformity}
 * @param dim d, the most that the effective rank can be
 */
public record Collapse(double channelStd, double effectiveRank, double uniformity, int dim) {

    /**
     * Measures all three.
     *
     * @param features {@code [N, d]}, N at least 2
     * @return the figures
     */
    public static Collapse of(Features features) {
        return new Collapse(channelStd(features), effectiveRank(features), uniformity(features), features.dim());
    }

    /**
     * Returns the standard deviation of the normalised features, averaged over the channels.
     *
     * <pre>  mean over j of  std over i of  (h_i / |h_i|)_j </pre>
     *
     * <p>Chen and He, 2021, "Exploring simple Siamese representation learning", figure 2: 0 if all
     * features are the same, about 1 / sqrt(d) if they spread over the sphere.
     *
     * @param features {@code [N, d]}
     * @return population standard deviation, in [0, 1 / sqrt(d)]
     */
    public static double channelStd(Features features) {
        Features unit = features.normalised();
        Features centred = unit.centred();
        double[] square = new double[unit.dim()];
        for (int i = 0; i < centred.values().length; i++) {
            square[i % unit.dim()] += (double) centred.values()[i] * centred.values()[i];
        }
        return Arrays.stream(square)
                .map(s -> Math.sqrt(s / unit.rows()))
                .average()
                .orElseThrow();
    }

    /**
     * Returns the effective rank: how many directions the centred features really use.
     *
     * <pre>  exp(- sum p_k ln p_k),   p_k = sigma_k / sum sigma </pre>
     *
     * with the singular values sigma of the centred features {@code [N, d]}. Roy and Vetterli,
     * 2007, "The effective rank", definition 1.
     *
     * @param features {@code [N, d]}
     * @return in [1, min(N - 1, d)]; 0 if all rows are equal
     */
    public static double effectiveRank(Features features) {
        double[] sigma = singularValues(features.centred());
        double sum = Arrays.stream(sigma).sum();
        double scale = 0;
        for (float value : features.values()) {
            scale = Math.max(scale, Math.abs(value));
        }
        // Below float32's resolution of the features themselves there is nothing but rounding.
        if (sum <= 1e-6 * scale * Math.sqrt(features.rows())) {
            return 0;
        }
        double entropy = 0;
        for (double s : sigma) {
            double p = s / sum;
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return Math.exp(entropy);
    }

    /**
     * Returns the spectrum: how much the features vary along each of their principal directions.
     *
     * <pre>  lambda_k = sigma_k^2 / (N - 1), the eigenvalues of the covariance matrix </pre>
     *
     * <p>All 0: every image has one and the same point. A few above 0: the points lie on a line, in a plane, ...
     *
     * @param features {@code [N, d]}, N at least 2
     * @return min(N, d) variances, the largest first; the last ones of N at most d rows are 0 but for rounding
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public static double[] spectrum(Features features) {
        if (features.rows() < 2) {
            throw new IllegalArgumentException("a spectrum needs at least 2 rows, found " + features.rows());
        }
        return Arrays.stream(GramEigen.valuesOf(features.centred()))
                .map(square -> square / (features.rows() - 1))
                .toArray();
    }

    /**
     * Returns how evenly the normalised features u = h / |h| cover the sphere.
     *
     * <pre>  ln mean over i != j of  exp(-2 |u_i - u_j|^2) </pre>
     *
     * <p>Wang and Isola, 2020, "Understanding contrastive representation learning through alignment
     * and uniformity on the hypersphere", equation 5 with t = 2. A row of zeros, as dead units give it,
     * stays at 0: it is at distance 0 from other rows of zeros, and 1 from the sphere.
     *
     * @param features {@code [N, d]}, N at least 2
     * @return at most 0; 0 is collapse, less is more even
     * @throws IllegalArgumentException if there are fewer than two rows
     */
    public static double uniformity(Features features) {
        int n = features.rows();
        if (n < 2) {
            throw new IllegalArgumentException("uniformity needs at least 2 rows, found " + n);
        }
        Features unit = features.normalised();
        double[] length = new double[n]; // 1, or 0 for a row of zeros
        for (int i = 0; i < n * unit.dim(); i++) {
            length[i / unit.dim()] += unit.values()[i] == 0 ? 0 : 1;
        }
        Arrays.setAll(length, i -> Math.min(1, length[i]));
        double[] sum = {0};
        DotProducts.forEach(unit, unit, (i, cosines) -> {
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    sum[0] += Math.exp(-2 * (length[i] + length[j] - 2 * Math.min(1.0, cosines[j])));
                }
            }
        });
        return Math.log(sum[0] / ((double) n * (n - 1)));
    }

    /**
     * Returns how far the two views of an image lie apart.
     *
     * <pre>  mean over i of  |u_i - v_i|^2,   u = h / |h|, v = h' / |h'| </pre>
     *
     * <p>Wang and Isola, 2020, equation 4 with alpha = 2. Small alone means nothing: collapsed
     * features are perfectly aligned.
     *
     * @param one {@code [N, d]}, features of one view
     * @param other {@code [N, d]}, features of the other view of the same images
     * @return in [0, 4]
     * @throws IllegalArgumentException if the sizes differ
     */
    public static double alignment(Features one, Features other) {
        if (one.rows() != other.rows() || one.dim() != other.dim()) {
            throw new IllegalArgumentException("%s and %s are not two views of the same images".formatted(one, other));
        }
        float[] u = one.normalised().values();
        float[] v = other.normalised().values();
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += ((double) u[i] - v[i]) * ((double) u[i] - v[i]);
        }
        return sum / one.rows();
    }

    private static double[] singularValues(Features x) {
        return Arrays.stream(GramEigen.valuesOf(x)).map(Math::sqrt).toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "channel std %.4f (even: %.4f), effective rank %.1f of %d, uniformity %.2f",
                channelStd,
                1 / Math.sqrt(dim),
                effectiveRank,
                dim,
                uniformity);
    }
}
