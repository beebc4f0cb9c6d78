package kontrast.grader.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The program in the compiler's process: JShell's front end, for one answer after the other.
 *
 * <p>It only compiles. What JShell wants run goes out as a {@link Step}, to a fresh worker for each
 * answer; no code of a learner ever runs here, so that one process can serve a whole class, and its
 * compiler stays warm. Each answer has a JShell of its own.
 */
public final class Compiler {

    private Compiler() {}

    /**
     * Runs until the judge closes the channel.
     *
     * @param args none
     * @throws IOException if the channel breaks
     */
    public static void main(String[] args) throws IOException {
        Channel channel = Channel.open();
        try {
            while (true) {
                long nonce = Frames.readHead(channel.in(), Frames.Type.SETUP);
                Setup setup = Bodies.readSetup(channel.in());
                String error = compile(setup, step -> perform(channel, nonce, step));
                channel.send(Frames.Type.READY, nonce, out -> Bodies.writeReady(out, error));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static String compile(Setup setup, Remote.Stagehand stagehand) {
        try (Session session = new Session(stagehand)) {
            return session.define(setup);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (StackOverflowError | RuntimeException e) {
            // Code nested thousands deep does that to the compiler.
            return "does not compile: the compiler gives up with "
                    + e.getClass().getSimpleName();
        }
    }

    private static Step.Ending perform(Channel channel, long nonce, Step step) {
        try {
            channel.send(Frames.Type.STEP, nonce, out -> Bodies.write(out, step));
            Frames.readHead(channel.in(), Frames.Type.DONE);
            return Bodies.readEnding(channel.in());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
