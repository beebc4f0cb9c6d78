package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;

/**
 * The exercises of {@code 11_simclr}: six functions that together are SimCLR and its evaluation, an
 * encoder to train, and a broken training run.
 *
 * <p>A notebook checks a function of one of its cells so:
 *
 * <pre>{@code
 * display(SimClrExercises.positiveIndices().check(n -> positiveIndices(n)).html(), "text/html");
 * }</pre>
 */
public final class SimClrExercises {

    private SimClrExercises() {}

    /** 11.1: the matrix that cuts and enlarges a line of pixels. */
    @FunctionalInterface
    public interface CropMatrix {
        /**
         * Computes the matrix.
         *
         * @param in pixels of the line
         * @param start first pixel of the crop
         * @param length pixels of the crop, at most {@code out}
         * @param out pixels of the result
         * @return {@code [out][in]}
         * @throws Exception if the learner's code does
         */
        float[][] apply(int in, int start, int length, int out) throws Exception;
    }

    /** 11.2: the cosine of every row of one matrix with every row of another. */
    @FunctionalInterface
    public interface CosineSimilarity {
        /**
         * Computes the cosines.
         *
         * @param a {@code [N, d]}
         * @param b {@code [M, d]}
         * @return {@code [N, M]}
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray a, NDArray b) throws Exception;
    }

    /** 11.3: the positive of each of 2N stacked views. */
    @FunctionalInterface
    public interface PositiveIndices {
        /**
         * Computes the indices.
         *
         * @param n N, the number of images
         * @return 2N indices from 0
         * @throws Exception if the learner's code does
         */
        int[] apply(int n) throws Exception;
    }

    /** 11.4: NT-Xent in loops. */
    @FunctionalInterface
    public interface NtXentLoops {
        /**
         * Computes the loss.
         *
         * @param z {@code [2N][d]}, stacked
         * @param temperature tau
         * @return the mean over 2N views
         * @throws Exception if the learner's code does
         */
        double apply(float[][] z, double temperature) throws Exception;
    }

    /** 11.5: NT-Xent in tensor operations. */
    @FunctionalInterface
    public interface NtXentTensor {
        /**
         * Computes the loss.
         *
         * @param z {@code [2N, d]}, stacked
         * @param temperature tau
         * @return scalar, the mean over 2N views
         * @throws Exception if the learner's code does
         */
        NDArray apply(NDArray z, double temperature) throws Exception;
    }

    /** 11.6: the k-nearest-neighbour classifier. */
    @FunctionalInterface
    public interface KnnClassifier {
        /**
         * Classifies.
         *
         * @param train {@code [n][d]}, features with known labels
         * @param labels n labels from 0
         * @param queries {@code [m][d]}, features to classify
         * @param k how many neighbours vote
         * @return m labels
         * @throws Exception if the learner's code does
         */
        int[] apply(float[][] train, int[] labels, float[][] queries, int k) throws Exception;
    }

    /** 11.7: a linear encoder, trained on pairs of views. */
    @FunctionalInterface
    public interface Training {
        /**
         * Trains, and embeds images that were no part of the training.
         *
         * @param first {@code [N][p]}, one view of each object
         * @param second {@code [N][p]}, another view of each, in the same order
         * @param start {@code [p][d]}, the weights to begin with
         * @param steps how many steps of gradient descent
         * @param rate the learning rate
         * @param temperature tau
         * @param images {@code [M][p]}
         * @return {@code [M][d]}, an embedding of each image
         * @throws Exception if the learner's code does
         */
        float[][] apply(
                float[][] first,
                float[][] second,
                float[][] start,
                int steps,
                double rate,
                double temperature,
                float[][] images)
                throws Exception;
    }

    /** 11.9: where the crops of a batch begin. */
    @FunctionalInterface
    public interface CropCorners {
        /**
         * Draws the corners.
         *
         * @param n N, the number of images
         * @param room the last place where a crop may begin; the first is 0
         * @param seed of the random numbers
         * @return {@code [2N][2]}, row and column of each view's corner, stacked
         * @throws Exception if the learner's code does
         */
        float[][] apply(int n, int room, int seed) throws Exception;
    }

    /**
     * Returns the check of exercise 11.1.
     *
     * @return the check
     */
    public static Check<CropMatrix> cropMatrix() {
        return CropMatrixCheck.create();
    }

    /**
     * Returns the check of exercise 11.2.
     *
     * @return the check
     */
    public static Check<CosineSimilarity> cosineSimilarity() {
        return CosineSimilarityCheck.create();
    }

    /**
     * Returns the check of exercise 11.3.
     *
     * @return the check
     */
    public static Check<PositiveIndices> positiveIndices() {
        return PositiveIndicesCheck.create();
    }

    /**
     * Returns the check of exercise 11.4.
     *
     * @return the check
     */
    public static Check<NtXentLoops> ntXentLoops() {
        return NtXentLoopsCheck.create();
    }

    /**
     * Returns the check of exercise 11.5.
     *
     * @return the check
     */
    public static Check<NtXentTensor> ntXent() {
        return NtXentTensorCheck.create();
    }

    /**
     * Returns the check of exercise 11.6.
     *
     * @return the check
     */
    public static Check<KnnClassifier> knn() {
        return KnnCheck.create();
    }

    /**
     * Returns the check of exercise 11.7.
     *
     * @return the check
     */
    public static Check<Training> training() {
        return TrainingCheck.create();
    }

    /**
     * Returns the check of exercise 11.8.
     *
     * @return the check
     */
    public static Check<Choice> fault() {
        return SimClrFault.create();
    }

    /**
     * Returns the check of exercise 11.9.
     *
     * @return the check
     */
    public static Check<CropCorners> cropCorners() {
        return CropCornersRepair.create();
    }

    /**
     * Returns the whole set.
     *
     * @return the nine checks, in order
     */
    public static ExerciseSet set() {
        return new ExerciseSet(
                "11_simclr",
                List.of(
                        cropMatrix(),
                        cosineSimilarity(),
                        positiveIndices(),
                        ntXentLoops(),
                        ntXent(),
                        knn(),
                        training(),
                        fault(),
                        cropCorners()));
    }
}
