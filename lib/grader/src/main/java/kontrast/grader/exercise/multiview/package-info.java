/** What holds of every correct answer to the exercises of {@code 09_cmc}. */
package kontrast.grader.exercise.multiview;
