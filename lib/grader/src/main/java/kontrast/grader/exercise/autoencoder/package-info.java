/** What holds of every correct answer to the exercises of {@code 02_autoencoder}. */
package kontrast.grader.exercise.autoencoder;
