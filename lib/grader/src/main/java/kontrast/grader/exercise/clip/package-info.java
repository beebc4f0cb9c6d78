/** What holds of every correct answer to the exercises of {@code 16_clip}. */
package kontrast.grader.exercise.clip;
