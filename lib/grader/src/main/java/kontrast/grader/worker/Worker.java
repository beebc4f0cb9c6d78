package kontrast.grader.worker;

import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;

/**
 * The program in the suspect's process: loads the classes that the compiler made of one answer,
 * then takes calls, and answers with raw outputs until the judge has no more.
 */
public final class Worker {

    private final Channel channel;
    private final Stage stage = new Stage();

    private Worker(Channel channel) {
        this.channel = channel;
    }

    /**
     * Runs until the judge ends it or closes the channel.
     *
     * @param args none
     * @throws IOException if the channel breaks
     */
    public static void main(String[] args) throws IOException {
        Worker worker = new Worker(Channel.open());
        Thread.currentThread().setContextClassLoader(worker.stage);
        try {
            boolean more = true;
            while (more) {
                more = worker.serve();
            }
        } catch (EOFException e) {
            // The judge has what it wanted.
        }
        // Threads and shutdown hooks of the learner's code must not keep the process.
        Runtime.getRuntime().halt(0);
    }

    /** Answers one request; false after the last. */
    private boolean serve() throws IOException {
        Frames.Head head = Frames.readHead(channel.in());
        switch (head.type()) {
            case STEP -> {
                Step.Ending ending = stage.perform(Bodies.readStep(channel.in()));
                channel.send(Frames.Type.DONE, head.nonce(), out -> Bodies.write(out, ending));
            }
            case CALL -> {
                Outcome outcome = Invoker.invoke(Bridge.target(), Bodies.readCall(channel.in()));
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
