package kontrast.data;

import java.nio.file.Path;

/**
 * A data set that is missing, incomplete or altered. The message names the file, what was expected
 * there, what was found, and what to type.
 */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception with the four things that a reader needs.
     *
     * @param file the file or folder in question
     * @param expected what should be there
     * @param found what is there
     * @param remedy what to do, as a sentence, with the command to type where there is one
     */
    public DataException(Path file, String expected, String found, String remedy) {
        this(file, expected, found, remedy, null);
    }

    /**
     * Creates an exception with the four things that a reader needs, and its cause.
     *
     * @param file the file or folder in question
     * @param expected what should be there
     * @param found what is there
     * @param remedy what to do, as a sentence, with the command to type where there is one
     * @param cause the cause, or null
     */
    public DataException(Path file, String expected, String found, String remedy, Throwable cause) {
        super("%s%n  expected: %s%n  found:    %s%n  %s".formatted(file, expected, found, remedy), cause);
    }
}
