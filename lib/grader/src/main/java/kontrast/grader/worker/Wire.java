package kontrast.grader.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What frames are made of: strings, bytes and values, every length bounded before it is used. */
final class Wire {

    private static final int MAX_STRING = 1 << 20;
    private static final int MAX_VALUES = 16;
    private static final int MAX_LIST = 256;
    private static final int MAX_AXES = 8;

    private Wire() {}

    static void writeString(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_STRING);
        out.writeInt(length);
        out.write(bytes, 0, length);
    }

    static String readString(DataInputStream in) throws IOException {
        byte[] bytes = new byte[bounded(in.readInt(), MAX_STRING)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[bounded(in.readInt(), MAX_STRING)];
        in.readFully(bytes);
        return bytes;
    }

    static void writeStrings(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeString(out, text);
        }
    }

    static List<String> readStrings(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MAX_LIST);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readString(in));
        }
        return texts;
    }

    static void writeValues(DataOutputStream out, List<Value> values) throws IOException {
        out.writeByte(values.size());
        for (Value value : values) {
            writeValue(out, value);
        }
    }

    static List<Value> readValues(DataInputStream in) throws IOException {
        int count = bounded(in.readUnsignedByte(), MAX_VALUES);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(readValue(in));
        }
        return values;
    }

    static void writeValue(DataOutputStream out, Value value) throws IOException {
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

    static Value readValue(DataInputStream in) throws IOException {
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

    static Kind kind(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new StreamCorruptedException("no type has the code " + code);
    }

    static int bounded(long number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new StreamCorruptedException(number + " is not in 0 to " + most);
        }
        return (int) number;
    }
}
