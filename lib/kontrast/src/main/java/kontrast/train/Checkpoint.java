package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;

/**
 * The file of a training run. A new one is written beside the old one, forced to disk, and then renamed over it, so
 * that the file is a complete checkpoint at any time, even after {@code kill -9}. A checksum at its end shows that it
 * is.
 *
 * <p>Format, big-endian except for the data of arrays: the magic number "KONTRAST", version 1, the run's
 * description, steps taken, the history's rows, then each array with name, type, shape and data,
 * then CRC-32 of all that.
 */
final class Checkpoint {

    private static final long MAGIC = 0x4B4F4E5452415354L; // "KONTRAST"
    private static final int VERSION = 1;

    private Checkpoint() {}

    /** Writes a checkpoint in place of the file. */
    static void write(Path file, Fingerprint run, long steps, History history, Map<String, NDArray> arrays)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        deleteLeftovers(folder, file.getFileName().toString());
        // Not a temporary file of the JDK's: only its owner could read the checkpoint.
        Path fresh = folder.resolve(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            // Not a FileChannel: an interrupt would close it half-way.
            try (FileOutputStream stream = new FileOutputStream(fresh.toFile())) {
                CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(stream), new CRC32());
                DataOutputStream out = new DataOutputStream(checked);
                body(out, run, steps, history, arrays);
                out.writeLong(checked.getChecksum().getValue());
                out.flush();
                stream.getFD().sync();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Parts that processes have left which were killed while they wrote. */
    private static void deleteLeftovers(Path folder, String name) throws IOException {
        Pattern part = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,18})\\.part");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Matcher found = part.matcher(each.getFileName().toString());
                if (found.matches()
                        && ProcessHandle.of(Long.parseLong(found.group(1))).isEmpty()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private static void body(
            DataOutputStream out, Fingerprint run, long steps, History history, Map<String, NDArray> arrays)
            throws IOException {
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(run.text());
        out.writeLong(steps);
        out.writeInt(history.rows().size());
        for (History.Row row : history.rows()) {
            out.writeInt(row.step());
            out.writeInt(row.epoch());
            out.writeDouble(row.loss());
            out.writeDouble(row.learningRate());
            out.writeDouble(row.seconds());
        }
        out.writeInt(arrays.size());
        for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
            NDArray array = entry.getValue();
            ByteBuffer data = Transfer.bytes(array);
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            out.writeUTF(entry.getKey());
            out.writeUTF(array.getDataType().name());
            out.writeUTF(Arrays.toString(array.getShape().getShape()));
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /**
     * Restores a checkpoint: the history, and the arrays in place. Nothing is changed unless all of
     * the file is sound and fits.
     *
     * @return steps taken
     */
    static long read(Path file, Fingerprint run, History history, Map<String, NDArray> arrays) throws IOException {
        byte[] all = verified(file);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(all))) {
            Head head = head(file, in, run);
            Map<String, byte[]> values = new LinkedHashMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                String type = in.readUTF();
                String shape = in.readUTF();
                byte[] bytes = in.readNBytes(in.readInt());
                NDArray array = arrays.get(name);
                if (array == null
                        || !array.getDataType().name().equals(type)
                        || !Arrays.toString(array.getShape().getShape()).equals(shape)) {
                    throw new IOException("%s has an array %s (%s %s) where this run has %s"
                            .formatted(
                                    file,
                                    name,
                                    type,
                                    shape,
                                    array == null ? "none" : array.getDataType() + " " + array.getShape()));
                }
                values.put(name, bytes);
            }
            if (!values.keySet().equals(arrays.keySet())) {
                throw new IOException(
                        "%s has the arrays %s where this run has %s".formatted(file, values.keySet(), arrays.keySet()));
            }
            values.forEach((name, bytes) -> restore(arrays.get(name), bytes));
            history.clear();
            head.rows.forEach(history::add);
            return head.steps;
        }
    }

    /** Reads the losses of a checkpoint, once the whole file has been found sound. */
    static List<Double> losses(Path file, Fingerprint run) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(verified(file)))) {
            return head(file, in, run).rows.stream().map(History.Row::loss).toList();
        }
    }

    private record Head(long steps, List<History.Row> rows) {}

    private static Head head(Path file, DataInputStream in, Fingerprint run) throws IOException {
        in.readLong();
        in.readInt();
        Fingerprint found = new Fingerprint(in.readUTF());
        if (!found.equals(run)) {
            throw new IOException("%s belongs to another run:%n%s%nUse another file, or delete it to start anew."
                    .formatted(file, run.differences(found)));
        }
        long steps = in.readLong();
        List<History.Row> rows = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            rows.add(new History.Row(in.readInt(), in.readInt(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return new Head(steps, rows);
    }

    /** Returns the content up to the checksum, which has been found right. */
    private static byte[] verified(Path file) throws IOException {
        byte[] all;
        CheckedInputStream checked;
        long expected;
        long size = Files.size(file);
        if (size < 20) {
            throw damaged(file, "only %d bytes long".formatted(size));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            checked = new CheckedInputStream(in, new CRC32());
            all = checked.readNBytes(Math.toIntExact(size - 8));
            long actual = checked.getChecksum().getValue();
            expected = new DataInputStream(in).readLong();
            ByteBuffer head = ByteBuffer.wrap(all).order(ByteOrder.BIG_ENDIAN);
            if (head.getLong() != MAGIC) {
                throw damaged(file, "not a checkpoint of Kontrast");
            }
            if (actual != expected) {
                throw damaged(file, "its checksum is %08x, expected %08x".formatted(actual, expected));
            }
            int version = head.getInt();
            if (version != VERSION) {
                throw damaged(file, "of version %d, expected %d".formatted(version, VERSION));
            }
        }
        return all;
    }

    private static IOException damaged(Path file, String how) {
        return new IOException("%s is unusable: %s. Delete it to start anew.".formatted(file, how));
    }

    /** Overwrites an array in place, so that whatever shares its memory sees the new values. */
    static void restore(NDArray array, byte[] bytes) {
        NoGrad.run(() -> {
            try (NDManager scratch = array.getManager().newSubManager()) {
                DataType type = array.getDataType();
                Shape shape = array.getShape();
                ByteBuffer data = scratch.allocateDirect(bytes.length);
                data.put(bytes).rewind();
                NDArray source = Transfer.send(scratch, data, shape, type);
                array.set(new NDIndex("..."), source);
            }
        });
    }
}
