package kontrast.grader.grade;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Ends a process when its time is over. On an overloaded machine, a process that got less than half of that time as
 * processor time gets more, up to a limit.
 */
final class Alarm implements Runnable {

    private static final int MOST_EXTENSIONS = 5;

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "grading-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final ProcessTree processes;
    private final long nanos;
    private final LongConsumer extended;
    private final double before;
    private int extensions;
    private ScheduledFuture<?> next;
    private boolean cancelled;
    private volatile boolean late;
    private volatile boolean starved;

    /**
     * Sets the alarm.
     *
     * @param processes what ends
     * @param nanos after how long
     * @param extended hears of each extension, in nanoseconds
     */
    Alarm(ProcessTree processes, long nanos, LongConsumer extended) {
        this.processes = processes;
        this.nanos = nanos;
        this.extended = extended;
        this.before = isBusy() ? processes.processorSeconds() : 0;
        this.next = WATCH.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void run() {
        if (cancelled) {
            return;
        }
        boolean hungry = processes.processorSeconds() - before < nanos / 2e9;
        if (hungry && isBusy() && extensions < MOST_EXTENSIONS) {
            extensions++;
            extended.accept(nanos);
            next = WATCH.schedule(this, nanos, TimeUnit.NANOSECONDS);
            return;
        }
        starved = hungry;
        late = true;
        processes.kill();
    }

    synchronized void cancel() {
        cancelled = true;
        next.cancel(false);
    }

    /** Tells whether it went off. */
    boolean isLate() {
        return late;
    }

    /** Tells whether it went off and the process had hardly run: asleep, or held up by others. */
    boolean isStarved() {
        return starved;
    }

    /** Whether the machine has twice as much to do as it can. */
    private static boolean isBusy() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                > 2 * Runtime.getRuntime().availableProcessors();
    }
}
