package kontrast.grader.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A process's end of the wire: its standard input and output, taken before any of the learner's
 * code is loaded. From then on {@code System.in} is empty, and what is printed is only counted.
 */
final class Channel {

    private final DataInputStream in;
    private final DataOutputStream out;

    private final Counter printed;

    private Channel(DataInputStream in, DataOutputStream out, Counter printed) {
        this.in = in;
        this.out = out;
        this.printed = printed;
    }

    /** Takes the channel over and says that the process runs. */
    static Channel open() throws IOException {
        Counter printed = new Counter();
        Channel channel = new Channel(
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in))),
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))),
                printed);
        PrintStream counted = new PrintStream(printed, false, StandardCharsets.UTF_8);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setOut(counted);
        System.setErr(counted);
        channel.send(Frames.Type.STARTED, 0, out -> {});
        return channel;
    }

    /** What was printed before counts no more: the bound is for one call. */
    void forgetPrinted() {
        printed.restart();
    }

    DataInputStream in() {
        return in;
    }

    /** Writes what follows the head of a frame. */
    @FunctionalInterface
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    /** Encodes a frame as a whole first: it is sent complete or not at all. */
    void send(Frames.Type type, long nonce, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        Frames.writeHead(frame, type, nonce);
        body.write(frame);
        out.write(bytes.toByteArray());
        out.flush();
    }
}
