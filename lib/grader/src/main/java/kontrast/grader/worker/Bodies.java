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
        return new Setup(method, returns, types, Wire.readStrings(in), Wire.readStrings(in), Wire.readStrings(in));
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
