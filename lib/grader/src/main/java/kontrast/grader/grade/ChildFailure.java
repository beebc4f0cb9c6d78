package kontrast.grader.grade;

/** The suspect's process did not answer as it should; the message is the reason for the score. */
public final class ChildFailure extends RuntimeException {

    /**
     * Makes a failure.
     *
     * @param reason what happened, for the learner
     */
    public ChildFailure(String reason) {
        super(reason);
    }
}
