package kontrast.grader.authoring;

/**
 * Something in a master or notebook that an author must mend.
 *
 * @param file the file
 * @param line the line in that file, from 1; 0 if the file has no meaningful lines
 * @param cell which cell, e.g. {@code "cell 7 (11.3)"}; empty if it is about the whole file
 * @param message what is wrong and what to do
 */
public record Problem(String file, int line, String cell, String message) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (cell.isEmpty() ? "" : cell + ": ") + message;
    }
}
