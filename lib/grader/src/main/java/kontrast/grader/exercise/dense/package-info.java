/** What holds of every correct answer to the exercises of {@code 17_dense_objects}. */
package kontrast.grader.exercise.dense;
