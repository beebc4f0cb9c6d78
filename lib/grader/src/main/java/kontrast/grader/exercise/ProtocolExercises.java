package kontrast.grader.exercise;

import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 01_protocol}: the linear probe, and an evaluation that nobody can call a
 * cheat.
 *
 * <p>A notebook checks a function of one of its cells so:
 *
 * <pre>{@code
 * display(ProtocolExercises.majorityAccuracy()
 *         .check((train, test) -> majorityAccuracy(train, test))
 *         .html(), "text/html");
 * }</pre>
 */
public final class ProtocolExercises {

    private ProtocolExercises() {}

    /** 1.1: features by the scale of the training set. */
    @FunctionalInterface
    public interface Standardise {
        /**
         * Scales.
         *
         * @param train {@code [N][d]}, features that set the scale
         * @param features {@code [M][d]}, features to scale
         * @return {@code [M][d]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] train, float[][] features) throws Exception;
    }

    /** 1.2: the loss of a linear probe. */
    @FunctionalInterface
    public interface ProbeLoss {
        /**
         * Computes the loss.
         *
         * @param x {@code [N][d]}, features
         * @param labels N labels from 0
         * @param w {@code [d][K]}, weights
         * @param b K biases
         * @param l2 strength of the penalty, at least 0
         * @return mean cross entropy plus penalty
         * @throws Exception if the learner's code does
         */
        double apply(float[][] x, int[] labels, float[][] w, float[] b, double l2) throws Exception;
    }

    /** 1.3: its gradient. */
    @FunctionalInterface
    public interface ProbeGradient {
        /**
         * Computes the gradient by the weights.
         *
         * @param x {@code [N][d]}, features
         * @param labels N labels from 0
         * @param w {@code [d][K]}, weights
         * @param b K biases
         * @param l2 strength of the penalty, at least 0
         * @return {@code [d][K]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] x, int[] labels, float[][] w, float[] b, double l2) throws Exception;
    }

    /** 1.4: the accuracy of the commonest label. */
    @FunctionalInterface
    public interface MajorityAccuracy {
        /**
         * Computes the baseline.
         *
         * @param trainLabels labels from 0, at least one
         * @param testLabels labels from 0, at least one
         * @return accuracy in [0, 1]
         * @throws Exception if the learner's code does
         */
        double apply(int[] trainLabels, int[] testLabels) throws Exception;
    }

    /** 1.5: choose on validation, report on test. */
    @FunctionalInterface
    public interface ReportedAccuracy {
        /**
         * Chooses a setting and reports.
         *
         * @param strengths S different strengths of the penalty
         * @param validation S accuracies on validation
         * @param test S accuracies on test
         * @return the test accuracy that may be reported
         * @throws Exception if the learner's code does
         */
        float apply(float[] strengths, float[] validation, float[] test) throws Exception;
    }

    /** 1.6: a share of the labels of every class. */
    @FunctionalInterface
    public interface LabelledRows {
        /**
         * Chooses the rows that keep their label.
         *
         * @param labels N labels from 0
         * @param order the rows 0 to N - 1 in the order drawn
         * @param share in (0, 1]
         * @return ascending rows
         * @throws Exception if the learner's code does
         */
        int[] apply(int[] labels, int[] order, double share) throws Exception;
    }

    /** 1.8: the rows that may be trained on. */
    @FunctionalInterface
    public interface TrainingRows {
        /**
         * Chooses the rows.
         *
         * @param concepts the concept of each of N drawings
         * @param heldOut rows kept for the test
         * @return ascending rows
         * @throws Exception if the learner's code does
         */
        int[] apply(int[] concepts, int[] heldOut) throws Exception;
    }

    /**
     * Returns the check of exercise 1.1.
     *
     * @return the check
     */
    public static Check<Standardise> standardise() {
        return StandardiseCheck.create();
    }

    /**
     * Returns the check of exercise 1.2.
     *
     * @return the check
     */
    public static Check<ProbeLoss> probeLoss() {
        return ProbeLossCheck.create();
    }

    /**
     * Returns the check of exercise 1.3.
     *
     * @return the check
     */
    public static Check<ProbeGradient> probeGradient() {
        return ProbeGradientCheck.create();
    }

    /**
     * Returns the check of exercise 1.4.
     *
     * @return the check
     */
    public static Check<MajorityAccuracy> majorityAccuracy() {
        return MajorityCheck.create();
    }

    /**
     * Returns the check of exercise 1.5.
     *
     * @return the check
     */
    public static Check<ReportedAccuracy> reportedAccuracy() {
        return ReportedAccuracyCheck.create();
    }

    /**
     * Returns the check of exercise 1.6.
     *
     * @return the check
     */
    public static Check<LabelledRows> labelledRows() {
        return LabelFractionCheck.create();
    }

    /**
     * Returns the check of exercise 1.7.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return HeldOutConceptsCheck.diagnosis();
    }

    /**
     * Returns the check of exercise 1.8.
     *
     * @return the check
     */
    public static Check<TrainingRows> trainingRows() {
        return HeldOutConceptsCheck.repair();
    }

    /**
     * Returns the whole set.
     *
     * @return the checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "01_protocol",
                List.of(
                        standardise(),
                        probeLoss(),
                        probeGradient(),
                        majorityAccuracy(),
                        reportedAccuracy(),
                        labelledRows(),
                        fault(),
                        trainingRows()));
    }
}
