package kontrast.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * The packages that {@link EmojiViewsRecipe} takes its drawings and names from.
 *
 * @param folder holds them as {@code npm pack} writes them
 */
record NpmPackages(Path folder) {

    /** File name of each package as {@code npm pack} writes it, and its SHA-256. */
    static final Map<String, String> SUMS = Map.of(
            "emoji-datasource-google-16.0.0.tgz",
            "fb5fd131b362aab7a55542d2a147a79708cce0a8b1c1bbacd470172708b5c438",
            "emoji-datasource-twitter-16.0.0.tgz",
            "f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877",
            "fluentui-emoji-1.3.0.tgz",
            "ec892e607e854859b812c7d827801756adc19955b0ef56d4ae8afcddd19492c5",
            "emojibase-data-17.0.0.tgz",
            "d01d0e2ca4e22cb402679532155342c71e2e871f25c32223c013b8b166ebdf5a");

    /** Reads the wanted files of a verified package: a tar archive in gzip. */
    Map<String, byte[]> unpack(String archive, Predicate<String> wanted) {
        String hint = "In that folder, type: npm pack " + archive.replaceFirst("-([^-]+)\\.tgz", "@$1");
        byte[] bytes = Checksums.verified(folder.resolve(archive), SUMS.get(archive), hint);
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            byte[] header = new byte[512];
            while (in.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                long size = Long.parseLong(text(header, 124, 12).strip(), 8);
                long padded = (size + 511) / 512 * 512;
                if (header[156] == '0' && wanted.test(name)) {
                    files.put(name, in.readNBytes((int) size));
                    in.skipNBytes(padded - size);
                } else {
                    in.skipNBytes(padded);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(archive, e);
        }
        return files;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }
}
