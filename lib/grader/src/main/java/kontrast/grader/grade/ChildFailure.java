package kontrast.grader.grade;

/** A worker or compiler did not answer as it should; the message is the reason for the score. */
public final class ChildFailure extends RuntimeException {

    private final boolean starved;

    /**
     * Makes a failure.
     *
     * @param reason what happened, for the learner
     */
    public ChildFailure(String reason) {
        this(reason, false);
    }

    /**
     * Makes a failure that may be the machine's fault.
     *
     * @param reason what happened, for the learner
     * @param starved whether it took too long, and had hardly run in that time
     */
    ChildFailure(String reason, boolean starved) {
        super(reason);
        this.starved = starved;
    }

    /** Tells whether another attempt may end otherwise. */
    boolean isStarved() {
        return starved;
    }
}
