package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 03_rotation}: images that are turned, a network that says by how much,
 * and a task that is solved without looking at the image.
 *
 * <p>A notebook checks a function of one of its cells so:
 *
 * <pre>{@code
 * display(RotationExercises.rotationLabels()
 *         .check(n -> rotationLabels(n))
 *         .html(), "text/html");
 * }</pre>
 */
public final class RotationExercises {

    private RotationExercises() {}

    /** 3.1: the answers of a batch in four rotations. */
    @FunctionalInterface
    public interface RotationLabels {
        /**
         * Lists the labels.
         *
         * @param n B, the number of images
         * @return 4B numbers of quarter turns
         * @throws Exception if the learner's code does
         */
        int[] apply(int n) throws Exception;
    }

    /** 3.2: a picture turned by quarters. */
    @FunctionalInterface
    public interface Turn {
        /**
         * Turns a picture.
         *
         * @param image {@code [S][S]}
         * @param quarters how often, counter-clockwise
         * @return {@code [S][S]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] image, int quarters) throws Exception;
    }

    /** 3.3: a batch in all four rotations. */
    @FunctionalInterface
    public interface RotationBatch {
        /**
         * Turns all pictures.
         *
         * @param images {@code [B, C, S, S]}
         * @return {@code [4B, C, S, S]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray images) throws Exception;
    }

    /** 3.4: the loss of rotation prediction. */
    @FunctionalInterface
    public interface RotationLoss {
        /**
         * Computes the loss.
         *
         * @param logits {@code [4B, 4]}, stacked
         * @return scalar, the mean cross entropy
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray logits) throws Exception;
    }

    /** 3.5: which rotation is taken for which. */
    @FunctionalInterface
    public interface Confusion {
        /**
         * Makes the table.
         *
         * @param logits {@code [4B][4]}, stacked
         * @return {@code [4][4]}, shares of the answers for each rotation
         * @throws Exception if the learner's code does
         */
        float[][] apply(float[][] logits) throws Exception;
    }

    /** 3.7: square pictures without a hint. */
    @FunctionalInterface
    public interface Square {
        /**
         * Makes pictures square.
         *
         * @param images {@code [B, C, H, W]}, H at most W
         * @return {@code [B, C, H, H]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray images) throws Exception;
    }

    /**
     * Returns the check of exercise 3.1.
     *
     * @return the check
     */
    public static Check<RotationLabels> rotationLabels() {
        return RotationLabelsCheck.create();
    }

    /**
     * Returns the check of exercise 3.2.
     *
     * @return the check
     */
    public static Check<Turn> turn() {
        return TurnCheck.create();
    }

    /**
     * Returns the check of exercise 3.3.
     *
     * @return the check
     */
    public static Check<RotationBatch> rotationBatch() {
        return RotationBatchCheck.create();
    }

    /**
     * Returns the check of exercise 3.4.
     *
     * @return the check
     */
    public static Check<RotationLoss> rotationLoss() {
        return RotationLossCheck.create();
    }

    /**
     * Returns the check of exercise 3.5.
     *
     * @return the check
     */
    public static Check<Confusion> confusion() {
        return ConfusionCheck.create();
    }

    /**
     * Returns the check of exercise 3.6.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return SquareCheck.diagnosis();
    }

    /**
     * Returns the check of exercise 3.7.
     *
     * @return the check
     */
    public static Check<Square> square() {
        return SquareCheck.repair();
    }

    /**
     * Returns the whole set.
     *
     * @return the checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "03_rotation",
                List.of(rotationLabels(), turn(), rotationBatch(), rotationLoss(), confusion(), fault(), square()));
    }
}
