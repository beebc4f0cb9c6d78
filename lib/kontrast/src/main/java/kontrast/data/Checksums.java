package kontrast.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** SHA-256 of files and bytes, and the files that list them. */
final class Checksums {

    private Checksums() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads a file and compares its content with the expected SHA-256. */
    static byte[] verified(Path file, String sha256, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file,
                    "a file with SHA-256 " + sha256,
                    Files.exists(file) ? "something that is not a file" : "no such file",
                    remedy);
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            String found = of(bytes);
            if (!found.equals(sha256)) {
                throw new DataException(
                        file,
                        "SHA-256 " + sha256,
                        "SHA-256 %s (%,d bytes: the file is truncated or altered)".formatted(found, bytes.length),
                        remedy);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a list in the format of sha256sum(1): file name to SHA-256, in the list's order. */
    static Map<String, String> list(Path file, String remedy) {
        Map<String, String> sums = new LinkedHashMap<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                if (!line.matches("[0-9a-f]{64}  \\S+")) {
                    throw new DataException(
                            file,
                            "in line " + number + " a SHA-256, two spaces and a file name",
                            "\"" + line + "\"",
                            remedy);
                }
                sums.put(line.substring(66), line.substring(0, 64));
            }
        } catch (IOException e) {
            throw new DataException(
                    file,
                    "the list of the folder's SHA-256",
                    Files.exists(file) ? "a file that cannot be read" : "no such file",
                    remedy,
                    e);
        }
        return sums;
    }
}
