package kontrast.grader.grade;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Frames;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Subject;

/**
 * A function in a process of its own: calls go out, raw outputs come back, in time or not at all.
 */
final class Child implements Subject, AutoCloseable {

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "grading-watch");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** A loaded machine may take long to start a JVM. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final SecureRandom NONCES = new SecureRandom();

    /** What ExitOnOutOfMemoryError makes of a process. */
    private static final int OUT_OF_MEMORY = 3;

    /** No honest worker writes anything here but a message of the JVM. */
    private static final int MAX_ERRORS = 1 << 20;

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Limits limits;
    private long end;
    private volatile String errors = ""; // written by one thread only
    private volatile boolean late;
    private volatile boolean flooded;

    /**
     * Starts a process and defines the function in it.
     *
     * @param command starts a worker
     * @param folder its working folder, if no sandbox gives it one
     * @param setup the function
     * @param limits how long it may take
     * @throws ChildFailure if it cannot be defined
     */
    Child(List<String> command, Path folder, Frames.Setup setup, Limits limits) {
        this.limits = limits;
        this.end = System.nanoTime() + START.toNanos();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().clear();
            builder.environment().put("OMP_NUM_THREADS", "1");
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command.get(0), e);
        }
        in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Thread drain = new Thread(this::drain, "grading-errors");
        drain.setDaemon(true);
        drain.start();
        String error;
        try {
            awaitStart();
            end = System.nanoTime() + limits.total().toNanos();
            error = define(setup);
        } catch (ChildFailure e) {
            close();
            throw e;
        }
        if (!error.isEmpty()) {
            close();
            throw new ChildFailure(error);
        }
    }

    /** What goes wrong before the learner's code arrives is nothing of the learner's. */
    private void awaitStart() {
        try {
            within(
                    START,
                    "at the start",
                    () -> {
                        expect(0, Frames.Type.STARTED);
                        return "";
                    });
        } catch (ChildFailure e) {
            close();
            throw new IllegalStateException(
                    "a worker did not start: " + e.getMessage() + " " + errors, e);
        }
    }

    private String define(Frames.Setup setup) {
        return within(
                limits.setup(),
                "before its function was defined",
                () -> {
                    long nonce = NONCES.nextLong();
                    Frames.writeHead(out, Frames.Type.SETUP, nonce);
                    Frames.write(out, setup);
                    out.flush();
                    expect(nonce, Frames.Type.READY);
                    return Frames.readString(in);
                });
    }

    @Override
    public Outcome call(Call call) {
        return within(
                limits.call(),
                "in a call",
                () -> {
                    long nonce = NONCES.nextLong();
                    Frames.writeHead(out, Frames.Type.CALL, nonce);
                    Frames.write(out, call);
                    out.flush();
                    expect(nonce, Frames.Type.OUTCOME);
                    return Frames.readOutcome(in);
                });
    }

    private void expect(long nonce, Frames.Type type) throws IOException {
        if (Frames.readHead(in, type) != nonce) {
            throw new StreamCorruptedException("the answer to another request");
        }
    }

    private interface Exchange<T> {
        T run() throws IOException;
    }

    private <T> T within(Duration most, String when, Exchange<T> exchange) {
        long nanos = Math.min(most.toNanos(), end - System.nanoTime());
        ScheduledFuture<?> alarm = WATCH.schedule(this::tooLate, nanos, TimeUnit.NANOSECONDS);
        try {
            return exchange.run();
        } catch (StreamCorruptedException e) {
            throw new ChildFailure(
                    "something that is no answer came back "
                            + when
                            + "; code that writes to the"
                            + " process's own output does that");
        } catch (EOFException e) {
            throw new ChildFailure(ending(when, most));
        } catch (IOException e) {
            throw new ChildFailure(ending(when, most));
        } finally {
            alarm.cancel(false);
        }
    }

    private void tooLate() {
        late = true;
        process.destroyForcibly();
    }

    private String ending(String when, Duration most) {
        if (late) {
            return "no answer %s within %d seconds; is there a loop without an end?"
                    .formatted(when, most.toSeconds());
        }
        if (flooded) {
            return "it flooded its output " + when;
        }
        int status;
        try {
            status = process.waitFor(5, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildFailure("grading was interrupted");
        }
        if (status == OUT_OF_MEMORY) {
            return "out of memory %s (%d MiB of heap are given)".formatted(when, limits.heapMiB());
        }
        if (status == 137 || status == 152) {
            return "it used more processor time or memory than it is given, " + when;
        }
        if (status == 134 || status == 139) {
            return "its process crashed %s (out of native memory?)".formatted(when);
        }
        return "its process ended %s (exit status %d); does the code call System.exit?"
                .formatted(when, status);
    }

    private void drain() {
        byte[] buffer = new byte[4096];
        long total = 0;
        StringBuilder said = new StringBuilder();
        try (InputStream stream = process.getErrorStream()) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                total += n;
                if (said.length() < 4000) {
                    errors =
                            said.append(new String(buffer, 0, n, StandardCharsets.UTF_8))
                                    .toString();
                }
                if (total > MAX_ERRORS) {
                    flooded = true;
                    process.destroyForcibly();
                    return;
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    /** Lets the worker end by itself, then waits for it. */
    void finish(Duration most) {
        try {
            out.close();
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
