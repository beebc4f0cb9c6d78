/** What holds of every correct answer to the exercises of {@code 13_cpc}. */
package kontrast.grader.exercise.cpc;
