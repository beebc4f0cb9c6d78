package kontrast.grader.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The program in the suspect's process: reads a function's source, then calls, and answers with raw
 * outputs until its input ends.
 *
 * <p>The channel is the process's standard input and output, taken before any of the learner's code
 * is loaded; {@code System.in} is empty and {@code System.out} and {@code System.err} lead nowhere
 * from then on.
 */
public final class Worker {

    private Worker() {}

    /**
     * Runs until the judge closes the channel.
     *
     * @param args none
     * @throws IOException if the channel breaks
     */
    public static void main(String[] args) throws IOException {
        DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setOut(nowhere);
        System.setErr(nowhere);
        Frames.writeHead(out, Frames.Type.STARTED, 0);
        out.flush();
        long nonce = Frames.readHead(in, Frames.Type.SETUP);
        Frames.Setup setup = Frames.readSetup(in);
        try (Session session = new Session()) {
            String error = session.define(setup);
            Frames.writeHead(out, Frames.Type.READY, nonce);
            Frames.writeString(out, error.length() > 2000 ? error.substring(0, 2000) : error);
            out.flush();
            while (error.isEmpty()) {
                answer(in, out);
            }
        } catch (EOFException e) {
            // The judge has what it wanted.
        }
        // Threads of the learner's code must not keep the process.
        Runtime.getRuntime().halt(0);
    }

    private static void answer(DataInputStream in, DataOutputStream out) throws IOException {
        long nonce = Frames.readHead(in, Frames.Type.CALL);
        Call call = Frames.readCall(in);
        Outcome outcome = Invoker.invoke(Bridge.target(), call);
        // Encoded as a whole first: a frame is sent complete or not at all.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        Frames.writeHead(frame, Frames.Type.OUTCOME, nonce);
        Frames.write(frame, outcome);
        out.write(bytes.toByteArray());
        out.flush();
    }
}
