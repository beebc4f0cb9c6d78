package kontrast.evaluate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import kontrast.data.DataException;

/**
 * NumPy's archive of arrays: a zip file with one {@code NAME.npy} an array.
 *
 * <pre>
 *   npy = "\x93NUMPY" 1 0, length of the header (2 bytes), header, numbers;  all little-endian
 *   header = {'descr': '&lt;f4', 'fortran_order': False, 'shape': (N, d), }, padded to a multiple of 64 bytes
 * </pre>
 */
final class Npz {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\),? ?\\}\\s*");
    private static final String REMEDY =
            "Write it again with Features.save, or in Python with numpy.savez(file, features=array).";

    private Npz() {}

    /**
     * The numbers of one array, in C order, as bytes; what they are, and how many along each axis.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
    record Array(String type, int[] shape, ByteBuffer data) {

        /** Makes room for 4-byte numbers, to be put into {@link #data}. */
        static Array of(String type, int... shape) {
            int size = 4;
            for (int n : shape) {
                size = Math.multiplyExact(size, n);
            }
            return new Array(type, shape, ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** Writes an archive; a file of that name is replaced when the new one is whole. */
    static void write(Path file, Map<String, Array> arrays) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Not a temporary file of the JDK's: only its owner could read the archive.
        Path part = folder.resolve(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
                for (Map.Entry<String, Array> named : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(named.getKey() + ".npy");
                    entry.setTime(315_532_800_000L); // 1980: the same content, the same bytes
                    zip.putNextEntry(entry);
                    zip.write(header(named.getValue()));
                    zip.write(named.getValue().data().array());
                    zip.closeEntry();
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] header(Array array) throws IOException {
        String axes = Arrays.stream(array.shape()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                .formatted(array.type(), axes, array.shape().length == 1 ? "," : "");
        int before = MAGIC.length + 4;
        int length = (before + text.length() + 1 + 63) / 64 * 64 - before;
        text = text + " ".repeat(length - 1 - text.length()) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) length, (byte) (length >> 8)});
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /**
     * Reads one array of an archive.
     *
     * @throws DataException if the file or the array is missing or damaged
     */
    static Array read(Path file, String name) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name + ".npy");
            if (entry == null) {
                String found = zip.stream().map(ZipEntry::getName).toList().toString();
                throw damaged(file, "an array \"%s\"".formatted(name), "only " + found, null);
            }
            byte[] bytes;
            try (InputStream in = zip.getInputStream(entry)) {
                bytes = in.readAllBytes();
            }
            CRC32 sum = new CRC32();
            sum.update(bytes);
            if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
                throw damaged(
                        file,
                        "%d bytes of %s with checksum %08x".formatted(entry.getSize(), name, entry.getCrc()),
                        "%d bytes with %08x".formatted(bytes.length, sum.getValue()),
                        null);
            }
            return parse(file, bytes);
        } catch (NoSuchFileException e) {
            throw damaged(file, "an .npz archive", "no such file", e);
        } catch (IOException e) {
            throw damaged(file, "an .npz archive", "a file that is none, or damaged: " + e.getMessage(), e);
        }
    }

    private static Array parse(Path file, byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean magic = bytes.length >= 12;
        for (int i = 0; magic && i < MAGIC.length; i++) {
            magic = bytes[i] == MAGIC[i];
        }
        if (!magic || bytes[6] < 1 || bytes[6] > 3) {
            throw damaged(file, "an array of NumPy, version 1 to 3", "something else", null);
        }
        int from = bytes[6] == 1 ? 10 : 12;
        int length = bytes[6] == 1 ? all.getShort(8) & 0xFFFF : all.getInt(8);
        if (length < 0 || length > bytes.length - from) {
            throw damaged(file, "a header of %d bytes".formatted(length), "the end", null);
        }
        String header = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        Matcher m = HEADER.matcher(header);
        if (!m.matches() || m.group(2).equals("True")) {
            throw damaged(file, "a header in C order", header.strip(), null);
        }
        String[] axes = m.group(3).isBlank() ? new String[0] : m.group(3).split(",\\s*");
        int[] shape = new int[axes.length];
        long size = Character.digit(m.group(1).charAt(m.group(1).length() - 1), 10);
        try {
            for (int i = 0; i < axes.length; i++) {
                shape[i] = Integer.parseInt(axes[i].strip());
                size = Math.multiplyExact(size, (long) shape[i]);
            }
        } catch (NumberFormatException e) {
            throw damaged(file, "a shape of numbers", header.strip(), e);
        }
        if (size != bytes.length - from - length) {
            throw damaged(
                    file,
                    "%d bytes of numbers for %s".formatted(size, header.strip()),
                    "%d bytes".formatted(bytes.length - from - length),
                    null);
        }
        ByteBuffer data = all.slice(from + length, bytes.length - from - length).order(ByteOrder.LITTLE_ENDIAN);
        return new Array(m.group(1), shape, data);
    }

    static DataException damaged(Path file, String expected, String found, Exception cause) {
        return cause == null
                ? new DataException(file, expected, found, REMEDY)
                : new DataException(file, expected, found, REMEDY, cause);
    }
}
