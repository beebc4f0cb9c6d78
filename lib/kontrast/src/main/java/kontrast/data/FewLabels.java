package kontrast.data;

import java.util.Arrays;

/**
 * The same number of labels for each class, as if the others had never been paid for.
 *
 * <pre>
 *   n'_c = min(n, n_c)     the first n'_c samples of class c in an order drawn from the seed
 * </pre>
 *
 * <p>n_c counts the samples of class c. The order does not depend on n, so fewer labels of one seed are among more.
 * {@link LabelFraction} keeps the shares of the classes instead.
 *
 * @param perClass n, at least 1
 * @param seed the seed of the order
 */
public record FewLabels(int perClass, long seed) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public FewLabels {
        if (perClass < 1) {
            throw new IllegalArgumentException("need at least 1 label of each class, found " + perClass);
        }
    }

    /**
     * Returns the samples that keep their label.
     *
     * @param labels N class indices from 0
     * @return ascending indices into {@code labels}
     */
    public int[] indices(int... labels) {
        int[] left = new int[Arrays.stream(labels).max().orElse(0) + 1];
        Arrays.fill(left, perClass);
        return Arrays.stream(LabelFraction.order(labels.length, seed))
                .filter(i -> left[labels[i]]-- > 0)
                .sorted()
                .toArray();
    }

    /**
     * Returns the samples that keep their label.
     *
     * @param examples labelled samples
     * @return some of them, in their order
     * @throws IllegalStateException if there are no labels
     */
    public Examples of(Examples examples) {
        return examples.subset(indices(examples.labels()));
    }
}
