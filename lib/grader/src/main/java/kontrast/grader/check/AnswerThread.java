package kontrast.grader.check;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;

/**
 * Calls a learner's function for a check in the notebook, in a thread of its own, so that a call that never comes back
 * does not take the notebook with it. Grading needs none of this: there the function runs in another process.
 *
 * <p>All calls of a check have the same thread, and all of a call happens in it: libtorch remembers for each thread
 * whether gradients are recorded. The thread is a daemon, so that it keeps no process alive.
 *
 * <p>A call that takes too long is interrupted, and then stopped by force, which JDKs before 20 can do. What even this
 * does not end, for instance a loop that catches everything, goes on in the background, and {@link NoAnswer} says so.
 */
final class AnswerThread implements TestedFunction, AutoCloseable {

    /**
     * How long a call may take: a hundred times what right answers take, so that one on a busy machine is not called
     * endless; and not longer than somebody waits before looking for what is wrong.
     */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** How long each way of ending a call has to show its effect. */
    private static final long PATIENCE_MS = 500;

    private final TestedFunction answer;
    private final Duration limit;
    private final ExecutorService calls = Executors.newSingleThreadExecutor(this::thread);
    private volatile Thread thread;

    /**
     * Prepares the thread, which begins with the first call.
     *
     * @param answer calls the function in whatever thread it is in
     * @param limit how long a call may take
     */
    AnswerThread(TestedFunction answer, Duration limit) {
        this.answer = answer;
        this.limit = limit;
    }

    private Thread thread(Runnable work) {
        thread = new Thread(work, "answer");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Calls it once. To run out of memory is an outcome here: what the call had taken is free again.
     *
     * @throws NoAnswer if it takes too long, or this thread is interrupted
     */
    @Override
    public Outcome call(Call call) {
        long end = System.nanoTime() + limit.toNanos();
        Future<Outcome> coming = calls.submit(() -> answer.call(call));
        while (true) {
            try {
                return coming.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw NoAnswer.late(call, limit, end());
            } catch (InterruptedException e) {
                throw NoAnswer.interrupted(call, limit, end());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ThreadDeath) {
                    throw NoAnswer.interrupted(call, limit, true); // the kernel has stopped it
                }
                return Outcome.threw(e.getCause());
            } catch (OutOfMemoryError e) {
                // No room even to wait: the call takes it all, and will fail itself. Then there is some.
            }
        }
    }

    /** Ends the running call, if that is possible, and the thread; false if it goes on. */
    private boolean end() {
        calls.shutdownNow();
        return hasEnded() || (stop(thread) && hasEnded());
    }

    private boolean hasEnded() {
        try {
            return calls.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            return calls.isTerminated();
        }
    }

    /** Its locks are opened in the middle of what they guard, but what it works on is its own. */
    @SuppressWarnings({"deprecation", "removal"})
    private static boolean stop(Thread running) {
        if (Runtime.version().feature() >= 20) {
            return false; // gone from the JDK
        }
        running.stop();
        return true;
    }

    @Override
    public void close() {
        calls.shutdown();
    }
}
