package kontrast.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The one thread on which cells run, so that thread-locals (libtorch's grad mode, its pool of
 * workers) last from cell to cell, and an interrupt meant for a cell never reaches one of the kernel's own threads.
 *
 * <p>An interrupt comes in two steps. First {@link Thread#interrupt}: sleeping, waiting and the
 * library's training loop end by themselves. A cell that still runs after a while is stopped: when it next prints, at
 * the next round of a loop (JDK 20 and later, where JShell adds that to cells), or by {@code Thread.stop} (earlier
 * JDKs).
 */
final class CellThread {

    /** Package whose code ends soon after an interrupt by itself, and may save something first. */
    private static final String OUR_LIBRARY = "kontrast.";

    private static final long PATIENCE_OUR_LIBRARY_MS = 10_000;
    private static final long PATIENCE_OTHER_LIBRARY_MS = 1_000;
    private static final long PATIENCE_CELL_MS = 200;
    private static final long PATIENCE_FINALLY_MS = 10_000; // a second stop would hit its finally blocks

    private final SynchronousQueue<FutureTask<?>> queue = new SynchronousQueue<>();
    private final ClassLoader loader;
    private final ThreadGroup group = new Cells(); // not JShell's
    private volatile Thread thread;
    private volatile FutureTask<?> running;
    private volatile boolean inCell;
    private volatile boolean stopAsked;
    private volatile boolean stopNow;
    private volatile StackTraceElement[] stoppedAt = {};

    CellThread(ClassLoader loader) {
        this.loader = loader;
    }

    /** The threads of cells: an exception that ends one is shown, which JShell would suppress. */
    private static final class Cells extends ThreadGroup {
        Cells() {
            super("cells");
        }

        @Override
        public void uncaughtException(Thread ended, Throwable why) {
            if (System.err != null && !(why instanceof ThreadDeath)) {
                System.err.print("Exception in thread \"" + ended.getName() + "\": ");
                why.printStackTrace();
            }
        }
    }

    /** A cell begins: forgets an earlier interrupt. */
    void begin() {
        stopAsked = false;
        stopNow = false;
        stoppedAt = new StackTraceElement[0];
        inCell = true;
    }

    /** The cell has ended; from now on there is nothing to interrupt. */
    void end() {
        inCell = false;
    }

    /** Whether a cell runs. */
    boolean inCell() {
        return inCell;
    }

    boolean stopAsked() {
        return stopAsked;
    }

    /** Where the cell was when it was stopped by force; the exception's own trace shows the thread that stopped it. */
    StackTraceElement[] placeOf(Error stop) {
        return stoppedAt.length > 0 ? stoppedAt : stop.getStackTrace();
    }

    /** Stops the cell if it was interrupted and still runs; called where stopping does no harm. */
    void checkpoint() {
        if (stopNow && Thread.currentThread() == thread) {
            throw new CellStopped();
        }
    }

    /**
     * Runs a task on the cell thread and waits for it. A task that itself calls this (a cell that
     * evaluates code) gets its inner task run by the caller.
     */
    <T> T call(Callable<T> task) throws Throwable {
        if (running != null) {
            return task.call();
        }
        FutureTask<T> future = new FutureTask<>(task);
        running = future;
        try {
            if (stopAsked) {
                throw new CellStopped(); // asked while this was being compiled
            }
            start(future);
            return await(future);
        } finally {
            running = null;
        }
    }

    private void start(FutureTask<?> future) throws InterruptedException {
        while (true) {
            if (thread == null || !thread.isAlive()) {
                thread = new Thread(group, this::serve, "notebook");
                thread.setDaemon(true);
                thread.setContextClassLoader(loader);
                thread.start();
            }
            if (queue.offer(future, 100, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void serve() {
        while (true) {
            try {
                FutureTask<?> task = queue.take();
                task.run();
            } catch (InterruptedException late) {
                // The interrupt came just after the cell had ended.
            }
            Thread.interrupted();
        }
    }

    private <T> T await(FutureTask<T> future) throws Throwable {
        while (true) {
            try {
                return future.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException busy) {
                if (!thread.isAlive() && !future.isDone()) {
                    throw new CellStopped();
                }
            } catch (OutOfMemoryError full) {
                // Not even room to say that the cell is busy; it will fail itself, and then there is some.
            } catch (InterruptedException notForUs) {
                // JShell also interrupts the thread that waits for the cell; whether to stop is the cell's decision.
            } catch (ExecutionException thrown) {
                throw thrown.getCause();
            }
        }
    }

    /**
     * Interrupts the running cell, if any, and sees to it that it ends.
     *
     * @param stopLoops makes loops of cells end when they next come round, where the JDK can do
     *     that
     * @param complain told where the cell is, when it cannot be stopped
     */
    void interrupt(Runnable stopLoops, Consumer<StackTraceElement> complain) {
        if (!inCell) {
            return;
        }
        FutureTask<?> task = running;
        Thread target = thread;
        stopNow = stopAsked; // asked twice: no more patience
        stopAsked = true;
        if (task == null || target == null) {
            return; // between two statements: the next one will not begin
        }
        target.interrupt();
        stopLoops.run();
        Thread watch = new Thread(() -> insist(task, target, stopLoops, complain), "notebook-interrupt");
        watch.setDaemon(true);
        watch.start();
    }

    private void insist(FutureTask<?> task, Thread target, Runnable stopLoops, Consumer<StackTraceElement> complain) {
        long begin = System.nanoTime();
        boolean complained = false;
        boolean stopped = false;
        while (!task.isDone() && target.isAlive()) {
            pause(20);
            long waited = (System.nanoTime() - begin) / 1_000_000;
            StackTraceElement[] stack = target.getStackTrace();
            if (waited < 50 || (!stopNow && waited < patience(stack)) || (stopped && waited < PATIENCE_FINALLY_MS)) {
                continue;
            }
            stopNow = true;
            stopLoops.run();
            pause(60);
            stoppedAt = target.getStackTrace();
            stopped |= !task.isDone() && hardStop(target);
            if (waited > PATIENCE_OUR_LIBRARY_MS && !complained && stack.length > 0) {
                complained = true;
                complain.accept(stack[0]);
            }
        }
    }

    private static long patience(StackTraceElement[] stack) {
        boolean onlyCell = true;
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("REPL.")) {
                break;
            }
            if (name.startsWith(OUR_LIBRARY) && !name.startsWith("kontrast.kernel.")) {
                return PATIENCE_OUR_LIBRARY_MS;
            }
            onlyCell &= name.startsWith("java.") || name.startsWith("kontrast.kernel.");
        }
        return onlyCell ? PATIENCE_CELL_MS : PATIENCE_OTHER_LIBRARY_MS;
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static boolean hardStop(Thread target) {
        if (Runtime.version().feature() >= 20) {
            return false; // gone from the JDK; there JShell stops loops itself
        }
        target.stop();
        return true;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }
}
