package kontrast.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small archives, good and bad ones. */
final class Tar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Tar add(String name, byte[] content) {
        return add(name, '0', content.length, content);
    }

    /** An entry whose header may claim another size than it has. */
    Tar add(String name, char type, long size, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, "%011o\0".formatted(size));
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] some = bytes(text);
        System.arraycopy(some, 0, header, at, some.length);
    }

    /** The archive so far, without an end mark. */
    byte[] open() throws IOException {
        return gzip(bytes.toByteArray());
    }

    byte[] whole() throws IOException {
        bytes.writeBytes(new byte[1024]);
        return open();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, whole());
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }
}
