package kontrast.evaluate;

import java.util.Arrays;
import java.util.function.Supplier;
import kontrast.data.Examples;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;

/**
 * Learns a classifier with each learning rate, keeps the one that is best on validation, and reads
 * the test split once, with that one.
 *
 * @param how the learning rates, and how to train with one
 * @param train labelled samples to learn from
 * @param validation labelled samples to choose by
 * @param test labelled samples to report on
 * @param seed of the training
 */
record RateSearch(ProtocolOptions.Learning how, Examples train, Examples validation, Examples test, long seed) {

    /**
     * What was found.
     *
     * @param rate the learning rate
     * @param validation accuracy that it was chosen by
     * @param test accuracy to report
     */
    record Found(double rate, double validation, double test) {}

    private record Trained(Method classifier, double rate, double validation) {}

    /** Trains a classifier from each start, one a rate, and closes them all. */
    Found run(Supplier<Method> start) {
        Trained best = null;
        try {
            for (double rate : how.learningRates()) {
                Trained next = train(start.get(), rate);
                boolean better = best == null || next.validation() > best.validation();
                Trained worse = better ? best : next;
                best = better ? next : best;
                if (worse != null) {
                    worse.classifier().close();
                }
            }
            return new Found(best.rate(), best.validation(), accuracy(best.classifier(), test));
        } finally {
            if (best != null) {
                best.classifier().close();
            }
        }
    }

    private Trained train(Method classifier, double rate) {
        try {
            how.train(classifier, train, rate, seed);
            return new Trained(classifier, rate, accuracy(classifier, validation));
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    private static double accuracy(Method classifier, Examples images) {
        Features logits = NoGrad.call(() -> Features.of(classifier.network(), images, classifier.manager()));
        int[] guesses = new int[logits.rows()];
        for (int i = 0; i < guesses.length; i++) {
            float[] row = logits.row(i);
            double[] numbers = new double[row.length];
            Arrays.setAll(numbers, c -> row[c]);
            guesses[i] = Knn.argmax(numbers);
        }
        return DotProducts.accuracy(guesses, images.labels());
    }
}
