package kontrast.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * {@code System.out}, {@code System.err} and {@code System.in} of cells.
 *
 * <p>They stay in place between cells: what a thread prints after its cell has ended is shown with
 * the newest cell.
 */
final class CellStreams extends JupyterIO {
    private final Sockets channels;
    private final CellThread thread;
    private volatile MessageContext cell;
    private volatile boolean mayAsk;

    CellStreams(Sockets channels, CellThread thread) {
        super(StandardCharsets.UTF_8);
        this.channels = channels;
        this.thread = thread;
    }

    /** Replaces the streams of the process. */
    void install() {
        System.setOut(new Lasting(new Out(StreamType.OUT)));
        System.setErr(new Lasting(new Out(StreamType.ERR)));
        System.setIn(new In());
    }

    /** Where a cell has left nothing to print to, or to read from, the next one finds the notebook's streams again. */
    void mend() {
        if (System.out == null) {
            System.setOut(new Lasting(new Out(StreamType.OUT)));
        }
        if (System.err == null) {
            System.setErr(new Lasting(new Out(StreamType.ERR)));
        }
        if (System.in == null) {
            System.setIn(new In());
        }
    }

    /** A writer round System.out that is closed, as a try block does, must not silence later cells. */
    private static final class Lasting extends PrintStream {
        Lasting(OutputStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Shows all output from now on under this request's cell. */
    void attach(ShellReplyEnvironment env, MessageContext request, boolean stdinAllowed) {
        setEnv(env);
        cell = request;
        mayAsk = stdinAllowed;
    }

    /** Prints on behalf of the kernel itself. */
    void complain(String text) {
        try {
            channels.publisher().print(cell, StreamType.ERR, text + System.lineSeparator());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Out extends OutputStream {
        private final StreamType type;
        private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream(4);

        Out(StreamType type) {
            this.type = type;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            thread.checkpoint();
            unfinished.write(bytes, offset, length);
            byte[] all = unfinished.toByteArray();
            int complete = completeCharacters(all);
            unfinished.reset();
            unfinished.write(all, complete, all.length - complete);
            try {
                String text = new String(all, 0, complete, StandardCharsets.UTF_8);
                channels.publisher().print(cell, type, text);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    /** How many of these bytes make whole UTF-8 characters. */
    static int completeCharacters(byte[] utf8) {
        for (int back = 1; back <= Math.min(3, utf8.length); back++) {
            int b = utf8[utf8.length - back] & 0xFF;
            if (b >= 0xC0) { // the first byte of a character of 2, 3 or 4
                int needs = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < needs ? utf8.length - back : utf8.length;
            }
            if (b < 0x80) {
                break;
            }
        }
        return utf8.length;
    }

    /** Asks the front end for a line whenever a cell reads beyond the last one. */
    private final class In extends InputStream {
        private byte[] line = {};
        private int at;

        @Override
        public synchronized int available() {
            return line.length - at;
        }

        @Override
        public synchronized int read() throws IOException {
            fill();
            return line[at++] & 0xFF;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            fill();
            int count = Math.min(length, available());
            System.arraycopy(line, at, into, offset, count);
            at += count;
            return count;
        }

        private void fill() throws IOException {
            if (at < line.length) {
                return;
            }
            if (!mayAsk) {
                throw new IllegalStateException(
                        "this cell reads System.in, but nobody is there to answer: the front end (a"
                                + " batch run, perhaps) does not take input");
            }
            try {
                line = (channels.ask(cell) + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
            } catch (InterruptedException e) {
                throw new CellStopped();
            }
        }
    }
}
