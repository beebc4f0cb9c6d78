package kontrast.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;

/**
 * A file from the network, known by its content.
 *
 * <p>The bytes go to {@code FILE.part}; only when their SHA-256 is right does that become {@code
 * FILE}, in one step, so that whoever sees the file sees all of it. A {@code FILE.lock} lets one
 * process fetch while others wait and then find it there. What a broken-off download left is taken
 * up where it ended.
 *
 * @param source where it comes from, http or https
 * @param file where it goes; the folder is made
 * @param sha256 of the content, in lower-case hexadecimal
 * @param gzip true if the file is compressed by gzip and the SHA-256 is that of what is inside:
 *     mirrors compress anew, and write other headers
 */
public record Download(URI source, Path file, String sha256, boolean gzip) {

    /** Told how far a download is. */
    @FunctionalInterface
    public interface Progress {
        /** Says nothing. */
        Progress NONE = (name, done, total) -> {};

        /**
         * Called now and then, and at the end.
         *
         * @param name the file's name
         * @param done bytes that are here
         * @param total bytes altogether, or -1 if the server does not say
         */
        void at(String name, long done, long total);

        /**
         * Shows progress on one line that overwrites itself, with the time left.
         *
         * @param out where to
         * @return the display, for one download after another
         */
        static Progress on(PrintStream out) {
            return new ProgressLine(out);
        }
    }

    /** File locks are held by the whole process, so its threads need a lock of their own. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    /** Checks the arguments. */
    public Download {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "expected a SHA-256 in 64 lower-case hexadecimal digits, found \"" + sha256 + "\"");
        }
        if (!"http".equals(source.getScheme()) && !"https".equals(source.getScheme())) {
            throw new IllegalArgumentException("expected an http or https address, found \"" + source + "\"");
        }
        file = file.toAbsolutePath().normalize();
    }

    /**
     * Makes sure that the file is here and has the right content, fetching it if need be.
     *
     * @param progress told how far it is
     * @return the verified file
     * @throws DataException if it cannot be fetched, or what comes has another content; then no
     *     {@code FILE} is left behind
     */
    public Path fetch(Progress progress) {
        ReentrantLock mine = LOCKS.computeIfAbsent(file, f -> new ReentrantLock());
        mine.lock();
        try {
            // Without a look first, a read-only folder with a good file would be refused.
            if (isHere()) {
                return file;
            }
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                            FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                // Another process may have fetched it while this one waited.
                if (!lock.isValid() || !isHere()) {
                    complete(progress);
                }
            }
            return file;
        } catch (InterruptedIOException e) {
            throw new DataException(
                    file,
                    "the file from " + source,
                    "an interrupt after " + partSize() + " bytes, which are kept",
                    "Call again to continue from there.",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    file,
                    "the file from " + source,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "Is there a network? Try again to continue where it broke off; or fetch the file"
                            + " on another machine and put it there.",
                    e);
        } finally {
            mine.unlock();
        }
    }

    private boolean isHere() throws IOException {
        return Files.isRegularFile(file) && sum(file).equals(sha256);
    }

    private void complete(Progress progress) throws IOException {
        Path part = beside(".part");
        HttpTransfer transfer = new HttpTransfer(source, file.getFileName().toString());
        boolean resumed = Files.exists(part) && Files.size(part) > 0;
        transfer.into(part, progress);
        String found = sum(part);
        if (!found.equals(sha256) && resumed) {
            // The beginning may have been of another version: once more, from the start.
            Files.delete(part);
            transfer.into(part, progress);
            found = sum(part);
        }
        if (!found.equals(sha256)) {
            long size = Files.size(part);
            Files.delete(part);
            throw new DataException(
                    file,
                    "SHA-256 " + sha256 + (gzip ? " (of the decompressed content)" : ""),
                    "SHA-256 %s in %,d bytes from %s".formatted(found, size, source),
                    "The download was discarded. A proxy or login page may have answered, or the"
                            + " file has changed there: try again later or from another network.");
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String sum(Path path) throws IOException {
        if (!gzip) {
            return Checksums.of(path);
        }
        MessageDigest digest = Checksums.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path), 1 << 16)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            return "none (not a whole gzip file: " + e.getMessage() + ")";
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private long partSize() {
        try {
            return Files.exists(beside(".part")) ? Files.size(beside(".part")) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
