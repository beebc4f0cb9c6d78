package kontrast.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A folder of files whose sizes are known, and whose sums are known if it holds a list of them:
 * what {@link TarGz} unpacks does, a folder of the user's may.
 *
 * @param path the folder
 * @param sums file name to SHA-256; empty if there is no list
 * @param remedy what to do when a file is wrong
 */
record VerifiedFolder(Path path, Map<String, String> sums, String remedy) {

    static final String SUMS = "SHA256SUMS";

    /** Reads from a sequence of bytes that may end too early. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    static VerifiedFolder of(Path folder, String remedy) {
        Path list = folder.resolve(SUMS);
        return new VerifiedFolder(folder, Files.isRegularFile(list) ? Checksums.list(list, remedy) : Map.of(), remedy);
    }

    /** Reads a whole file of exactly this size, and compares its sum if one is known. */
    byte[] read(String name, long size) {
        return stream(name, size, in -> in.readNBytes(Math.toIntExact(size)));
    }

    /** Hands a file of exactly this size to a reader; what it leaves is read for the sum. */
    <T> T stream(String name, long size, Reader<T> reader) {
        Path file = path.resolve(name);
        checkSize(file, size);
        String sum = sums.get(name);
        MessageDigest digest = Checksums.sha256();
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = sum == null ? plain : new DigestInputStream(plain, digest)) {
            T result = reader.read(in);
            byte[] rest = new byte[1 << 16];
            while (in.read(rest) >= 0) {}
            String found = HexFormat.of().formatHex(digest.digest());
            if (sum != null && !found.equals(sum)) {
                throw new DataException(
                        file,
                        "SHA-256 " + sum + " (from " + SUMS + ")",
                        "SHA-256 " + found + ": the file was altered",
                        remedy);
            }
            return result;
        } catch (IOException e) {
            throw new DataException(file, "a file that can be read", String.valueOf(e.getMessage()), remedy, e);
        }
    }

    /** Checks that every class has as many images as any other, as published. */
    void checkBalance(int[] labels, List<String> classes) {
        int[] counts = new int[classes.size()];
        for (int label : labels) {
            counts[label]++;
        }
        int each = labels.length / counts.length;
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] != each) {
                throw new DataException(
                        path,
                        "%,d images of each class".formatted(each),
                        "%,d of %s: labels were altered".formatted(counts[c], classes.get(c)),
                        remedy);
            }
        }
    }

    private void checkSize(Path file, long size) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file,
                    "a file of %,d bytes".formatted(size),
                    Files.exists(file) ? "something that is not a file" : "no such file",
                    remedy);
        }
        long found = file.toFile().length();
        if (found != size) {
            throw new DataException(
                    file,
                    "%,d bytes".formatted(size),
                    "%,d bytes: the file is %s"
                            .formatted(found, found < size ? "truncated" : "too long, or not of this data set"),
                    remedy);
        }
    }
}
