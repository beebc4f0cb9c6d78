package kontrast.grader.worker;

/** Holds the function that the snippets of an answer defined, for the calls that follow. */
public final class DefinedFunction {

    private static volatile JavaFunction function;

    private DefinedFunction() {}

    /**
     * Keeps a function.
     *
     * @param function the learner's function
     */
    public static void bind(JavaFunction function) {
        DefinedFunction.function = function;
    }

    /**
     * Returns the function kept last.
     *
     * @return the function; null before the first
     */
    static JavaFunction function() {
        return function;
    }
}
