package kontrast.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a process that is asked to end (a kernel that shuts down, a SIGTERM) finish the step first.
 * Without it the native library's own clean-up runs while a thread still computes with it, which
 * crashes the process.
 */
final class StopAtExit implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private StopAtExit(Thread trainer) {
        hook = new Thread(
                () -> {
                    trainer.interrupt();
                    try {
                        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("the training step did not end in time");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop training at exit");
    }

    static StopAtExit of(Thread trainer) {
        return new StopAtExit(trainer);
    }

    /** Begins to watch for the end of the process. */
    void watch() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new TrainingInterrupted("the process is ending, no step was trained");
        }
    }

    /** Says that the training has ended, however it did. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending, and the hook has just been let go
        }
    }
}
