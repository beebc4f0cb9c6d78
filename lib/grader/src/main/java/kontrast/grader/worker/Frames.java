package kontrast.grader.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;

/**
 * The format on the wire between the grader and its processes, the compiler and the workers: a fixed binary
 * format, big-endian, every length bounded before anything is allocated. No object is ever
 * deserialised.
 *
 * <pre>
 *   frame     int magic, long nonce, byte type, body
 *   started   (empty, nonce 0)
 *   setup     string method, byte returns, byte n, n x byte type, sources imports, own, others
 *   execute   byte action, string class, string method, int n, n x (string name, bytes)
 *   executed  byte status, string text, string thrown, int id
 *   ready     string error             (empty: the function is defined)
 *   call      byte gradient, values
 *   outcome   value result, values after, value gradient, string thrown, string message
 *   end       (empty)                  ended     (empty)
 *   sources   int n, n x string        string    int bytes, UTF-8     bytes  int count, bytes
 *   values    byte n, n x value        value     byte kind, string dtype, byte axes, longs, doubles
 * </pre>
 *
 * <p>The grader picks a new nonce for every request, and an answer must repeat it: what was written
 * before the request arrived is no answer to it.
 */
public final class Frames {

    /** Says what a frame is. */
    public enum Type {
        /** The process runs; nothing of the learner's has arrived yet. */
        STARTED('h'),
        /** The grader sends a function's source to the compiler. */
        SETUP('s'),
        /** The compiler wants classes loaded or a method run; the grader passes it on to the worker. */
        EXECUTE('p'),
        /** The worker's result; the grader passes it back to the compiler. */
        EXECUTED('d'),
        /** The compiler says whether the function is defined. */
        READY('r'),
        /** The grader calls the function. */
        CALL('c'),
        /** The worker sends what came of it. */
        OUTCOME('o'),
        /** The grader has no more calls. */
        END('e'),
        /** The worker has sent nothing else. */
        ENDED('z');

        private final char code;

        Type(char code) {
            this.code = code;
        }
    }

    private static final int MAGIC = 0x4B545231; // KTR1

    private Frames() {}

    /**
     * Writes the head of a frame.
     *
     * @param out the channel
     * @param type what follows
     * @param nonce of the request
     * @throws IOException if the channel is closed
     */
    public static void writeHead(DataOutputStream out, Type type, long nonce) throws IOException {
        out.writeInt(MAGIC);
        out.writeLong(nonce);
        out.writeByte(type.code);
    }

    /**
     * The head of a frame.
     *
     * @param type what follows
     * @param nonce of the request
     */
    public record Head(Type type, long nonce) {}

    /**
     * Reads the head of a frame.
     *
     * @param in the channel
     * @return the head
     * @throws IOException if no frame follows, or the channel is closed
     */
    public static Head readHead(DataInputStream in) throws IOException {
        int magic = in.readInt();
        long nonce = in.readLong();
        int code = in.readByte();
        for (Type type : Type.values()) {
            if (magic == MAGIC && type.code == code) {
                return new Head(type, nonce);
            }
        }
        throw new StreamCorruptedException("not a frame");
    }

    /**
     * Reads the head of a frame of a known type.
     *
     * @param in the channel
     * @param type what must follow
     * @return the nonce
     * @throws IOException if something else follows, or the channel is closed
     */
    public static long readHead(DataInputStream in, Type type) throws IOException {
        Head head = readHead(in);
        if (head.type() != type) {
            throw new StreamCorruptedException("a frame of type " + head.type());
        }
        return head.nonce();
    }
}
