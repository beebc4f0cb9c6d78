/** What holds of every correct answer to the exercises of {@code 18_other_families}. */
package kontrast.grader.exercise.families;
