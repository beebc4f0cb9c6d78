package kontrast.grader.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The wire between the judge and a worker: a fixed binary format, big-endian, every length bounded
 * before anything is allocated. No object is ever deserialised.
 *
 * <pre>
 *   frame     int magic, long nonce, byte type, body
 *   started   (empty, nonce 0)
 *   setup     string method, byte returns, byte n, n x byte type, sources imports, own, others
 *   ready     string error             (empty: the function is defined)
 *   call      byte gradient, values
 *   outcome   value result, values after, value gradient, string thrown, string message
 *   sources   int n, n x string        string    int bytes, UTF-8
 *   values    byte n, n x value        value     byte kind, string dtype, byte axes, longs, doubles
 * </pre>
 *
 * <p>The judge picks a new nonce for every request, and an answer must repeat it: what was written
 * before the request arrived is no answer to it.
 */
public final class Frames {

    /** Says what a frame is. */
    public enum Type {
        /** The worker runs; nothing of the learner's is loaded yet. */
        STARTED('h'),
        /** The judge sends a function's source. */
        SETUP('s'),
        /** The worker says whether it is defined. */
        READY('r'),
        /** The judge calls it. */
        CALL('c'),
        /** The worker sends what came of it. */
        OUTCOME('o');

        private final char code;

        Type(char code) {
            this.code = code;
        }
    }

    /**
     * What the worker defines.
     *
     * @param method the function's name
     * @param returns its result
     * @param types its parameters
     * @param imports cells that we supply
     * @param own the learner's cell of this exercise
     * @param others the learner's other cells, used only if {@code own} calls one of their
     *     functions
     */
    public record Setup(
            String method,
            Kind returns,
            List<Kind> types,
            List<String> imports,
            List<String> own,
            List<String> others) {

        /** Copies the lists. */
        public Setup {
            types = List.copyOf(types);
            imports = List.copyOf(imports);
            own = List.copyOf(own);
            others = List.copyOf(others);
        }
    }

    private static final int MAGIC = 0x4B545231; // KTR1
    private static final int MAX_STRING = 1 << 20;
    private static final int MAX_VALUES = 16;
    private static final int MAX_SOURCES = 256;
    private static final int MAX_AXES = 8;

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
     * Reads the head of a frame.
     *
     * @param in the channel
     * @param type what must follow
     * @return the nonce
     * @throws IOException if something else follows, or the channel is closed
     */
    public static long readHead(DataInputStream in, Type type) throws IOException {
        int magic = in.readInt();
        long nonce = in.readLong();
        int found = in.readByte();
        if (magic != MAGIC || found != type.code) {
            throw new StreamCorruptedException("not a frame of type " + type);
        }
        return nonce;
    }

    /**
     * Writes what to define.
     *
     * @param out the channel
     * @param setup the function
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Setup setup) throws IOException {
        writeString(out, setup.method());
        out.writeByte(setup.returns().code());
        out.writeByte(setup.types().size());
        for (Kind type : setup.types()) {
            out.writeByte(type.code());
        }
        writeStrings(out, setup.imports());
        writeStrings(out, setup.own());
        writeStrings(out, setup.others());
    }

    /**
     * Reads what to define.
     *
     * @param in the channel
     * @return the function
     * @throws IOException if it is malformed
     */
    public static Setup readSetup(DataInputStream in) throws IOException {
        String method = readString(in);
        Kind returns = kind(in);
        int count = bounded(in.readUnsignedByte(), MAX_VALUES);
        List<Kind> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(kind(in));
        }
        return new Setup(method, returns, types, readStrings(in), readStrings(in), readStrings(in));
    }

    /**
     * Writes a call.
     *
     * @param out the channel
     * @param call the call
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Call call) throws IOException {
        out.writeBoolean(call.gradient());
        writeValues(out, call.arguments());
    }

    /**
     * Reads a call.
     *
     * @param in the channel
     * @return the call
     * @throws IOException if it is malformed
     */
    public static Call readCall(DataInputStream in) throws IOException {
        boolean gradient = in.readBoolean();
        return new Call(readValues(in), gradient);
    }

    /**
     * Writes an outcome.
     *
     * @param out the channel
     * @param outcome the outcome
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Outcome outcome) throws IOException {
        writeValue(out, outcome.result());
        writeValues(out, outcome.after());
        writeValue(out, outcome.gradient());
        writeString(out, outcome.thrown());
        writeString(out, outcome.message());
    }

    /**
     * Reads an outcome.
     *
     * @param in the channel
     * @return the outcome
     * @throws IOException if it is malformed
     */
    public static Outcome readOutcome(DataInputStream in) throws IOException {
        return new Outcome(
                readValue(in), readValues(in), readValue(in), readString(in), readString(in));
    }

    /**
     * Writes a string.
     *
     * @param out the channel
     * @param text at most 1 MiB as UTF-8; longer text is cut
     * @throws IOException if the channel is closed
     */
    public static void writeString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_STRING);
        out.writeInt(length);
        out.write(bytes, 0, length);
    }

    /**
     * Reads a string.
     *
     * @param in the channel
     * @return the text
     * @throws IOException if it is malformed or too long
     */
    public static String readString(DataInputStream in) throws IOException {
        byte[] bytes = new byte[bounded(in.readInt(), MAX_STRING)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void writeStrings(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeString(out, text);
        }
    }

    private static List<String> readStrings(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MAX_SOURCES);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readString(in));
        }
        return texts;
    }

    private static void writeValues(DataOutputStream out, List<Value> values) throws IOException {
        out.writeByte(values.size());
        for (Value value : values) {
            writeValue(out, value);
        }
    }

    private static List<Value> readValues(DataInputStream in) throws IOException {
        int count = bounded(in.readUnsignedByte(), MAX_VALUES);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(readValue(in));
        }
        return values;
    }

    private static void writeValue(DataOutputStream out, Value value) throws IOException {
        out.writeByte(value.kind().code());
        writeString(out, value.dtype());
        long[] shape = value.shape();
        out.writeByte(shape.length);
        for (long axis : shape) {
            out.writeLong(axis);
        }
        for (double number : value.data()) {
            out.writeDouble(number);
        }
    }

    private static Value readValue(DataInputStream in) throws IOException {
        Kind kind = kind(in);
        String dtype = readString(in);
        long[] shape = new long[bounded(in.readUnsignedByte(), MAX_AXES)];
        long size = kind == Kind.NOTHING ? 0 : 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = bounded(in.readLong(), Value.MAX_ELEMENTS);
            size = bounded(size * shape[i], Value.MAX_ELEMENTS);
        }
        double[] data = new double[(int) size];
        for (int i = 0; i < data.length; i++) {
            data[i] = in.readDouble();
        }
        try {
            return Value.of(kind, dtype, shape, data);
        } catch (IllegalArgumentException e) {
            throw new StreamCorruptedException(e.getMessage());
        }
    }

    private static Kind kind(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new StreamCorruptedException("no type has the code " + code);
    }

    private static int bounded(long number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new StreamCorruptedException(number + " is not in 0 to " + most);
        }
        return (int) number;
    }
}
