package kontrast.train;

/**
 * Ends a training run that was interrupted, after a complete step. The model keeps what it has
 * learned; running the same {@link Pretraining} again goes on where it stopped.
 */
public final class TrainingInterrupted extends RuntimeException {

    /**
     * Tells what was interrupted.
     *
     * @param message what was done until then, and how to go on
     */
    public TrainingInterrupted(String message) {
        super(message);
    }
}
