package kontrast.grader.grade;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process and all below it when they hold too much memory together. The system's own limits count for each
 * process by itself, so that whoever starts another JVM has its limits once more.
 */
final class MemoryWatch implements Runnable {

    /** A process takes a few hundred MiB in that time; looking costs a few milliseconds. */
    private static final long EVERY_MILLIS = 250;

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "grading-memory");
        thread.setDaemon(true);
        return thread;
    });

    private final ProcessTree processes;
    private final long most;
    private final ScheduledFuture<?> next;
    private volatile boolean exceeded;

    /**
     * Begins to watch.
     *
     * @param processes what ends
     * @param mebibytes what they may hold together
     */
    MemoryWatch(ProcessTree processes, int mebibytes) {
        this.processes = processes;
        this.most = (long) mebibytes << 20;
        this.next = WATCH.scheduleWithFixedDelay(this, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        if (processes.memory() > most) {
            exceeded = true;
            processes.kill();
        }
    }

    void cancel() {
        next.cancel(false);
    }

    /** Tells whether they held too much. */
    boolean isExceeded() {
        return exceeded;
    }
}
