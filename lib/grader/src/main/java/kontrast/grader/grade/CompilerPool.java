package kontrast.grader.grade;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;
import kontrast.grader.worker.Bodies;
import kontrast.grader.worker.ExecutionRequest;
import kontrast.grader.worker.Frames;
import kontrast.grader.worker.Setup;

/**
 * Compiler processes that serve one answer after the other: a warm one takes a fifth of the time of a fresh one.
 * They run no learner's code. One that takes too long or breaks is replaced.
 */
final class CompilerPool implements AutoCloseable {

    /** Long enough to pay for the start; short enough that no leak of javac's matters. */
    private static final int MOST_ANSWERS = 500;

    private final Supplier<List<String>> command;
    private final Path folder;
    private final Limits limits;
    private final Deque<Held> idle = new ArrayDeque<>();
    private final DoubleAdder spent = new DoubleAdder();

    /** A compiler, and how much it has compiled. */
    private static final class Held {
        private final Peer peer;
        private int answers;

        Held(Peer peer) {
            this.peer = peer;
        }
    }

    CompilerPool(Supplier<List<String>> command, Path folder, Limits limits) {
        this.command = command;
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * Defines a function in a worker.
     *
     * @param setup the function
     * @param child the worker, which may still be starting
     * @throws ChildFailure if it cannot be defined
     * @throws IllegalStateException if no compiler runs
     */
    void define(Setup setup, Child child) {
        define(setup, child, false);
    }

    /**
     * Defines a function in a worker.
     *
     * @param setup the function
     * @param child the worker, which may still be starting
     * @param fresh whether by a compiler that has served nobody yet
     * @throws ChildFailure if it cannot be defined
     * @throws IllegalStateException if no compiler runs, or one that had served others failed
     */
    void define(Setup setup, Child child, boolean fresh) {
        Held held = fresh ? start() : take();
        boolean usable = false;
        Found found;
        try {
            held.peer.awaitStart(limits.total());
            held.peer.allowMore();
            held.peer.extend(limits.total()); // for all exchanges of this answer: each may be quick where they are many
            found = converse(held.peer, setup, child);
            usable = ++held.answers < MOST_ANSWERS;
        } catch (ChildFailure e) {
            if (held.answers > 0) {
                // Earlier answers may have used up its memory: try again with a fresh one.
                throw new IllegalStateException("a compiler that had served others failed", e);
            }
            throw e;
        } finally {
            if (usable) {
                give(held);
            } else {
                end(held);
            }
        }
        if (found.failure() != null) {
            throw found.failure();
        }
        if (!found.error().isEmpty()) {
            throw new ChildFailure(found.error());
        }
    }

    /** What the compiler said, and how the worker failed, if it did. */
    private record Found(String error, ChildFailure failure) {}

    private Found converse(Peer peer, Setup setup, Child child) {
        long nonce = peer.newNonce();
        Frames.Type next = compile(peer, () -> {
            peer.send(Frames.Type.SETUP, nonce, out -> Bodies.write(out, setup));
            return Frames.readHead(peer.in()).type();
        });
        ChildFailure failure = null;
        while (next == Frames.Type.EXECUTE) {
            ExecutionRequest request = compile(peer, () -> Bodies.readRequest(peer.in()));
            ExecutionRequest.Result result;
            try {
                result = failure == null ? child.execute(request) : gone();
            } catch (ChildFailure e) {
                // Let the compiler finish all the same: it serves the next answer.
                failure = e;
                result = gone();
            }
            ExecutionRequest.Result answer = result;
            next = compile(peer, () -> {
                peer.send(Frames.Type.EXECUTED, nonce, out -> Bodies.write(out, answer));
                return Frames.readHead(peer.in()).type();
            });
        }
        return new Found(compile(peer, () -> Bodies.readReady(peer.in())), failure);
    }

    private static ExecutionRequest.Result gone() {
        return new ExecutionRequest.Result(ExecutionRequest.Status.FAILED, "its process has ended", "", 0);
    }

    private <T> T compile(Peer peer, Peer.Exchange<T> exchange) {
        try {
            return peer.within(limits.setup(), "while it was compiled", exchange);
        } catch (ChildFailure e) {
            throw new ChildFailure("does not compile in the time and memory given");
        }
    }

    private Held take() {
        synchronized (idle) {
            while (!idle.isEmpty()) {
                Held held = idle.pop();
                if (held.peer.isAlive()) {
                    return held;
                }
                end(held);
            }
        }
        return start();
    }

    private Held start() {
        return new Held(new Peer(command.get(), folder, limits));
    }

    private void end(Held held) {
        held.peer.close();
        spent.add(held.peer.processorSeconds());
    }

    /** The seconds of processor time of all compilers that have ended. */
    double processorSeconds() {
        return spent.sum();
    }

    private void give(Held held) {
        synchronized (idle) {
            idle.push(held);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(this::end);
            idle.clear();
        }
    }
}
