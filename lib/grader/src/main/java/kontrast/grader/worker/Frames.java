package kontrast.grader.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The wire between the judge and its processes, the compiler and the workers: a fixed binary
 * format, big-endian, every length bounded before anything is allocated. No object is ever
 * deserialised.
 *
 * <pre>
 *   frame     int magic, long nonce, byte type, body
 *   started   (empty, nonce 0)
 *   setup     string method, byte returns, byte n, n x byte type, sources imports, own, others
 *   step      byte action, string class, string method, int n, n x (string name, bytes)
 *   done      byte ending, string text, string thrown, int id
 *   ready     string error             (empty: the function is defined)
 *   call      byte gradient, values
 *   outcome   value result, values after, value gradient, string thrown, string message
 *   end       (empty)                  ended     (empty)
 *   sources   int n, n x string        string    int bytes, UTF-8     bytes  int count, bytes
 *   values    byte n, n x value        value     byte kind, string dtype, byte axes, longs, doubles
 * </pre>
 *
 * <p>The judge picks a new nonce for every request, and an answer must repeat it: what was written
 * before the request arrived is no answer to it.
 */
public final class Frames {

    /** Says what a frame is. */
    public enum Type {
        /** The process runs; nothing of the learner's has arrived yet. */
        STARTED('h'),
        /** The judge sends a function's source to the compiler. */
        SETUP('s'),
        /** The compiler wants something done; the judge hands it on to the worker. */
        STEP('p'),
        /** The worker says how that ended; the judge hands it back to the compiler. */
        DONE('d'),
        /** The compiler says whether the function is defined. */
        READY('r'),
        /** The judge calls it. */
        CALL('c'),
        /** The worker sends what came of it. */
        OUTCOME('o'),
        /** The judge has no more calls. */
        END('e'),
        /** The worker has sent nothing else. */
        ENDED('z');

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
    private static final int MAX_TYPES = 16;
    private static final int MAX_CLASSES = 4096;

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

    /**
     * Writes what to define.
     *
     * @param out the channel
     * @param setup the function
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Setup setup) throws IOException {
        Wire.writeString(out, setup.method());
        out.writeByte(setup.returns().code());
        out.writeByte(setup.types().size());
        for (Kind type : setup.types()) {
            out.writeByte(type.code());
        }
        Wire.writeStrings(out, setup.imports());
        Wire.writeStrings(out, setup.own());
        Wire.writeStrings(out, setup.others());
    }

    /**
     * Reads what to define.
     *
     * @param in the channel
     * @return the function
     * @throws IOException if it is malformed
     */
    public static Setup readSetup(DataInputStream in) throws IOException {
        String method = Wire.readString(in);
        Kind returns = Wire.kind(in);
        int count = Wire.bounded(in.readUnsignedByte(), MAX_TYPES);
        List<Kind> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(Wire.kind(in));
        }
        return new Setup(
                method,
                returns,
                types,
                Wire.readStrings(in),
                Wire.readStrings(in),
                Wire.readStrings(in));
    }

    /**
     * Writes a step.
     *
     * @param out the channel
     * @param step what is to be done
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Step step) throws IOException {
        out.writeByte(step.action().code());
        Wire.writeString(out, step.type());
        Wire.writeString(out, step.member());
        out.writeInt(step.classes().size());
        for (Step.ClassFile each : step.classes()) {
            Wire.writeString(out, each.name());
            Wire.writeBytes(out, each.bytes());
        }
    }

    /**
     * Reads a step.
     *
     * @param in the channel
     * @return the step
     * @throws IOException if it is malformed
     */
    public static Step readStep(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        Step.Action action = known(Step.Action.values(), a -> a.code() == code);
        String type = Wire.readString(in);
        String member = Wire.readString(in);
        int count = Wire.bounded(in.readInt(), MAX_CLASSES);
        List<Step.ClassFile> classes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            classes.add(new Step.ClassFile(Wire.readString(in), Wire.readBytes(in)));
        }
        return new Step(action, type, member, classes);
    }

    /**
     * Writes how a step ended.
     *
     * @param out the channel
     * @param ending how
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Step.Ending ending) throws IOException {
        out.writeByte(ending.how().code());
        Wire.writeString(out, ending.text());
        Wire.writeString(out, ending.thrown());
        out.writeInt(ending.id());
    }

    /**
     * Reads how a step ended.
     *
     * @param in the channel
     * @return how
     * @throws IOException if it is malformed
     */
    public static Step.Ending readEnding(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        Step.How how = known(Step.How.values(), h -> h.code() == code);
        return new Step.Ending(how, Wire.readString(in), Wire.readString(in), in.readInt());
    }

    private static <T> T known(T[] values, Predicate<T> has) throws IOException {
        for (T value : values) {
            if (has.test(value)) {
                return value;
            }
        }
        throw new StreamCorruptedException("an unknown letter");
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
        Wire.writeValues(out, call.arguments());
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
        return new Call(Wire.readValues(in), gradient);
    }

    /**
     * Writes an outcome.
     *
     * @param out the channel
     * @param outcome the outcome
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, Outcome outcome) throws IOException {
        Wire.writeValue(out, outcome.result());
        Wire.writeValues(out, outcome.after());
        Wire.writeValue(out, outcome.gradient());
        Wire.writeString(out, outcome.thrown());
        Wire.writeString(out, outcome.message());
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
                Wire.readValue(in),
                Wire.readValues(in),
                Wire.readValue(in),
                Wire.readString(in),
                Wire.readString(in));
    }

    /**
     * Writes what the compiler found.
     *
     * @param out the channel
     * @param error why the function cannot be called; empty if it can
     * @throws IOException if the channel is closed
     */
    public static void writeReady(DataOutputStream out, String error) throws IOException {
        Wire.writeString(out, error.length() > 2000 ? error.substring(0, 2000) : error);
    }

    /**
     * Reads what the compiler found.
     *
     * @param in the channel
     * @return why the function cannot be called; empty if it can
     * @throws IOException if it is malformed
     */
    public static String readReady(DataInputStream in) throws IOException {
        return Wire.readString(in);
    }
}
