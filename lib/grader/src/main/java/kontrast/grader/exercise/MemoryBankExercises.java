package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/** The exercises of {@code 10_memory_bank}: negatives from memory, drawn, judged, remembered. */
public final class MemoryBankExercises {

    private MemoryBankExercises() {}

    /** 10.1: the first rows of the bank. */
    @FunctionalInterface
    public interface FirstBank {
        /**
         * Computes the rows.
         *
         * @param u {@code [n][d]}, uniform in [0, 1)
         * @return {@code [n][d]}, uniform in [-a, a)
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] u) throws Exception;
    }

    /** 10.2: the columns of the alias method. */
    @FunctionalInterface
    public interface AliasTable {
        /**
         * Computes the table.
         *
         * @param weights n numbers of at least 0
         * @return {@code [2][n]}: thresholds, and aliases from 0
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[] weights) throws Exception;
    }

    /** 10.3: draws from an alias table. */
    @FunctionalInterface
    public interface AliasDraw {
        /**
         * Computes the draws.
         *
         * @param threshold one for each outcome
         * @param alias one for each outcome, from 0
         * @param columns the column of each draw
         * @param coins the coin of each draw, in [0, 1)
         * @return an outcome for each draw
         * @throws Exception if the learner's code does
         */
        int[] apply(float[] threshold, int[] alias, int[] columns, float[] coins) throws Exception;
    }

    /** 10.4: Z from the scores of a batch. */
    @FunctionalInterface
    public interface Normaliser {
        /**
         * Computes the Z.
         *
         * @param scores {@code [N][1 + m]}
         * @param images n
         * @return Z
         * @throws Exception if the learner's code does
         */
        double apply(float[][] scores, int images) throws Exception;
    }

    /** 10.5: did a candidate come from the data?. */
    @FunctionalInterface
    public interface Posterior {
        /**
         * Computes the probabilities.
         *
         * @param scores 1 + m numbers, the positive in front
         * @param z Z
         * @param images n
         * @return P(D = 1) of each candidate
         * @throws Exception if the learner's code does
         */
        float[] apply(float[] scores, double z, int images) throws Exception;
    }

    /** 10.6: noise contrastive estimation. */
    @FunctionalInterface
    public interface NceLoss {
        /**
         * Computes the loss.
         *
         * @param scores {@code [N, 1 + m]}, the positives in column 0
         * @param z Z
         * @param images n
         * @return scalar, the mean over the rows
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray scores, double z, int images) throws Exception;
    }

    /** 10.7: the bank after a batch. */
    @FunctionalInterface
    public interface UpdateBank {
        /**
         * Computes the bank.
         *
         * @param bank {@code [n][d]}
         * @param own B images, all different
         * @param z {@code [B][d]}, rows of length 1
         * @param momentum share of the old row that stays
         * @return {@code [n][d]}, a new bank
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] bank, int[] own, float[][] z, double momentum) throws Exception;
    }

    /** 10.9: one step of training, as far as the bank sees it. */
    @FunctionalInterface
    public interface BankStep {
        /**
         * Computes the scores.
         *
         * @param bank {@code [n][d]}; changed
         * @param own B images, all different
         * @param noise m images
         * @param z {@code [B][d]}, rows of length 1
         * @param momentum share of the old row that stays
         * @return scores, {@code [B][1 + m]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] bank, int[] own, int[] noise, float[][] z, double momentum) throws Exception;
    }

    /**
     * Returns the check of exercise 10.1.
     *
     * @return the check
     */
    public static Check<FirstBank> firstBank() {
        return FirstBankCheck.create();
    }

    /**
     * Returns the check of exercise 10.2.
     *
     * @return the check
     */
    public static Check<AliasTable> aliasTable() {
        return AliasTableCheck.create();
    }

    /**
     * Returns the check of exercise 10.3.
     *
     * @return the check
     */
    public static Check<AliasDraw> aliasDraw() {
        return AliasDrawCheck.create();
    }

    /**
     * Returns the check of exercise 10.4.
     *
     * @return the check
     */
    public static Check<Normaliser> normaliser() {
        return NormaliserCheck.create();
    }

    /**
     * Returns the check of exercise 10.5.
     *
     * @return the check
     */
    public static Check<Posterior> posterior() {
        return PosteriorCheck.create();
    }

    /**
     * Returns the check of exercise 10.6.
     *
     * @return the check
     */
    public static Check<NceLoss> nceLoss() {
        return NceLossCheck.create();
    }

    /**
     * Returns the check of exercise 10.7.
     *
     * @return the check
     */
    public static Check<UpdateBank> updateBank() {
        return UpdateBankCheck.create();
    }

    /**
     * Returns the check of exercise 10.8.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return BankStepRepair.nameTheFault();
    }

    /**
     * Returns the check of exercise 10.9.
     *
     * @return the check
     */
    public static Check<BankStep> bankStep() {
        return BankStepRepair.repair();
    }

    /**
     * Returns the whole set.
     *
     * @return the nine checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "10_memory_bank",
                List.of(
                        firstBank(),
                        aliasTable(),
                        aliasDraw(),
                        normaliser(),
                        posterior(),
                        nceLoss(),
                        updateBank(),
                        fault(),
                        bankStep()));
    }
}
