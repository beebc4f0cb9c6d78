package kontrast.train;

/**
 * Ends a training run that was interrupted, after a complete step. The model keeps what it has
 * learned; running the same {@link Pretraining} again goes on where it stopped.
 */
public final class TrainingInterrupted extends RuntimeException {

    TrainingInterrupted(String message) {
        super(message);
    }
}
