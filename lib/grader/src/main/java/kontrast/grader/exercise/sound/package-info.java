/** What holds of every correct answer to the exercises of {@code 14_cpc_audio}. */
package kontrast.grader.exercise.sound;
