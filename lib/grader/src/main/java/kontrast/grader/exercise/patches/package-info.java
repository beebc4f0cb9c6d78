/** What holds of every correct answer to the exercises of {@code 04_patches}. */
package kontrast.grader.exercise.patches;
