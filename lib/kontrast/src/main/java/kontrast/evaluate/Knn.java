package kontrast.evaluate;

import java.util.Arrays;

/**
 * Weighted k-nearest-neighbour classifier on the cosine of the features.
 *
 * <pre>
 *   class(q) = argmax over c of  sum over i in N_k(q), y_i = c, of  exp(cos(q, h_i) / tau)
 * </pre>
 *
 * <p>Wu et al., 2018, "Unsupervised feature learning via non-parametric instance discrimination",
 * section 3.4, with k = 200 and tau = 0.07 there. N_k are the k rows of the bank with the largest
 * cosine, k = {@code k}, tau = {@code temperature}. Ties go to the smaller index.
 *
 * @param k neighbours that vote, at least 1
 * @param temperature tau, above 0; a large one lets all neighbours count alike
 */
public record Knn(int k, double temperature) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if {@code k} is below 1 or {@code temperature} not above 0
     */
    public Knn {
        if (k < 1) {
            throw new IllegalArgumentException("k = %d is not at least 1 neighbour".formatted(k));
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature = %s is not above 0".formatted(temperature));
        }
    }

    /**
     * Classifies the queries.
     *
     * @param bank {@code [N, d]}, features with known labels, N at least k
     * @param labels N class indices from 0
     * @param queries {@code [M, d]}
     * @return M class indices
     * @throws IllegalArgumentException if sizes do not fit or the bank has fewer than k rows
     */
    public int[] predict(Features bank, int[] labels, Features queries) {
        DotProducts.checkLabels(bank, labels, "bank");
        if (k > bank.rows()) {
            throw new IllegalArgumentException(
                    "k = %d neighbours are more than the %d rows of the bank".formatted(k, bank.rows()));
        }
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        int[] predicted = new int[queries.rows()];
        DotProducts.forEach(queries.normalised(), bank.normalised(), (query, cosines) -> {
            int[] nearest = DotProducts.largest(cosines, k);
            double[] votes = new double[classes];
            for (int i : nearest) {
                // The largest cosine is taken off, which scales all votes alike and cannot
                // overflow.
                votes[labels[i]] += Math.exp(((double) cosines[i] - cosines[nearest[0]]) / temperature);
            }
            predicted[query] = argmax(votes);
        });
        return predicted;
    }

    /**
     * Returns the share of queries that are classified correctly.
     *
     * @param bank {@code [N, d]}, features with known labels, N at least k
     * @param labels N class indices from 0
     * @param queries {@code [M, d]}
     * @param truth M class indices
     * @return accuracy in [0, 1]
     * @throws IllegalArgumentException if sizes do not fit or the bank has fewer than k rows
     */
    public double accuracy(Features bank, int[] labels, Features queries, int[] truth) {
        DotProducts.checkLabels(queries, truth, "queries");
        return DotProducts.accuracy(predict(bank, labels, queries), truth);
    }

    static int argmax(double[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] > numbers[best]) {
                best = i;
            }
        }
        return best;
    }
}
