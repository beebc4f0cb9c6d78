package kontrast.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes from a server, taken up where an earlier attempt ended.
 *
 * @param source where they come from, http or https
 * @param name what is shown while they come
 */
record HttpTransfer(URI source, String name) {

    private static final int ATTEMPTS = 4;
    private static final int CONNECT_MILLIS = 20_000;
    private static final int READ_MILLIS = 30_000;

    /** Fetches until the server's length is reached; each attempt goes on where the last ended. */
    void into(Path part, Download.Progress progress) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(part, progress);
                return;
            } catch (InterruptedIOException e) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            } catch (FileNotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void attempt(Path part, Download.Progress progress) throws IOException {
        long from = Files.exists(part) ? Files.size(part) : 0;
        HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // The bytes as they lie on the server, or a resumed part would not fit.
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        try {
            int status = connection.getResponseCode();
            if (status == 416) {
                // There is nothing after the part: it is complete, or not of this file. The
                // checksum decides.
                return;
            }
            if (status == 404 || status == 410) {
                throw new FileNotFoundException("the server says " + status + " (not found)");
            }
            if (status != 200 && status != 206) {
                throw new IOException("the server says " + status);
            }
            if (status == 206 && !startsAt(connection.getHeaderField("Content-Range"), from)) {
                throw new IOException("the server sent a different part than requested");
            }
            if (status == 200) {
                from = 0;
            }
            long length = connection.getContentLengthLong();
            long total = length < 0 ? -1 : from + length;
            long free = Files.getFileStore(part.getParent()).getUsableSpace();
            if (length > free) {
                throw new FileNotFoundException(
                        "%,d bytes are needed and %,d are free on the disk".formatted(length, free));
            }
            long done = copy(connection, part, from, total, progress);
            if (total >= 0 && done != total) {
                throw new IOException("the connection ended after %,d of %,d bytes".formatted(done, total));
            }
        } finally {
            connection.disconnect();
        }
    }

    private static boolean startsAt(String range, long from) {
        return range != null && range.startsWith("bytes " + from + "-");
    }

    private long copy(HttpURLConnection connection, Path part, long from, long total, Download.Progress progress)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long done = from;
        try (InputStream in = connection.getInputStream();
                FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(from);
            out.position(from);
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                done += n;
                progress.at(name, done, total);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
            }
        }
        return done;
    }
}
