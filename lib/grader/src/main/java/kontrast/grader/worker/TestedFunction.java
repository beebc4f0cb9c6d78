package kontrast.grader.worker;

/** A function that a check calls, with values as arguments: in this process or in another. */
@FunctionalInterface
public interface TestedFunction {

    /**
     * Calls it once.
     *
     * @param call what to call it with
     * @return what came of it
     */
    Outcome call(Call call);
}
