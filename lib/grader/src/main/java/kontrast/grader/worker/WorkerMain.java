package kontrast.grader.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;

/**
 * The program that runs one answer: loads the classes that the compiler made of it, then takes calls and sends
 * back raw outputs until the grader has no more calls.
 */
public final class WorkerMain {

    private final Channel channel;
    private final AnswerClasses classes = new AnswerClasses();

    private WorkerMain(Channel channel) {
        this.channel = channel;
    }

    /**
     * Runs until the grader ends it or closes the channel.
     *
     * @param args none
     * @throws IOException if the channel breaks
     */
    public static void main(String[] args) throws IOException {
        WorkerMain worker = new WorkerMain(Channel.open());
        Thread.currentThread().setContextClassLoader(worker.classes);
        try {
            boolean more = true;
            while (more) {
                more = worker.serve();
            }
        } catch (EOFException e) {
            // The grader has closed the channel: it needs no more outputs.
        }
        // Threads and shutdown hooks of the learner's code must not keep the process.
        Runtime.getRuntime().halt(0);
    }

    /** Answers one request; false after the last. */
    private boolean serve() throws IOException {
        Frames.Head head = Frames.readHead(channel.in());
        switch (head.type()) {
            case EXECUTE -> {
                ExecutionRequest.Result result = classes.execute(Bodies.readRequest(channel.in()));
                channel.send(Frames.Type.EXECUTED, head.nonce(), out -> Bodies.write(out, result));
            }
            case CALL -> {
                channel.forgetPrinted();
                Outcome outcome = Invoker.invoke(DefinedFunction.function(), Bodies.readCall(channel.in()));
                channel.send(Frames.Type.OUTCOME, head.nonce(), out -> Bodies.write(out, outcome));
            }
            case END -> {
                channel.send(Frames.Type.ENDED, head.nonce(), out -> {});
                return false;
            }
            default -> throw new StreamCorruptedException("no request: " + head.type());
        }
        return true;
    }
}
