/** What holds of every correct answer to the exercises of {@code 03_rotation}. */
package kontrast.grader.exercise.rotation;
