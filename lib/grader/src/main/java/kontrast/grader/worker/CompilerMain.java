package kontrast.grader.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The program in the compiler's process: JShell's front end, for one answer after the other.
 *
 * <p>It only compiles. What JShell wants loaded or run is sent to a fresh worker for each answer, as an {@link
 * ExecutionRequest}. No code of a learner ever runs here, so one process serves a whole class, and its compiler
 * stays warm. Each answer has a JShell of its own.
 */
public final class CompilerMain {

    private CompilerMain() {}

    /**
     * Runs until the grader closes the channel.
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
                String error = compile(setup, request -> execute(channel, nonce, request));
                channel.send(Frames.Type.READY, nonce, out -> Bodies.writeReady(out, error));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static String compile(Setup setup, RemoteExecution.Executor executor) {
        try (JShellSession session = new JShellSession(executor)) {
            return session.define(setup);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (StackOverflowError | RuntimeException e) {
            // Code nested thousands deep does that to the compiler.
            return "does not compile: the compiler gives up with "
                    + e.getClass().getSimpleName();
        }
    }

    private static ExecutionRequest.Result execute(Channel channel, long nonce, ExecutionRequest request) {
        try {
            channel.send(Frames.Type.EXECUTE, nonce, out -> Bodies.write(out, request));
            Frames.readHead(channel.in(), Frames.Type.EXECUTED);
            return Bodies.readResult(channel.in());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
