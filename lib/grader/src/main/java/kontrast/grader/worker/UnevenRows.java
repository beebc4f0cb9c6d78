package kontrast.grader.worker;

/** A matrix whose rows differ in length: nothing that a learner's function threw, but what it returned. */
final class UnevenRows extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnevenRows(String message) {
        super(message);
    }
}
