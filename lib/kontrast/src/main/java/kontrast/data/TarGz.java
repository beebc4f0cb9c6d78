package kontrast.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a {@code .tar.gz} as if its author meant harm: only plain files and folders, none outside
 * the target, no more bytes than allowed. All of it appears at once, beside a list of its SHA-256,
 * or nothing does.
 *
 * <p>The format is that of tar since 1988 (POSIX.1, {@code ustar}) with names of up to 255 bytes;
 * longer ones are refused.
 *
 * @param file the archive
 * @param limit most bytes that its files may have together
 */
record TarGz(Path file, long limit) {

    private static final int BLOCK = 512;

    /** What a header says. */
    private record Entry(String name, long size, char type) {}

    /**
     * Unpacks into a folder, which is replaced if it exists. The archive's own outermost folder is
     * left out.
     *
     * @throws DataException if the archive is damaged or not to be trusted; then the target is as
     *     it was
     */
    void unpack(Path target) {
        synchronized (TarGz.class) { // a file lock is the whole process's
            Path temporary = target.resolveSibling("." + target.getFileName() + ".unpacking");
            Path lockFile = target.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("cannot lock " + lockFile);
                }
                delete(temporary); // of a run that was killed
                Files.createDirectory(temporary);
                try {
                    Map<String, String> sums = extract(temporary);
                    list(temporary.resolve(VerifiedFolder.SUMS), sums);
                    delete(target);
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    delete(temporary);
                }
            } catch (EOFException | java.util.zip.ZipException e) {
                throw bad("a file that ends early or is damaged (" + e.getMessage() + ")", e);
            } catch (IOException e) {
                throw bad(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
            }
        }
    }

    private Map<String, String> extract(Path folder) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        long left = limit;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
            for (Entry entry = header(in); entry != null; entry = header(in)) {
                left -= entry.size();
                if (left < 0) {
                    throw bad("more than %,d bytes in it".formatted(limit), null);
                }
                switch (entry.type()) {
                    case '0', '\0' -> {
                        String name = inside(entry.name());
                        if (name.isEmpty() || name.equals(VerifiedFolder.SUMS)) {
                            throw bad("a file called \"" + entry.name() + "\"", null);
                        }
                        Path path = folder.resolve(name);
                        Files.createDirectories(path.getParent());
                        sums.put(name, copy(in, entry.size(), path));
                    }
                    case '5' -> Files.createDirectories(folder.resolve(inside(entry.name())));
                    case 'g', 'x' -> attributes(in.readNBytes(Math.toIntExact(entry.size())));
                    default ->
                        throw bad(
                                "\"%s\", which is neither a file nor a folder (type %c)"
                                        .formatted(entry.name(), entry.type()),
                                null);
                }
                in.skipNBytes(-entry.size() & BLOCK - 1);
            }
            in.transferTo(OutputStream.nullOutputStream()); // to gzip's own sum at the end
        }
        return sums;
    }

    /** Reads a header; null at the end of the archive, a block of zeros. */
    private Entry header(InputStream in) throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("it ends without an end mark");
        }
        int sum = 0;
        boolean zero = true;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xFF;
            zero &= block[i] == 0;
        }
        if (zero) {
            return null;
        }
        if (sum != octal(block, 148, 8)) {
            throw bad("a header with a wrong checksum: no tar archive, or a damaged one", null);
        }
        String name = text(block, 0, 100);
        if (text(block, 257, 6).equals("ustar") && block[345] != 0) {
            name = text(block, 345, 155) + "/" + name;
        }
        return new Entry(name, octal(block, 124, 12), (char) (block[156] & 0xFF));
    }

    /** POSIX attributes may rename the next file or change its size; those we know do neither. */
    private void attributes(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.contains(" path=") || text.contains(" size=") || text.contains(" linkpath=")) {
            throw bad("a name or size in a form that is not read here (POSIX attributes)", null);
        }
    }

    /** The name below the outermost folder; refuses whatever points elsewhere. */
    private String inside(String name) {
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")) {
            throw bad("\"" + name + "\", which points outside of the archive", null);
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw bad("\"" + name + "\", which points outside of the archive", null);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.size() < 2 ? "" : String.join("/", parts.subList(1, parts.size()));
    }

    private static String copy(InputStream in, long size, Path path) throws IOException {
        MessageDigest digest = Checksums.sha256();
        byte[] buffer = new byte[1 << 16];
        // CREATE_NEW: two entries of one name are refused.
        try (OutputStream out =
                new DigestOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), digest)) {
            for (long left = size; left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new EOFException("it ends within " + path.getFileName());
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void list(Path file, Map<String, String> sums) throws IOException {
        StringBuilder lines = new StringBuilder();
        sums.forEach((name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
        Files.writeString(file, lines);
    }

    private long octal(byte[] block, int from, int length) {
        String digits = text(block, from, length).trim();
        if (!digits.matches("[0-7]{1,12}")) {
            throw bad("a header with \"%s\" for a number".formatted(digits), null);
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private DataException bad(String found, Throwable cause) {
        return new DataException(
                file,
                "a .tar.gz archive of files",
                found,
                "Nothing was unpacked. Delete it and fetch it again.",
                cause);
    }
}
