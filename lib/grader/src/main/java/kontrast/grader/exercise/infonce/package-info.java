/** What holds of every correct answer to the exercises of {@code 08_infonce}. */
package kontrast.grader.exercise.infonce;
