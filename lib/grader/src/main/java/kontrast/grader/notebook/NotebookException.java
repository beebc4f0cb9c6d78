package kontrast.grader.notebook;

import java.io.IOException;

/** A file that cannot be read as a notebook, with what was found and what to do. */
public class NotebookException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message file, expected, found and the likely mistake
     */
    public NotebookException(String message) {
        super(message);
    }
}
