package kontrast.grader.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What follows the heads of {@link Frames}, in the format that is written there. */
public final class Bodies {

    private static final int MAX_TYPES = 16;
    private static final int MAX_CLASSES = 4096;

    private Bodies() {}

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
        Wire.writeStrings(out, setup.helpers());
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
                Wire.readStrings(in),
                Wire.readStrings(in));
    }

    /**
     * Writes a request.
     *
     * @param out the channel
     * @param request the request
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, ExecutionRequest request) throws IOException {
        out.writeByte(request.action().code());
        Wire.writeString(out, request.type());
        Wire.writeString(out, request.member());
        out.writeInt(request.classes().size());
        for (ExecutionRequest.ClassFile each : request.classes()) {
            Wire.writeString(out, each.name());
            Wire.writeBytes(out, each.bytes());
        }
    }

    /**
     * Reads a request.
     *
     * @param in the channel
     * @return the request
     * @throws IOException if it is malformed
     */
    public static ExecutionRequest readRequest(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        ExecutionRequest.Action action = known(ExecutionRequest.Action.values(), a -> a.code() == code);
        String type = Wire.readString(in);
        String member = Wire.readString(in);
        int count = Wire.bounded(in.readInt(), MAX_CLASSES);
        List<ExecutionRequest.ClassFile> classes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            classes.add(new ExecutionRequest.ClassFile(Wire.readString(in), Wire.readBytes(in)));
        }
        return new ExecutionRequest(action, type, member, classes);
    }

    /**
     * Writes the result of a request.
     *
     * @param out the channel
     * @param result the result
     * @throws IOException if the channel is closed
     */
    public static void write(DataOutputStream out, ExecutionRequest.Result result) throws IOException {
        out.writeByte(result.status().code());
        Wire.writeString(out, result.text());
        Wire.writeString(out, result.thrown());
        out.writeInt(result.id());
    }

    /**
     * Reads the result of a request.
     *
     * @param in the channel
     * @return the result
     * @throws IOException if it is malformed
     */
    public static ExecutionRequest.Result readResult(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        ExecutionRequest.Status status = known(ExecutionRequest.Status.values(), s -> s.code() == code);
        return new ExecutionRequest.Result(status, Wire.readString(in), Wire.readString(in), in.readInt());
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
        out.writeByte(call.by());
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
        int by = in.readByte();
        List<Value> arguments = Wire.readValues(in);
        if (by < Call.NONE || by >= arguments.size()) {
            throw new IOException("a gradient by argument " + by + " of " + arguments.size());
        }
        return new Call(arguments, by);
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
                Wire.readValue(in), Wire.readValues(in), Wire.readValue(in), Wire.readString(in), Wire.readString(in));
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
