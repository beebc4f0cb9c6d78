package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives unpack wholly or not at all, and never outside of their folder. */
class TarGzTest {

    @TempDir
    Path temp;

    private Path home;
    private Path archive;
    private Path target;

    @BeforeEach
    void folders() throws IOException {
        home = Files.createDirectory(temp.resolve("home"));
        archive = home.resolve("data.tar.gz");
        target = home.resolve("data");
    }

    private void unpack() {
        new TarGz(archive, 1_000_000).unpack(target);
    }

    private static byte[] noise(int n) {
        byte[] bytes = new byte[n];
        new Random(n).nextBytes(bytes);
        return bytes;
    }

    private static Tar good() {
        return new Tar()
                .add("top/", '5', 0, new byte[0])
                .add("top/a.bin", noise(1000))
                .add("./top/deep/er/b.bin", noise(512))
                .add("top/empty", new byte[0]);
    }

    @Test
    void filesAppearWithTheirSums() throws IOException {
        good().write(archive);
        unpack();
        assertArrayEquals(noise(1000), Files.readAllBytes(target.resolve("a.bin")));
        assertArrayEquals(noise(512), Files.readAllBytes(target.resolve("deep/er/b.bin")));
        assertEquals(0, Files.size(target.resolve("empty")));
        assertEquals(
                Map.of(
                        "a.bin", Checksums.of(noise(1000)),
                        "deep/er/b.bin", Checksums.of(noise(512)),
                        "empty", Checksums.of(new byte[0])),
                Checksums.list(target.resolve("SHA256SUMS"), ""));
        assertNothingElse(List.of("data", "data.tar.gz", "data.tar.gz.lock"));
    }

    @Test
    void anEarlierFolderIsReplaced() throws IOException {
        Files.createDirectories(target.resolve("deep"));
        Files.writeString(target.resolve("deep/old"), "old");
        Files.createDirectories(home.resolve(".data.unpacking/of a killed run"));
        good().write(archive);
        unpack();
        assertFalse(Files.exists(target.resolve("deep/old")));
        assertNothingElse(List.of("data", "data.tar.gz", "data.tar.gz.lock"));
    }

    /** Debian's tar is the judge of the format: archives that it writes are read. */
    @ParameterizedTest
    @ValueSource(strings = {"ustar", "gnu", "v7", "posix"})
    void archivesOfTarAreRead(String format) throws Exception {
        Path source = Files.createDirectories(temp.resolve("top/sub"));
        Files.write(source.resolve("x.bin"), noise(70_000));
        Process tar = new ProcessBuilder(
                        "tar", "-C", temp.toString(), "--format=" + format, "-czf", archive.toString(), "top")
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        unpack();
        assertArrayEquals(noise(70_000), Files.readAllBytes(target.resolve("sub/x.bin")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "top/../../evil",
                "/evil",
                "top/..",
                "top\\..\\evil",
                "C:/top/evil",
                "evil",
                "top/SHA256SUMS"
            })
    void namesThatPointElsewhereAreRefused(String name) throws IOException {
        good().add(name, new byte[] {1}).write(archive);
        assertRefused("evil".equals(name) ? "called" : "\"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', 'L', 'S'})
    void linksDevicesAndOtherKindsAreRefused(char type) throws IOException {
        good().add("top/link", type, 0, new byte[0]).write(archive);
        assertRefused("neither a file nor a folder");
    }

    @Test
    void attributesThatRenameAreRefused() throws IOException {
        byte[] comment = Tar.bytes("52 comment=0123456789012345678901234567890123456789\n");
        new Tar()
                .add("pax_global_header", 'g', comment.length, comment)
                .add("top/a", noise(3))
                .write(archive);
        unpack();
        assertTrue(Files.exists(target.resolve("a")));
        byte[] path = Tar.bytes("16 path=../evil\n");
        new Tar().add("top/x", 'x', path.length, path).add("top/a", noise(3)).write(archive);
        String message = assertThrows(DataException.class, this::unpack).getMessage();
        assertTrue(message.contains("POSIX attributes"), message);
        assertArrayEquals(noise(3), Files.readAllBytes(target.resolve("a"))); // of the first
    }

    @Test
    void aBombIsRefused() throws IOException {
        good().add("top/zeros", new byte[1_000_000]).write(archive);
        assertRefused("more than");
        // A header that claims terabytes: refused before anything is written.
        Files.write(archive, good().add("top/huge", '0', 1L << 32, new byte[0]).open());
        assertRefused("more than");
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        good().add("top/a.bin", noise(5)).write(archive);
        assertRefused("FileAlreadyExists");
    }

    @Test
    void anArchiveWithoutItsEndIsRefused() throws IOException {
        Files.write(archive, good().open());
        assertRefused("ends");
        byte[] tar = "no tar archive".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(archive, Tar.gzip(tar));
        assertRefused("a header with");
    }

    @ParameterizedTest
    @EnumSource
    void damageIsTold(Damage damage) throws IOException {
        good().write(archive);
        if (damage == Damage.OVERSIZED) {
            return; // gzip ends at its own mark: what follows is not part of it
        }
        damage.assertTold(archive, this::unpack);
        assertFalse(Files.exists(target));
    }

    private void assertRefused(String found) throws IOException {
        String message = assertThrows(DataException.class, this::unpack).getMessage();
        assertTrue(message.contains(found), message);
        assertTrue(message.contains(archive.toString()), message);
        assertNothingElse(List.of("data.tar.gz", "data.tar.gz.lock"));
    }

    private void assertNothingElse(List<String> names) throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            assertEquals(
                    names, all.map(p -> p.getFileName().toString()).sorted().toList());
        }
        try (Stream<Path> all = Files.list(temp)) {
            assertTrue(all.allMatch(
                    p -> List.of("home", "top").contains(p.getFileName().toString())));
        }
    }
}
