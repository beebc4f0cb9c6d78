package kontrast.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/**
 * A share of the labels, as if the others had never been paid for: the same share of every class.
 *
 * <pre>
 *   n'_c = max(1, round(share n_c))     the first n'_c samples of class c in an order drawn from the seed
 * </pre>
 *
 * <p>n_c counts the samples of class c. The order does not depend on the share, so fractions of one
 * seed are nested: the samples of 1 % are among those of 10 %, and more labels can only add. A
 * class that would vanish keeps one sample.
 *
 * @param share of the labels of each class, in (0, 1]
 * @param seed the seed of the order
 */
public record LabelFraction(double share, long seed) {

    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public LabelFraction {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share = %s is not in (0, 1]; 1 %% is 0.01".formatted(share));
        }
    }

    /**
     * Returns the samples that keep their label.
     *
     * @param labels N class indices from 0
     * @return ascending indices into {@code labels}
     * @throws IllegalArgumentException if a label is below 0
     */
    public int[] indices(int... labels) {
        int[] order = order(labels.length, seed);
        int[] left = keep(labels); // samples that each class may still take
        return Arrays.stream(order).filter(i -> left[labels[i]]-- > 0).sorted().toArray();
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

    private int[] keep(int[] labels) {
        int[] count = new int[Arrays.stream(labels).max().orElse(0) + 1];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("label %d of sample %d is below 0".formatted(labels[i], i));
            }
            count[labels[i]]++;
        }
        return Arrays.stream(count)
                .map(n -> (int) Math.max(1, Math.round(share * n)))
                .toArray();
    }

    /** Returns an order of n samples that depends on the seed alone. */
    static int[] order(int n, long seed) {
        RandomGenerator random = Seeds.stream(seed, "labels", 0);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) { // Fisher and Yates, inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Returns for instance {@code 10 %}. */
    @Override
    public String toString() {
        double percent = Math.round(share * 1e6) / 1e4;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : percent + "") + " %";
    }
}
