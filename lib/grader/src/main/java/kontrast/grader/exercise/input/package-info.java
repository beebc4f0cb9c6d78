/** What the exercises of all sets draw their inputs with, and read their arguments with. */
package kontrast.grader.exercise.input;
