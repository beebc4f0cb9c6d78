package kontrast.grader.grade;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kontrast.grader.worker.Frames;

/**
 * Another process and the connection to it: sends requests with a nonce; an answer that is late, malformed or too
 * large ends the process, with the reason.
 */
final class Peer implements AutoCloseable {

    /** A loaded machine may take long to start a JVM. */
    static final Duration START = Duration.ofSeconds(60);

    private static final SecureRandom NONCES = new SecureRandom();

    /** The exit status of a JVM with ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    /** The exit status of a worker that has printed too much. */
    private static final int FLOODED = 66;

    /** Bytes on standard error; only messages of the JVM go there. */
    private static final int MAX_ERRORS = 1 << 20;

    private final Process process;
    private final ProcessTree processes;
    private final MemoryWatch memory;
    private final Bounded bounded;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Limits limits;
    private volatile long end;
    private boolean started;
    private volatile String errors = ""; // written by one thread only
    private boolean late;
    private volatile boolean flooded;

    /**
     * Starts a process and does not wait for it.
     *
     * @param command the command
     * @param folder its working folder, if no sandbox gives it one
     * @param limits for the reasons
     */
    Peer(List<String> command, Path folder, Limits limits) {
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
        processes = new ProcessTree(process);
        memory = new MemoryWatch(processes, limits.memoryMiB());
        bounded = new Bounded(process.getInputStream(), Limits.CHANNEL_BYTES);
        in = new DataInputStream(bounded);
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Thread drain = new Thread(this::drain, "grading-errors");
        drain.setDaemon(true);
        drain.start();
    }

    /** Something that is sent and answered. */
    @FunctionalInterface
    interface Exchange<T> {
        T run() throws IOException;
    }

    /** Writes what follows the head of a frame. */
    @FunctionalInterface
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    DataInputStream in() {
        return in;
    }

    long newNonce() {
        return NONCES.nextLong();
    }

    void send(Frames.Type type, long nonce, Body body) throws IOException {
        Frames.writeHead(out, type, nonce);
        body.write(out);
        out.flush();
    }

    void expect(long nonce, Frames.Type type) throws IOException {
        if (Frames.readHead(in, type) != nonce) {
            throw new StreamCorruptedException("the answer to another request");
        }
    }

    /**
     * Waits until the process runs; then its time begins to count. A failure before the learner's code arrives is not
     * the learner's.
     *
     * @param total how long it may live from now on
     * @throws IllegalStateException if it does not start
     */
    void awaitStart(Duration total) {
        if (started) {
            return;
        }
        try {
            within(START, "at the start", () -> {
                expect(0, Frames.Type.STARTED);
                return "";
            });
        } catch (ChildFailure e) {
            close();
            throw new IllegalStateException("a worker did not start: " + e.getMessage() + " " + errors.strip(), e);
        }
        started = true;
        extend(total);
    }

    /** Resets the count of bytes that it may send: for a process that serves many answers. */
    void allowMore() {
        bounded.allow(Limits.CHANNEL_BYTES);
    }

    /** Lets it live for so long from now on. */
    void extend(Duration total) {
        end = System.nanoTime() + total.toNanos();
    }

    private synchronized void postpone(long nanos) {
        end += nanos;
    }

    /**
     * Does something with the process, in time.
     *
     * @param most how long it may take
     * @param when for the reason: "in a call"
     * @param exchange what to do
     * @return what came of it
     * @throws ChildFailure if it took too long, or the process ended, or sent nonsense
     */
    <T> T within(Duration most, String when, Exchange<T> exchange) {
        long nanos = Math.max(1, Math.min(most.toNanos(), end - System.nanoTime()));
        Alarm alarm = new Alarm(processes, nanos, this::postpone);
        try {
            return exchange.run();
        } catch (StreamCorruptedException e) {
            throw new ChildFailure("something that is no answer came back "
                    + when
                    + "; code that writes to the"
                    + " process's own output does that");
        } catch (Bounded.Exceeded e) {
            throw new ChildFailure("it flooded its output " + when);
        } catch (IOException e) {
            throw new ChildFailure(ending(when, most, alarm), alarm.isStarved());
        } finally {
            alarm.cancel();
            late |= alarm.isLate();
        }
    }

    private String ending(String when, Duration most, Alarm alarm) {
        if (late || alarm.isLate()) {
            return "no answer %s within %d seconds; is there a loop without an end?"
                    .formatted(when, Math.max(1, most.toSeconds()));
        }
        if (memory.isExceeded()) {
            return "its processes took more than the %d MiB of memory that a question has, %s"
                    .formatted(limits.memoryMiB(), when);
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
        return switch (status) {
            case OUT_OF_MEMORY -> "out of memory %s (%d MiB of heap are given)".formatted(when, limits.heapMiB());
            case FLOODED -> "it printed without end " + when;
            case 137, 152 -> "it used more processor time or memory than it is given, " + when;
            case 134, 139 -> "its process crashed %s (out of native memory?)".formatted(when);
            default -> "its process ended %s (exit status %d); does the code call System.exit?".formatted(when, status);
        };
    }

    private void drain() {
        byte[] buffer = new byte[4096];
        long total = 0;
        StringBuilder said = new StringBuilder();
        try (InputStream stream = process.getErrorStream()) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                total += n;
                if (said.length() < 4000) {
                    errors = said.append(new String(buffer, 0, n, StandardCharsets.UTF_8))
                            .toString();
                }
                if (total > MAX_ERRORS) {
                    flooded = true;
                    processes.kill();
                    return;
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    /** Waits for the process to end by itself, and makes it end if it does not. */
    void awaitEnd(Duration most) {
        try {
            out.close();
            process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** The seconds of processor time that it has used so far, as far as can be seen. */
    double processorSeconds() {
        return processes.processorSeconds();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process and all below it, and returns when they are gone. */
    @Override
    public void close() {
        memory.cancel();
        processes.end();
    }
}
