/**
 * The exercise sets: a package each, with a class for each exercise that says what holds of every correct answer.
 *
 * <p>To read first: {@code simclr.PositiveIndicesCheck}, a short one, beside exercise 11.3 in its master; then
 * {@code simclr.NtXentCheck}, with tensors and gradients, and {@code simclr.CropCornersCheck}, where many answers are
 * right. {@link kontrast.grader.exercise.ExerciseSet} finds the sets that the build has made;
 * {@code input} draws what functions are called with.
 */
package kontrast.grader.exercise;
