package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/** The exercises of {@code 08_infonce}: one question with k answers, and what it teaches. */
public final class InfoNceExercises {

    private InfoNceExercises() {}

    /** 8.1: InfoNCE of one query. */
    @FunctionalInterface
    public interface ScoreLoss {
        /**
         * Computes the loss.
         *
         * @param scores one for each candidate
         * @param positive the right candidate, from 0
         * @param beta 1 / temperature
         * @return the loss in nats
         * @throws Exception if the learner's code does
         */
        double apply(float[] scores, int positive, double beta) throws Exception;
    }

    /** 8.2: the derivative of 8.1 by each score. */
    @FunctionalInterface
    public interface ScoreGradient {
        /**
         * Computes the derivatives.
         *
         * @param scores one for each candidate
         * @param positive the right candidate, from 0
         * @param beta 1 / temperature
         * @return as many numbers as scores
         * @throws Exception if the learner's code does
         */
        float[] apply(float[] scores, int positive, double beta) throws Exception;
    }

    /** 8.3: the part of the push that the hardest negative takes. */
    @FunctionalInterface
    public interface HardestShare {
        /**
         * Computes the share.
         *
         * @param scores {@code [N][K]}, K at least N; the positive of row i in column i
         * @param beta 1 / temperature
         * @return the mean over the N queries
         * @throws Exception if the learner's code does
         */
        double apply(float[][] scores, double beta) throws Exception;
    }

    /** 8.4 and 8.8: InfoNCE of embeddings. */
    @FunctionalInterface
    public interface TensorLoss {
        /**
         * Computes the loss.
         *
         * @param z1 {@code [N, d]}, the queries
         * @param z2 {@code [K, d]}, the candidates; row i is the positive of query i
         * @param temperature tau
         * @return scalar, in nats
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray z1, NDArray z2, double temperature) throws Exception;
    }

    /** 8.5: both views ask. */
    @FunctionalInterface
    public interface SymmetricLoss {
        /**
         * Computes the loss.
         *
         * @param scores {@code [N, N]}, the positives on the diagonal
         * @return scalar, L12 + L21
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray scores) throws Exception;
    }

    /** 8.6: the bound on mutual information. */
    @FunctionalInterface
    public interface InformationBound {
        /**
         * Computes the bound.
         *
         * @param losses one for each query, in nats
         * @param negatives of each query
         * @return bits, at least 0
         * @throws Exception if the learner's code does
         */
        double apply(float[] losses, int negatives) throws Exception;
    }

    /**
     * Returns the check of exercise 8.1.
     *
     * @return the check
     */
    public static Check<ScoreLoss> infoNce() {
        return InfoNceScoresCheck.create();
    }

    /**
     * Returns the check of exercise 8.2.
     *
     * @return the check
     */
    public static Check<ScoreGradient> scoreGradient() {
        return ScoreGradientCheck.create();
    }

    /**
     * Returns the check of exercise 8.3.
     *
     * @return the check
     */
    public static Check<HardestShare> hardestShare() {
        return HardestShareCheck.create();
    }

    /**
     * Returns the check of exercise 8.4.
     *
     * @return the check
     */
    public static Check<TensorLoss> infoNceLoss() {
        return InfoNceTensorCheck.create();
    }

    /**
     * Returns the check of exercise 8.5.
     *
     * @return the check
     */
    public static Check<SymmetricLoss> symmetricLoss() {
        return SymmetricLossCheck.create();
    }

    /**
     * Returns the check of exercise 8.6.
     *
     * @return the check
     */
    public static Check<InformationBound> informationBound() {
        return InformationBoundCheck.create();
    }

    /**
     * Returns the check of exercise 8.7.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return PairLossRepair.nameTheFault();
    }

    /**
     * Returns the check of exercise 8.8.
     *
     * @return the check
     */
    public static Check<TensorLoss> pairLoss() {
        return PairLossRepair.repair();
    }

    /**
     * Returns the whole set.
     *
     * @return the eight checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "08_infonce",
                List.of(
                        infoNce(),
                        scoreGradient(),
                        hardestShare(),
                        infoNceLoss(),
                        symmetricLoss(),
                        informationBound(),
                        fault(),
                        pairLoss()));
    }
}
