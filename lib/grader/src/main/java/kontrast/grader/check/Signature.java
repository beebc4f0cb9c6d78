package kontrast.grader.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.grader.worker.Kind;

/**
 * What a function of an exercise looks like.
 *
 * @param <F> its functional interface
 * @param method the name in the learner's cell
 * @param returns the type of its result
 * @param parameters the names of its parameters
 * @param types the types of its parameters
 * @param caller calls an {@code F} with plain Java objects
 */
public record Signature<F>(String method, Kind returns, List<String> parameters, List<Kind> types, Caller<F> caller) {

    /** Copies the lists. */
    public Signature {
        parameters = List.copyOf(parameters);
        types = List.copyOf(types);
        if (parameters.size() != types.size()) {
            throw new IllegalArgumentException(
                    method + ": " + parameters.size() + " names for " + types.size() + " types");
        }
    }

    /**
     * Calls a function of a given interface.
     *
     * @param <F> the functional interface
     */
    @FunctionalInterface
    public interface Caller<F> {
        /**
         * Calls it.
         *
         * @param function the function
         * @param arguments its arguments, unboxed types boxed
         * @return its result
         * @throws Throwable what it throws
         */
        Object call(F function, Object[] arguments) throws Throwable;
    }

    /**
     * Returns the declaration as a learner writes it.
     *
     * @return for instance {@code "int[] positiveIndices(int n)"}
     */
    public String declaration() {
        return IntStream.range(0, types.size())
                .mapToObj(i -> types.get(i).shortName() + " " + parameters.get(i))
                .collect(Collectors.joining(", ", returns.shortName() + " " + method + "(", ")"));
    }
}
