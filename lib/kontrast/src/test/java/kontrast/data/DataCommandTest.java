package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table and the fetching, with a data set of one archive from a server in this process. */
class DataCommandTest {

    private static final byte[] CONTENT = Tar.bytes("what the data set holds");

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private HttpServer server;
    private byte[] archive;
    private String rootBefore;
    private ArchivedDataSet set;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(root.resolve("datasets"));
        rootBefore = System.getProperty("kontrast.root");
        System.setProperty("kontrast.root", root.toString());
        archive = new Tar().add("toy-1.0/toy.bin", CONTENT).whole();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/toy.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
        URI source = URI.create("http://%s:%d/toy.tar.gz"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort()));
        set = new ArchivedDataSet(
                "toy",
                "one file",
                "CC0",
                12_345_678,
                source,
                Checksums.of(archive),
                1000,
                "toy-1.0",
                "toy.bin",
                folder -> VerifiedFolder.of(folder, "get it again").read("toy.bin", CONTENT.length));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty("kontrast.toy");
        if (rootBefore == null) {
            System.clearProperty("kontrast.root");
        } else {
            System.setProperty("kontrast.root", rootBefore);
        }
    }

    private String run(int code, String... args) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int found = DataCommand.run(List.of(set), stream, stream, args);
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(code, found, text);
        return text;
    }

    private Path folder() {
        return root.resolve("datasets/toy/toy-1.0");
    }

    @Test
    void whatIsAbsentIsListedAndFetched() {
        String list = run(0, "list");
        assertTrue(list.contains("toy              no        12.3 MB  CC0"), list);
        assertTrue(list.contains("./course data get toy"), list);
        String got = run(0, "get", "toy");
        assertTrue(got.contains("licence: CC0") && got.contains("MB"), got);
        assertTrue(got.contains("toy is here and verified: " + folder()), got);
        assertTrue(run(0, "list").contains("here, verified: " + folder()));
    }

    @Test
    void damageIsListedAndMendedFromTheArchive() throws IOException {
        run(0, "get", "toy");
        Files.write(folder().resolve("toy.bin"), Tar.bytes("what the data set h-lds"));
        String list = run(1, "list");
        assertTrue(list.contains("damaged") && list.contains("the file was altered"), list);
        server.stop(0); // the archive is still here
        run(0, "get", "toy");
        run(0, "list");
    }

    @Test
    void withoutANetworkTheExactFileIsNamed() throws IOException {
        server.stop(0);
        String failed = run(1, "get", "toy");
        Path file = root.resolve("datasets/toy/toy.tar.gz");
        assertTrue(failed.contains("Without a network"), failed);
        assertTrue(failed.contains(file.toString()), failed);
        assertTrue(failed.contains("KONTRAST_TOY"), failed);
        // As told: the file, brought by hand.
        Files.write(file, archive);
        run(0, "get", "toy");
    }

    @Test
    void aFolderOfTheUsersIsReadAndNeverWrittenTo(@TempDir Path own) throws IOException {
        System.setProperty("kontrast.toy", own.toString());
        String list = run(1, "list");
        assertTrue(list.contains(own.toString()) && list.contains("no such file"), list);
        run(1, "get", "toy");
        try (var files = Files.list(own)) {
            assertEquals(0, files.count());
        }
        Files.createDirectories(own.resolve("toy-1.0"));
        Files.write(own.resolve("toy-1.0/toy.bin"), CONTENT);
        // Nobody has written checksums there: what is in it was read, and not verified.
        String read = run(0, "list");
        assertTrue(read.contains("here, read whole (there are no checksums to compare): " + own), read);
        assertFalse(read.contains("here, verified: " + own), read);
        assertFalse(Files.exists(root.resolve("datasets/toy")));
    }

    @Test
    void everyEntryOfTheCatalogueIsComplete() {
        System.setProperty("kontrast.root", root.toString());
        for (DataSet each : Catalogue.all()) {
            assertTrue(each.name().matches("[a-z0-9-]+"), each.name());
            assertTrue(each.bytes() > 0
                    && !each.about().isBlank()
                    && !each.licence().isBlank());
            assertFalse(each.offline().isBlank());
            assertEquals(each, Catalogue.find(each.name()).orElseThrow());
        }
        assertTrue(Catalogue.find("imagenet").isEmpty());
    }
}
