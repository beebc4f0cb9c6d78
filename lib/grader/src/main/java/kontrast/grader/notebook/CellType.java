package kontrast.grader.notebook;

import java.util.Locale;

/** The three kinds of cells of nbformat 4. */
public enum CellType {
    /** Prose. */
    MARKDOWN,
    /** Code for the kernel, the only kind that has outputs. */
    CODE,
    /** Text that neither Jupyter nor the kernel interprets. */
    RAW;

    /**
     * Returns the word that nbformat writes into {@code cell_type}.
     *
     * @return {@code "markdown"}, {@code "code"} or {@code "raw"}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
