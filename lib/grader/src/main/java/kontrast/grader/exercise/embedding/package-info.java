/** What holds of every correct answer to the exercises of {@code 07_joint_embedding}. */
package kontrast.grader.exercise.embedding;
