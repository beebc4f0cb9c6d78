package kontrast.kernel;

/** Thrown inside a cell that was interrupted, at a place where it is safe to stop. */
final class CellStopped extends Error {
    private static final long serialVersionUID = 1L;

    CellStopped() {
        super("the cell was interrupted", null, false, true);
    }
}
