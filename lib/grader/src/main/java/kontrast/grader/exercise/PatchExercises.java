package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 04_patches}: patches that are cut so that nothing but their content says
 * where they belong, and the orders of a jigsaw puzzle.
 *
 * <p>A notebook checks a function of one of its cells so:
 *
 * <pre>{@code
 * display(PatchExercises.hamming()
 *         .check((p, q) -> hamming(p, q))
 *         .html(), "text/html");
 * }</pre>
 */
public final class PatchExercises {

    private PatchExercises() {}

    /** 4.1: where the patches of a grid begin. */
    @FunctionalInterface
    public interface PatchCorners {
        /**
         * Places the patches.
         *
         * @param cells patches along each side
         * @param patch pixels along each side of a patch
         * @param gap pixels between neighbours
         * @param jitter the largest move
         * @param moves a pair (down, right) for each patch
         * @return a pair (top, left) for each patch
         * @throws Exception if the learner's code does
         */
        int[] apply(int cells, int patch, int gap, int jitter, int[] moves) throws Exception;
    }

    /** 4.2: on which side of a patch another one lies. */
    @FunctionalInterface
    public interface RelativeLabel {
        /**
         * Names the side.
         *
         * @param centre number of a patch
         * @param other number of another
         * @param cells patches along each side
         * @return 0 to 7, or -1
         * @throws Exception if the learner's code does
         */
        int apply(int centre, int other, int cells) throws Exception;
    }

    /** 4.3: how different two orders are. */
    @FunctionalInterface
    public interface Hamming {
        /**
         * Counts.
         *
         * @param p an order of n tiles
         * @param q another one
         * @return places in which they differ
         * @throws Exception if the learner's code does
         */
        int apply(int[] p, int[] q) throws Exception;
    }

    /** 4.4: a few orders, as different as possible. */
    @FunctionalInterface
    public interface FarthestOrders {
        /**
         * Chooses.
         *
         * @param distances {@code [n][n]}, between candidates
         * @param count how many, 1 to n
         * @return numbers of the chosen candidates, in the order of their choice
         * @throws Exception if the learner's code does
         */
        int[] apply(float[][] distances, int count) throws Exception;
    }

    /** 4.5: tiles laid in an order. */
    @FunctionalInterface
    public interface Lay {
        /**
         * Lays the tiles.
         *
         * @param tiles {@code [B, n, C, p, p]}
         * @param order n numbers of tiles
         * @return {@code [B, n, C, p, p]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray tiles, int[] order) throws Exception;
    }

    /** 4.7: tiles without brightness and contrast. */
    @FunctionalInterface
    public interface NormaliseTiles {
        /**
         * Normalises.
         *
         * @param tiles {@code [B, n, C, p, p]}
         * @return {@code [B, n, C, p, p]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray tiles) throws Exception;
    }

    /**
     * Returns the check of exercise 4.1.
     *
     * @return the check
     */
    public static Check<PatchCorners> patchCorners() {
        return PatchCornersCheck.create();
    }

    /**
     * Returns the check of exercise 4.2.
     *
     * @return the check
     */
    public static Check<RelativeLabel> relativeLabel() {
        return RelativeLabelCheck.create();
    }

    /**
     * Returns the check of exercise 4.3.
     *
     * @return the check
     */
    public static Check<Hamming> hamming() {
        return HammingCheck.create();
    }

    /**
     * Returns the check of exercise 4.4.
     *
     * @return the check
     */
    public static Check<FarthestOrders> farthestOrders() {
        return FarthestOrdersCheck.create();
    }

    /**
     * Returns the check of exercise 4.5.
     *
     * @return the check
     */
    public static Check<Lay> lay() {
        return LayCheck.create();
    }

    /**
     * Returns the check of exercise 4.6.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return NormalisedTilesCheck.diagnosis();
    }

    /**
     * Returns the check of exercise 4.7.
     *
     * @return the check
     */
    public static Check<NormaliseTiles> normaliseTiles() {
        return NormalisedTilesCheck.repair();
    }

    /**
     * Returns the whole set.
     *
     * @return the checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "04_patches",
                List.of(
                        patchCorners(),
                        relativeLabel(),
                        hamming(),
                        farthestOrders(),
                        lay(),
                        fault(),
                        normaliseTiles()));
    }
}
