/** What holds of every correct answer to the exercises of {@code 11_simclr}. */
package kontrast.grader.exercise.simclr;
