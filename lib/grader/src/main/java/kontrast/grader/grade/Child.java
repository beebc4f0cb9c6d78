package kontrast.grader.grade;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kontrast.grader.worker.Bodies;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.ExecutionRequest;
import kontrast.grader.worker.Frames;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;

/**
 * A learner's function in a process of its own: sends calls, reads raw outputs, within time limits.
 */
final class Child implements TestedFunction, AutoCloseable {

    private static final Duration END = Duration.ofSeconds(5);

    private final Peer peer;
    private final Limits limits;

    /**
     * Starts a worker, and defines nothing yet.
     *
     * @param command starts it
     * @param folder its working folder, if no sandbox gives it one
     * @param limits how long it may take
     */
    Child(List<String> command, Path folder, Limits limits) {
        this.limits = limits;
        this.peer = new Peer(command, folder, limits);
    }

    /** Waits until the worker runs. */
    void awaitStart() {
        peer.awaitStart(limits.total());
    }

    /**
     * Has the worker load classes or run a method for JShell.
     *
     * @param request what to do
     * @return how it ended
     * @throws ChildFailure if the process ends, takes too long or sends nonsense
     */
    ExecutionRequest.Result execute(ExecutionRequest request) {
        peer.awaitStart(limits.total());
        return exchange(
                limits.setup(),
                "before its function was defined",
                Frames.Type.EXECUTE,
                out -> Bodies.write(out, request),
                Frames.Type.EXECUTED,
                () -> Bodies.readResult(peer.in()));
    }

    @Override
    public Outcome call(Call call) {
        return exchange(
                limits.call(),
                "in a call",
                Frames.Type.CALL,
                out -> Bodies.write(out, call),
                Frames.Type.OUTCOME,
                () -> Bodies.readOutcome(peer.in()).withoutInputs());
    }

    /**
     * Says that there are no more calls.
     *
     * @throws ChildFailure if anything but the agreement comes back: an answer to no question
     */
    void conclude() {
        processorSeconds();
        exchange(limits.call(), "after the last call", Frames.Type.END, out -> {}, Frames.Type.ENDED, () -> {
            if (peer.in().read() >= 0) {
                throw new StreamCorruptedException("more after the end");
            }
            return "";
        });
        peer.awaitEnd(END);
    }

    private <T> T exchange(
            Duration most,
            String when,
            Frames.Type request,
            Peer.Body body,
            Frames.Type answer,
            Peer.Exchange<T> rest) {
        return peer.within(most, when, () -> {
            long nonce = peer.newNonce();
            try {
                peer.send(request, nonce, body);
            } catch (IOException e) {
                // It has ended; what it sent before says why.
            }
            peer.expect(nonce, answer);
            return rest.run();
        });
    }

    /** Lets the worker end by itself, which takes long where it writes an archive of classes. */
    void leave() {
        peer.awaitEnd(Peer.START);
    }

    /** The seconds of processor time that it has used. */
    double processorSeconds() {
        return peer.processorSeconds();
    }

    @Override
    public void close() {
        peer.close();
    }
}
