/** What holds of every correct answer to the exercises of {@code 05_inpainting_colorization}. */
package kontrast.grader.exercise.completion;
