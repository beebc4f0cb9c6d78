package kontrast.grader.worker;

import java.util.List;

/**
 * One call of a learner's function.
 *
 * @param arguments what it is called with
 * @param gradient whether to differentiate the sum of the result by the first argument, a tensor
 */
public record Call(List<Value> arguments, boolean gradient) {

    /** Copies the list. */
    public Call {
        arguments = List.copyOf(arguments);
    }

    /**
     * Makes a call without a gradient.
     *
     * @param arguments what the function is called with
     * @return the call
     */
    public static Call of(Value... arguments) {
        return new Call(List.of(arguments), false);
    }

    /**
     * Returns the same call with a gradient.
     *
     * @return the call
     */
    public Call withGradient() {
        return new Call(arguments, true);
    }
}
