/** What holds of every correct answer to the exercises of {@code 12_moco}. */
package kontrast.grader.exercise.moco;
