/** What holds of every correct answer to the exercises of {@code 01_protocol}. */
package kontrast.grader.exercise.protocol;
