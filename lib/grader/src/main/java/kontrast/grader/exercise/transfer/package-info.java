/** What holds of every correct answer to the exercises of {@code 15_transfer}. */
package kontrast.grader.exercise.transfer;
