package kontrast.grader.worker;

/** A function of any signature, called with plain Java objects. */
@FunctionalInterface
public interface JavaFunction {

    /**
     * Calls the function.
     *
     * @param arguments one object an argument: {@code Integer}, {@code Float}, {@code Double},
     *     {@code Character}, {@code int[]}, {@code float[]}, {@code float[][]} or {@code NDArray}
     * @return what it returns, in the same types
     * @throws Throwable what it throws
     */
    Object call(Object[] arguments) throws Throwable;
}
