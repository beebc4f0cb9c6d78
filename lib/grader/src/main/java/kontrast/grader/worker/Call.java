package kontrast.grader.worker;

import java.util.List;

/**
 * One call of a learner's function.
 *
 * @param arguments what it is called with
 * @param by the argument, a tensor, by which the sum of the result is differentiated; {@link #NONE}
 */
public record Call(List<Value> arguments, int by) {

    /** No gradient is asked for. */
    public static final int NONE = -1;

    /** Copies the list. */
    public Call {
        arguments = List.copyOf(arguments);
        if (by < NONE || by >= arguments.size()) {
            throw new IllegalArgumentException("a gradient by argument " + by + " of " + arguments.size());
        }
    }

    /**
     * Makes a call without a gradient.
     *
     * @param arguments what the function is called with
     * @return the call
     */
    public static Call of(Value... arguments) {
        return new Call(List.of(arguments), NONE);
    }

    /**
     * Returns the same call with a gradient.
     *
     * @param argument by which argument, from 0
     * @return the call
     */
    public Call withGradient(int argument) {
        return new Call(arguments, argument);
    }
}
