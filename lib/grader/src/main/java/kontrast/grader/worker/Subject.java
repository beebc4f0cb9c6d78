package kontrast.grader.worker;

/** Something that can be called: a function in this process, or one in another. */
@FunctionalInterface
public interface Subject {

    /**
     * Calls it once.
     *
     * @param call what to call it with
     * @return what came of it
     */
    Outcome call(Call call);
}
