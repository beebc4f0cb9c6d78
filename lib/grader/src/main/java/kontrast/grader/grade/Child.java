package kontrast.grader.grade;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kontrast.grader.worker.Bodies;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Frames;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Step;
import kontrast.grader.worker.Subject;

/**
 * A learner's function in a process of its own: calls go out, raw outputs come back, in time or not
 * at all.
 */
final class Child implements Subject, AutoCloseable {

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
     * Does what JShell wants done where the learner's code is.
     *
     * @param step what
     * @return how it ended
     * @throws ChildFailure if it does not end well for the process
     */
    Step.Ending perform(Step step) {
        peer.awaitStart(limits.total());
        return exchange(
                limits.setup(),
                "before its function was defined",
                Frames.Type.STEP,
                out -> Bodies.write(out, step),
                Frames.Type.DONE,
                () -> Bodies.readEnding(peer.in()));
    }

    @Override
    public Outcome call(Call call) {
        return exchange(
                limits.call(),
                "in a call",
                Frames.Type.CALL,
                out -> Bodies.write(out, call),
                Frames.Type.OUTCOME,
                () -> Bodies.readOutcome(peer.in()));
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
                // It ended; what it sent before that tells more.
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
