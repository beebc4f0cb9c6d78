package kontrast.evaluate;

import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import kontrast.data.Examples;
import kontrast.method.Method;

/**
 * Learns a classifier with each learning rate, keeps the one that is best on validation, and reads
 * the test split once, with that one.
 *
 * @param how the learning rates, and how to train with one
 * @param train labelled samples to learn from
 * @param validation labelled samples to choose by
 * @param test labelled samples to report on
 * @param seed of the training
 * @param measure how good guesses are, given the right classes
 */
record RateSearch(
        ProtocolOptions.Learning how,
        Examples train,
        Examples validation,
        Examples test,
        long seed,
        ToDoubleBiFunction<int[], int[]> measure) {

    /** Returns a search by the share of right guesses. */
    RateSearch(ProtocolOptions.Learning how, Examples train, Examples validation, Examples test, long seed) {
        this(how, train, validation, test, seed, DotProducts::accuracy);
    }

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

    private double accuracy(Method classifier, Examples images) {
        return measure.applyAsDouble(ClassAccuracy.guesses(classifier, images), images.labels());
    }
}
