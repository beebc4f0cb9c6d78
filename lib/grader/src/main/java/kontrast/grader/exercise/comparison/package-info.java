/** What holds of every correct answer to the exercises of {@code 19_comparison}. */
package kontrast.grader.exercise.comparison;
