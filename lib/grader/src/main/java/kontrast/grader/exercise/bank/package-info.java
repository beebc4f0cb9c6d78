/** What holds of every correct answer to the exercises of {@code 10_memory_bank}. */
package kontrast.grader.exercise.bank;
