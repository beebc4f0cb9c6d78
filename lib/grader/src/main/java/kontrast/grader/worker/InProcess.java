package kontrast.grader.worker;

/**
 * Runs a function of the course's own in this process, for instance code that an exercise hands out
 * to be repaired. A learner's function never runs here: it has a process of its own.
 */
public final class InProcess {

    private InProcess() {}

    /**
     * Defines a function as a notebook would.
     *
     * @param setup its cells
     * @return the function
     * @throws IllegalArgumentException if it cannot be called, with the reason
     */
    public static synchronized TestedFunction define(Setup setup) {
        try (JShellSession session = new JShellSession()) {
            String fault = session.define(setup);
            if (!fault.isEmpty()) {
                throw new IllegalArgumentException(fault);
            }
            JavaFunction function = DefinedFunction.function();
            return call -> Invoker.invoke(function, call);
        }
    }
}
