package kontrast.evaluate;

import java.util.Arrays;
import kontrast.data.Examples;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;

/**
 * Accuracy in which each class counts the same, however common it is.
 *
 * <pre>
 *   a_c  = share of the samples of class c that are guessed right
 *   mean = sum over the classes that occur of a_c / their number
 * </pre>
 *
 * <p>Chen et al., A simple framework for contrastive learning, 2020, appendix B.8, report it for data sets with classes
 * of unequal size. Who always names the commonest of K classes has 1 / K, not its share.
 */
public final class ClassAccuracy {

    private ClassAccuracy() {}

    /**
     * Returns the accuracy of each class.
     *
     * @param guesses N class indices
     * @param truth N class indices in 0 to {@code classes - 1}
     * @param classes number of classes
     * @return for each class a share in [0, 1]; NaN where the class does not occur
     * @throws IllegalArgumentException if the lengths differ, or there are none
     */
    public static double[] each(int[] guesses, int[] truth, int classes) {
        if (guesses.length != truth.length || truth.length == 0) {
            throw new IllegalArgumentException("%d guesses for %d samples".formatted(guesses.length, truth.length));
        }
        int[] all = new int[classes];
        int[] right = new int[classes];
        for (int i = 0; i < truth.length; i++) {
            all[truth[i]]++;
            if (guesses[i] == truth[i]) {
                right[truth[i]]++;
            }
        }
        double[] shares = new double[classes];
        Arrays.setAll(shares, c -> all[c] == 0 ? Double.NaN : (double) right[c] / all[c]);
        return shares;
    }

    /**
     * Returns the mean over the classes that occur.
     *
     * @param guesses N class indices
     * @param truth N class indices from 0
     * @return the mean per-class accuracy in [0, 1]
     * @throws IllegalArgumentException if the lengths differ, or there are none
     */
    public static double mean(int[] guesses, int[] truth) {
        double[] each = each(guesses, truth, Arrays.stream(truth).max().orElse(0) + 1);
        return Arrays.stream(each).filter(a -> !Double.isNaN(a)).average().orElseThrow();
    }

    /**
     * Returns the mean over the classes that occur for a classifier.
     *
     * @param classifier its network scores images: {@code [B, C, H, W]} to logits {@code [B, classes]}
     * @param images labelled images
     * @return the mean per-class accuracy in [0, 1]
     */
    public static double mean(Method classifier, Examples images) {
        return mean(guesses(classifier, images), images.labels());
    }

    /** Returns for each image the class whose logit is largest, in evaluation mode. */
    static int[] guesses(Method classifier, Examples images) {
        Features logits = NoGrad.call(() -> Features.of(classifier.network(), images, classifier.manager()));
        int[] guesses = new int[logits.rows()];
        for (int i = 0; i < guesses.length; i++) {
            float[] row = logits.row(i);
            double[] numbers = new double[row.length];
            Arrays.setAll(numbers, c -> row[c]);
            guesses[i] = Knn.argmax(numbers);
        }
        return guesses;
    }

    /**
     * Returns how much of the error is gone.
     *
     * <pre>  (e_before - e_after) / e_before,   e = 1 - accuracy </pre>
     *
     * @param before accuracy before, in [0, 1)
     * @param after accuracy after, in [0, 1]
     * @return 1 if no error is left, 0 if all is, negative if there is more
     * @throws IllegalArgumentException if there was no error to remove
     */
    public static double errorRemoved(double before, double after) {
        if (!(before >= 0 && before < 1 && after >= 0 && after <= 1)) {
            throw new IllegalArgumentException(
                    "accuracies are shares in [0, 1], and the first one below 1, found %s and %s"
                            .formatted(before, after));
        }
        return (after - before) / (1 - before);
    }
}
