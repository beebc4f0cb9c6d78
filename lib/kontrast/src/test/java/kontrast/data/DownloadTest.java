package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DownloadTest {

    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static final String SUM = Checksums.of(CONTENT);

    @TempDir
    Path folder;

    private HttpServer server;
    private ExecutorService threads;

    /** The Range header of each request, "" without one. */
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private volatile byte[] served = CONTENT;
    private volatile boolean ranges = true;
    private volatile int breakAfter = Integer.MAX_VALUE;
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile long pauseMillis;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/file", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? "" : range);
        int from = 0;
        if (range != null && ranges) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (from >= served.length) {
                exchange.sendResponseHeaders(416, -1);
                exchange.close();
                return;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(from, served.length - 1, served.length));
        }
        exchange.sendResponseHeaders(range != null && ranges ? 206 : 200, served.length - from);
        try (OutputStream out = exchange.getResponseBody()) {
            int sent = 0;
            for (int at = from; at < served.length; at += 10_000) {
                if (sent >= breakAfter && breaks.getAndDecrement() > 0) {
                    throw new IOException("the test's server breaks off");
                }
                int n = Math.min(10_000, served.length - at);
                out.write(served, at, n);
                out.flush();
                sent += n;
                if (pauseMillis > 0) {
                    Thread.sleep(pauseMillis);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address() {
        return URI.create("http://%s:%d/file"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort()));
    }

    private Path file() {
        return folder.resolve("new folder").resolve("data.bin");
    }

    private Path part() {
        return file().resolveSibling("data.bin.part");
    }

    private Download download() {
        return new Download(address(), file(), SUM, false);
    }

    private void assertFetched() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(file()));
        assertFalse(Files.exists(part()));
    }

    @Test
    void aFileIsFetchedOnceAndThenFound() throws IOException {
        List<Long> seen = new ArrayList<>();
        download().fetch((name, done, total) -> seen.add(done));
        assertFetched();
        assertEquals(CONTENT.length, seen.get(seen.size() - 1));
        download().fetch(Download.Progress.NONE);
        assertEquals(List.of(""), requests);
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItEnded() throws IOException {
        breakAfter = 100_000;
        breaks.set(2);
        download().fetch(Download.Progress.NONE);
        assertFetched();
        assertEquals(3, requests.size());
        assertEquals("", requests.get(0));
        assertTrue(requests.get(1).startsWith("bytes="), requests.toString());
        assertTrue(requests.get(2).startsWith("bytes="), requests.toString());
    }

    @Test
    void aPartOfAnEarlierRunIsTakenUp() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(part(), Arrays.copyOf(CONTENT, 123_456));
        download().fetch(Download.Progress.NONE);
        assertFetched();
        assertEquals(List.of("bytes=123456-"), requests);
    }

    @Test
    void aServerThatKnowsNoRangesSendsAllAgain() throws IOException {
        ranges = false;
        Files.createDirectories(file().getParent());
        Files.write(part(), Arrays.copyOf(CONTENT, 123_456));
        download().fetch(Download.Progress.NONE);
        // Appended to the part, the file would be too long.
        assertFetched();
    }

    @Test
    void aPartOfAnotherVersionIsThrownAway() throws IOException {
        Files.createDirectories(file().getParent());
        for (int length : new int[] {50_000, CONTENT.length, CONTENT.length + 5}) {
            Files.deleteIfExists(file());
            Files.write(part(), new byte[length]);
            download().fetch(Download.Progress.NONE);
            assertFetched();
        }
    }

    @Test
    void aWholePartOnlyNeedsItsName() throws IOException {
        // Killed between the last byte and the renaming.
        Files.createDirectories(file().getParent());
        Files.write(part(), CONTENT);
        download().fetch(Download.Progress.NONE);
        assertFetched();
    }

    @Test
    void wrongContentIsNeverUsed() throws IOException {
        served = CONTENT.clone();
        served[200_000] ^= 4;
        String message = assertThrows(DataException.class, () -> download().fetch(Download.Progress.NONE))
                .getMessage();
        assertTrue(message.contains(SUM), message);
        assertTrue(message.contains(Checksums.of(served)), message);
        assertTrue(message.contains("data.bin"), message);
        assertFalse(Files.exists(file()));
        assertFalse(Files.exists(part()));
    }

    @Test
    void anAlteredFileIsFetchedAnew() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), Arrays.copyOf(CONTENT, 1000));
        download().fetch(Download.Progress.NONE);
        assertFetched();
    }

    @Test
    void whatIsNotThereIsSaidAtOnce() {
        server.removeContext("/file");
        String message = assertThrows(DataException.class, () -> download().fetch(Download.Progress.NONE))
                .getMessage();
        assertTrue(message.contains("404") && message.contains("/file"), message);
        server.stop(0);
        message = assertThrows(DataException.class, () -> download().fetch(Download.Progress.NONE))
                .getMessage();
        assertTrue(message.contains("Is there a network?"), message);
        assertFalse(Files.exists(file()));
    }

    @Test
    void compressedFilesAreKnownByWhatIsInside() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(CONTENT);
        }
        byte[] whole = bytes.toByteArray();
        whole[4] = 77; // the time in the header
        served = whole;
        Download gz = new Download(address(), file(), SUM, true);
        gz.fetch(Download.Progress.NONE);
        assertArrayEquals(whole, Files.readAllBytes(file()));

        Files.delete(file());
        served = Arrays.copyOf(whole, whole.length - 100);
        assertThrows(DataException.class, () -> gz.fetch(Download.Progress.NONE));
        served = "<html>please log in</html>".getBytes(StandardCharsets.UTF_8);
        assertThrows(DataException.class, () -> gz.fetch(Download.Progress.NONE));
        assertFalse(Files.exists(file()));
    }

    @Test
    void anInterruptKeepsThePart() throws Exception {
        pauseMillis = 20;
        Future<?> call = threads.submit(() -> download().fetch((name, done, total) -> {
            if (done >= 50_000) {
                Thread.currentThread().interrupt();
            }
        }));
        Exception e = assertThrows(Exception.class, call::get);
        assertTrue(e.getMessage().contains("interrupt"), e.getMessage());
        assertFalse(Files.exists(file()));
        assertTrue(Files.size(part()) >= 50_000);
        pauseMillis = 0;
        download().fetch(Download.Progress.NONE);
        assertFetched();
        assertTrue(requests.get(1).startsWith("bytes="), requests.toString());
    }

    @Test
    void threadsWaitForOneAnother() throws Exception {
        pauseMillis = 5;
        List<Callable<Path>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(() -> download().fetch(Download.Progress.NONE));
        }
        for (Future<Path> call : threads.invokeAll(calls)) {
            assertEquals(file(), call.get());
        }
        assertFetched();
        assertEquals(1, requests.size());
    }

    /** A process of its own: fetches and exits. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            new Download(URI.create(args[0]), Path.of(args[1]), SUM, false).fetch(Download.Progress.NONE);
        }
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        address().toString(),
                        file().toString())
                .inheritIO()
                .start();
    }

    @Test
    void twoProcessesFetchOnce() throws Exception {
        pauseMillis = 30;
        Process a = child();
        Process b = child();
        download().fetch(Download.Progress.NONE);
        assertTrue(a.waitFor(60, TimeUnit.SECONDS) && b.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, a.exitValue());
        assertEquals(0, b.exitValue());
        assertFetched();
        assertEquals(1, requests.size(), requests.toString());
    }

    @Test
    void aKilledProcessLeavesAPartAndNoLock() throws Exception {
        pauseMillis = 50;
        Process a = child();
        while (!Files.exists(part()) || Files.size(part()) < 50_000) {
            assertTrue(a.isAlive());
            Thread.sleep(10);
        }
        a.destroyForcibly().waitFor();
        assertFalse(Files.exists(file()));
        pauseMillis = 0;
        download().fetch(Download.Progress.NONE);
        assertFetched();
        assertTrue(requests.get(1).startsWith("bytes="), requests.toString());
    }

    @Test
    void progressIsOneLineThatEnds() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Download.Progress progress = Download.Progress.on(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        progress.at("data.bin", 0, 2_000_000);
        progress.at("data.bin", 10, 2_000_000); // too soon after the last to be shown
        progress.at("data.bin", 2_000_000, 2_000_000);
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(2, text.chars().filter(c -> c == '\r').count(), text);
        assertTrue(text.contains("2.0 of 2.0 MB"), text);
        assertTrue(text.endsWith(System.lineSeparator()), text);
    }

    @Test
    void argumentsAreChecked() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Download(address(), file(), SUM.toUpperCase(java.util.Locale.ROOT), false));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Download(URI.create("ftp://localhost/file"), file(), SUM, false));
    }
}
