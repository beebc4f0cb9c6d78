package kontrast.grader.worker;

import java.util.List;

/**
 * What came of one call.
 *
 * @param result what was returned; {@link Value#nothing()} for null, and where it threw
 * @param after the arguments as the call left them
 * @param gradient the gradient with respect to the first argument; nothing if none was asked for or
 *     none reached it
 * @param thrown the simple name of the exception's class; empty if it returned
 * @param message the exception's message; may be empty
 */
public record Outcome(Value result, List<Value> after, Value gradient, String thrown, String message) {

    private static final int MOST_OF_NAME = 80;

    /** Copies the list. */
    public Outcome {
        after = List.copyOf(after);
    }

    /**
     * Makes the outcome of a call that threw.
     *
     * @param error what it threw
     * @return the outcome
     */
    public static Outcome threw(Throwable error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        if (message.length() > 500) {
            message = message.substring(0, 500) + "...";
        }
        return new Outcome(
                Value.nothing(), List.of(), Value.nothing(), error.getClass().getSimpleName(), message);
    }

    /**
     * Returns what may stand on a page of results: the inputs are hidden there, and an exception could tell them.
     *
     * @return the same outcome, with a short name of what was thrown and no number in its message
     */
    public Outcome withoutInputs() {
        String name = thrown.length() > MOST_OF_NAME ? thrown.substring(0, MOST_OF_NAME) + "..." : thrown;
        return new Outcome(result, after, gradient, name, message.replaceAll("[\\p{N}]+([.,\\p{N}]*[\\p{N}])?", "..."));
    }

    /**
     * Tells whether the function returned a matrix whose rows differ in length. There is no result then, as if it had
     * thrown, but it did not.
     *
     * @return true if so; the message says which rows
     */
    public boolean isUneven() {
        return thrown.equals(UnevenRows.class.getSimpleName());
    }

    /**
     * Tells whether the call took more memory than there is.
     *
     * @return true if so
     */
    public boolean isOutOfMemory() {
        return thrown.equals(OutOfMemoryError.class.getSimpleName());
    }

    /**
     * Tells whether the call was one of more calls inside each other than there is room for.
     *
     * @return true if so
     */
    public boolean isTooDeep() {
        return thrown.equals(StackOverflowError.class.getSimpleName());
    }

    /**
     * Tells whether the call ended with an exception.
     *
     * @return true if there is no result
     */
    public boolean isThrown() {
        return !thrown.isEmpty();
    }
}
