package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 13_cpc}: patches, predictions and both losses of Contrastive Predictive
 * Coding, and a broken training run.
 */
public final class CpcExercises {

    private CpcExercises() {}

    /** 13.1: an image becomes a grid of patches. */
    @FunctionalInterface
    public interface Patches {
        /**
         * Cuts the patches.
         *
         * @param image {@code [H][W]}
         * @param patch rows and columns of a patch
         * @param stride pixels from one patch to the next
         * @return {@code [R C][patch patch]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] image, int patch, int stride) throws Exception;
    }

    /** 13.2: a map of its own for each step ahead. */
    @FunctionalInterface
    public interface Predictions {
        /**
         * Computes the predictions.
         *
         * @param c contexts, {@code [T, h]}
         * @param w maps, {@code [K, d, h]}
         * @return {@code [K, T, d]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray c, NDArray w) throws Exception;
    }

    /** 13.3: which code a context is to predict. */
    @FunctionalInterface
    public interface Places {
        /**
         * Computes the places.
         *
         * @param rows rows of the grid
         * @param columns columns of the grid
         * @param k rows ahead, 1 to {@code rows - 1}
         * @return the place of the right code for each context
         * @throws Exception if the learner's code does
         */
        int[] apply(int rows, int columns, int k) throws Exception;
    }

    /** 13.4: InfoNCE over all codes of all images. */
    @FunctionalInterface
    public interface InfoNce {
        /**
         * Computes the loss.
         *
         * @param codes {@code [B, Q, d]}
         * @param predictions {@code [B, P, d]}
         * @param places P places of the right codes within an image
         * @return scalar, the mean over B P predictions
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray codes, NDArray predictions, int[] places) throws Exception;
    }

    /** 13.5: binary cross entropy on the sigmoid. */
    @FunctionalInterface
    public interface Bce {
        /**
         * Computes the loss.
         *
         * @param predictions {@code [N][d]}
         * @param right {@code [N][d]}
         * @param wrong {@code [n N][d]}, row j N + i against prediction i
         * @return the mean over (1 + n) N answers
         * @throws Exception if the learner's code does
         */
        double apply(float[][] predictions, float[][] right, float[][] wrong) throws Exception;
    }

    /** 13.6: losses and accuracies without learning. */
    @FunctionalInterface
    public interface Baselines {
        /**
         * Computes the baselines.
         *
         * @param images B
         * @param codes Q, of an image
         * @param negatives n, wrong codes for each right one
         * @return loss and accuracy of InfoNCE, loss and accuracy of BCE
         * @throws Exception if the learner's code does
         */
        float[] apply(int images, int codes, int negatives) throws Exception;
    }

    /** 13.8: a context that sums up the rows so far. */
    @FunctionalInterface
    public interface ContextOf {
        /**
         * Computes the contexts.
         *
         * @param z codes, {@code [T][d]}
         * @param w J weights
         * @return {@code [T][d]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] z, float[] w) throws Exception;
    }

    /**
     * Returns the check of exercise 13.1.
     *
     * @return the check
     */
    public static Check<Patches> patches() {
        return PatchesCheck.create();
    }

    /**
     * Returns the check of exercise 13.2.
     *
     * @return the check
     */
    public static Check<Predictions> predictions() {
        return CpcPredictionsCheck.create();
    }

    /**
     * Returns the check of exercise 13.3.
     *
     * @return the check
     */
    public static Check<Places> places() {
        return CpcPlacesCheck.create();
    }

    /**
     * Returns the check of exercise 13.4.
     *
     * @return the check
     */
    public static Check<InfoNce> cpcInfoNce() {
        return CpcInfoNceCheck.create();
    }

    /**
     * Returns the check of exercise 13.5.
     *
     * @return the check
     */
    public static Check<Bce> cpcBce() {
        return CpcBceCheck.create();
    }

    /**
     * Returns the check of exercise 13.6.
     *
     * @return the check
     */
    public static Check<Baselines> baselines() {
        return CpcBaselinesCheck.create();
    }

    /**
     * Returns the check of exercise 13.7.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return CpcFault.create();
    }

    /**
     * Returns the check of exercise 13.8.
     *
     * @return the check
     */
    public static Check<ContextOf> context() {
        return CpcContextCheck.create();
    }

    /**
     * Returns the whole set.
     *
     * @return the eight checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "13_cpc",
                List.of(patches(), predictions(), places(), cpcInfoNce(), cpcBce(), baselines(), fault(), context()));
    }
}
