package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 12_moco}: what surrounds the two encoders of momentum contrast, and a
 * broken training run.
 */
public final class MoCoExercises {

    private MoCoExercises() {}

    /** 12.1: the key encoder follows the query encoder. */
    @FunctionalInterface
    public interface MomentumUpdate {
        /**
         * Computes the new parameters of the key encoder.
         *
         * @param key theta_k, before the update
         * @param query theta_q, as many numbers
         * @param momentum m, in [0, 1]
         * @return theta_k after the update, a new array
         * @throws Exception if the learner's code does
         */
        float[] apply(float[] key, float[] query, double momentum) throws Exception;
    }

    /** 12.2: new keys take the place of the oldest. */
    @FunctionalInterface
    public interface Enqueue {
        /**
         * Computes the queue after a batch.
         *
         * @param queue {@code [K][d]}, a ring
         * @param position the row that the next key overwrites, 0 to K - 1
         * @param keys {@code [N][d]}, N at most K
         * @return {@code [K][d]}, a new array
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] queue, int position, float[][] keys) throws Exception;
    }

    /** 12.3: how old the keys in the queue are. */
    @FunctionalInterface
    public interface KeyAges {
        /**
         * Computes the age of each row.
         *
         * @param capacity K
         * @param batch N, at most K
         * @param steps steps done, 0 or more
         * @return for each row the steps since it was written; -1 where none has
         * @throws Exception if the learner's code does
         */
        int[] apply(int capacity, int batch, int steps) throws Exception;
    }

    /** 12.4: each query against its own key and the queue. */
    @FunctionalInterface
    public interface Logits {
        /**
         * Computes the logits.
         *
         * @param q {@code [N, d]}, rows of length 1
         * @param k {@code [N, d]}, rows of length 1
         * @param queue {@code [K, d]}, rows of length 1
         * @param temperature tau
         * @return {@code [N, 1 + K]}, the positive in column 0
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray q, NDArray k, NDArray queue, double temperature) throws Exception;
    }

    /** 12.5: MoCo's loss, whose gradient stops at the keys. */
    @FunctionalInterface
    public interface Loss {
        /**
         * Computes the loss.
         *
         * @param z {@code [2N, d]}, queries above their keys, rows of any length
         * @param queue {@code [K, d]}, rows of length 1
         * @param temperature tau
         * @return scalar, the mean over N queries
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray z, NDArray queue, double temperature) throws Exception;
    }

    /** 12.6: the way back from a shuffled batch. */
    @FunctionalInterface
    public interface Unshuffle {
        /**
         * Computes the inverse order.
         *
         * @param order a permutation of 0 to n - 1
         * @return the inverse, a new array
         * @throws Exception if the learner's code does
         */
        int[] apply(int[] order) throws Exception;
    }

    /** 12.8: one step of MoCo without its encoders. */
    @FunctionalInterface
    public interface Step {
        /**
         * Computes the loss of a step and fills the queue.
         *
         * @param q {@code [N][d]}, rows of length 1
         * @param k {@code [N][d]}, rows of length 1
         * @param queue {@code [K][d]}, rows of length 1; holds the keys of the batch afterwards
         * @param position the row that the next key overwrites, 0 to K - 1
         * @param temperature tau
         * @return the mean over N queries
         * @throws Exception if the learner's code does
         */
        double apply(float[][] q, float[][] k, float[][] queue, int position, double temperature) throws Exception;
    }

    /**
     * Returns the check of exercise 12.1.
     *
     * @return the check
     */
    public static Check<MomentumUpdate> momentumUpdate() {
        return MomentumUpdateCheck.create();
    }

    /**
     * Returns the check of exercise 12.2.
     *
     * @return the check
     */
    public static Check<Enqueue> enqueue() {
        return EnqueueCheck.create();
    }

    /**
     * Returns the check of exercise 12.3.
     *
     * @return the check
     */
    public static Check<KeyAges> ages() {
        return KeyAgesCheck.create();
    }

    /**
     * Returns the check of exercise 12.4.
     *
     * @return the check
     */
    public static Check<Logits> logits() {
        return MoCoLogitsCheck.create();
    }

    /**
     * Returns the check of exercise 12.5.
     *
     * @return the check
     */
    public static Check<Loss> mocoLoss() {
        return MoCoLossCheck.create();
    }

    /**
     * Returns the check of exercise 12.6.
     *
     * @return the check
     */
    public static Check<Unshuffle> unshuffle() {
        return UnshuffleCheck.create();
    }

    /**
     * Returns the check of exercise 12.7.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return MoCoFault.create();
    }

    /**
     * Returns the check of exercise 12.8.
     *
     * @return the check
     */
    public static Check<Step> step() {
        return MoCoStepCheck.create();
    }

    /**
     * Returns the whole set.
     *
     * @return the eight checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "12_moco",
                List.of(momentumUpdate(), enqueue(), ages(), logits(), mocoLoss(), unshuffle(), fault(), step()));
    }
}
