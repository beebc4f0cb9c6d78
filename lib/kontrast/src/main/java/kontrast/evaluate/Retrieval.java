package kontrast.evaluate;

import java.util.Arrays;
import java.util.Locale;

/**
 * Retrieval between two aligned sets of features: row i of the gallery is the right answer to query
 * i (the same concept in another style, the other view of the same image).
 *
 * <p>Rows are compared by the cosine of their centred features: each set minus its own mean, which
 * takes out what all images of a set share (its style, its background). The rank of the right
 * answer is 1 + the number of gallery rows that are more similar.
 *
 * <p>Among equally similar rows (to 10^-6, the resolution of float32 cosines) the order is taken as
 * random and the expectation is reported, so that collapsed features, all alike, score chance and
 * not 1.
 *
 * @param top1 share of queries whose right answer has rank 1, in [0, 1]
 * @param top5 share of queries whose right answer has rank 5 or better, in [0, 1]
 * @param meanRank mean rank of the right answer, in [1, N]
 * @param ranks rank of the right answer for each query; ties counted half
 * @param nearest for each query the gallery rows that are most similar, best first; at most ten
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
public record Retrieval(double top1, double top5, double meanRank, double[] ranks, int[][] nearest) {

    private static final int NEAREST = 10;

    /** Equal rows of a gallery differ by this much, depending on where a product sums them up. */
    private static final float ROUNDING = 1e-6f;

    /**
     * Ranks the gallery for every query, by the cosine of centred features.
     *
     * @param queries {@code [N, d]}
     * @param gallery {@code [N, d]}, row i belongs to query i
     * @return the figures
     * @throws IllegalArgumentException if the sizes differ
     */
    public static Retrieval of(Features queries, Features gallery) {
        return of(queries, gallery, true);
    }

    /**
     * Ranks the gallery for every query.
     *
     * @param queries {@code [N, d]}
     * @param gallery {@code [N, d]}, row i belongs to query i
     * @param centred whether each set's mean is taken off first
     * @return the figures
     * @throws IllegalArgumentException if the sizes differ
     */
    public static Retrieval of(Features queries, Features gallery, boolean centred) {
        int n = queries.rows();
        if (gallery.rows() != n) {
            throw new IllegalArgumentException(
                    "%d queries and %d gallery rows are not aligned: row i must answer query i"
                            .formatted(n, gallery.rows()));
        }
        double[] hits = new double[2];
        double[] ranks = new double[n];
        int[][] nearest = new int[n][];
        DotProducts.forEach(
                (centred ? queries.centred() : queries).normalised(),
                (centred ? gallery.centred() : gallery).normalised(),
                (i, cosines) -> {
                    int better = 0;
                    int equal = 0; // besides the right answer itself
                    for (int j = 0; j < n; j++) {
                        float more = cosines[j] - cosines[i];
                        better += more > ROUNDING ? 1 : 0;
                        equal += Math.abs(more) <= ROUNDING && j != i ? 1 : 0;
                    }
                    hits[0] += within(1, better, equal);
                    hits[1] += within(5, better, equal);
                    ranks[i] = 1 + better + equal / 2.0;
                    nearest[i] = DotProducts.largest(cosines, Math.min(NEAREST, n));
                });
        return new Retrieval(
                hits[0] / n, hits[1] / n, Arrays.stream(ranks).average().orElseThrow(), ranks, nearest);
    }

    /** Probability that the right answer stands among the first k if equals are shuffled. */
    private static double within(int k, int better, int equal) {
        return Math.min(1, Math.max(0, (double) (k - better) / (equal + 1)));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "top-1 %.3f, top-5 %.3f, mean rank %.1f of %d (chance %.3f, %.3f, %.1f)",
                top1,
                top5,
                meanRank,
                ranks.length,
                1.0 / ranks.length,
                Math.min(1, 5.0 / ranks.length),
                (ranks.length + 1) / 2.0);
    }
}
