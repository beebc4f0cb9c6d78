package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

    private static final Path INSTALLED = Path.of("/usr/share/datasets/fashion-mnist");

    @TempDir
    Path folder;

    private final Map<String, String> sums = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();

    /** A tiny data set in the same form: 7 and 3 images of 2 x 3. */
    @BeforeEach
    void write() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            int n = part.equals("train") ? 7 : 3;
            ByteBuffer images = ByteBuffer.allocate(16 + n * 6);
            images.putInt(0x803).putInt(n).putInt(2).putInt(3);
            ByteBuffer labels = ByteBuffer.allocate(8 + n);
            labels.putInt(0x801).putInt(n);
            for (int i = 0; i < n; i++) {
                labels.put((byte) i);
                for (int j = 0; j < 6; j++) {
                    images.put((byte) (30 * i + j));
                }
            }
            put(part + "-images-idx3-ubyte", images.array());
            put(part + "-labels-idx1-ubyte", labels.array());
        }
    }

    private void put(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        files.put("/" + name + ".gz", bytes.toByteArray());
        Files.write(folder.resolve(name + ".gz"), bytes.toByteArray());
        sums.put(name, Checksums.of(content));
    }

    private Images load(Split split) {
        return FashionMnist.load(split, folder, sums, 2);
    }

    @Test
    void splitsArePartsOfTheFiles() {
        Images train = load(Split.TRAIN);
        assertEquals(5, train.size());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, train.labels());
        assertEquals(1, train.channels());
        assertEquals(2, train.height());
        assertEquals(3, train.width());
        assertEquals((byte) (30 * 4 + 5), train.bytes()[29]);
        Images validation = load(Split.VALIDATION);
        assertArrayEquals(new int[] {5, 6}, validation.labels());
        assertEquals((byte) (30 * 5), validation.bytes()[0]);
        assertArrayEquals(new int[] {0, 1, 2}, load(Split.TEST).labels());
    }

    @Test
    void plainFilesServeToo() throws IOException {
        Images before = load(Split.TEST);
        Path gz = folder.resolve("t10k-images-idx3-ubyte.gz");
        try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(gz))) {
            Files.write(folder.resolve("t10k-images-idx3-ubyte"), in.readAllBytes());
        }
        Files.delete(gz);
        assertArrayEquals(before.bytes(), load(Split.TEST).bytes());
    }

    @Test
    void damageIsNamed() throws IOException {
        Path file = folder.resolve("train-images-idx3-ubyte.gz");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 12));
        assertNames(file, "ends early");

        byte[] altered = whole.clone();
        altered[whole.length / 2] ^= 8;
        Files.write(file, altered);
        assertNames(file, "found:");

        // A whole gzip file, of other content.
        Files.write(file, Files.readAllBytes(folder.resolve("t10k-images-idx3-ubyte.gz")));
        assertNames(file, sums.get("t10k-images-idx3-ubyte"));

        Files.delete(file);
        assertNames(file, "no such file");
    }

    private void assertNames(Path file, String found) {
        String message =
                assertThrows(DataException.class, () -> load(Split.TRAIN)).getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains(found), message);
        assertTrue(message.contains("./course data get fashion-mnist"), message);
    }

    @Test
    void downloadFetchesWhatIsMissingOrDamaged(@TempDir Path target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            URI host = URI.create("http://%s:%d/"
                    .formatted(
                            server.getAddress().getAddress().getHostAddress(),
                            server.getAddress().getPort()));
            Files.write(target.resolve("t10k-images-idx3-ubyte.gz"), new byte[] {1, 2, 3});
            FashionMnist.download(host, target, sums, Download.Progress.NONE);
            assertArrayEquals(
                    load(Split.TRAIN).bytes(),
                    FashionMnist.load(Split.TRAIN, target, sums, 2).bytes());
            assertEquals(3, FashionMnist.load(Split.TEST, target, sums, 2).size());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theRealDataSetIsWhatItsAuthorsDescribe() {
        assumeTrue(Files.isDirectory(INSTALLED), "dataset-fashion-mnist is not installed");
        Images train = FashionMnist.load(Split.TRAIN, INSTALLED);
        Images validation = FashionMnist.load(Split.VALIDATION, INSTALLED);
        Images test = FashionMnist.load(Split.TEST, INSTALLED);
        assertEquals("55000 images, 1 x 28 x 28, 10 classes", train.toString());
        assertEquals(5_000, validation.size());
        int[] counts = new int[10];
        for (Images part : new Images[] {train, validation}) {
            for (int label : part.labels()) {
                counts[label]++;
            }
        }
        int[] each = new int[10];
        Arrays.fill(each, 6_000);
        assertArrayEquals(each, counts);
        Arrays.fill(counts, 0);
        for (int label : test.labels()) {
            counts[label]++;
        }
        Arrays.fill(each, 1_000);
        assertArrayEquals(each, counts);
    }
}
