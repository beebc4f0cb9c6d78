/** What holds of every correct answer to the exercises of {@code 06_video_colorization}. */
package kontrast.grader.exercise.video;
