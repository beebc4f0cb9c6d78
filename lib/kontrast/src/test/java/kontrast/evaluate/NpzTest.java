package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import kontrast.crosscheck.Python;
import kontrast.data.DataException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {

    private static final Features FEATURES = Feature.noise(7, 3, 1);

    @TempDir
    private Path folder;

    @Test
    void whatIsSavedIsLoaded() throws IOException {
        Path file = folder.resolve("new/features.npz");
        FEATURES.save(file);
        assertEquals(FEATURES, Features.load(file));
        byte[] once = Files.readAllBytes(file);
        FEATURES.save(file, Feature.labels(7, 2)); // replaces
        assertEquals(FEATURES, Features.load(file));
        FEATURES.save(file);
        assertArrayEquals(once, Files.readAllBytes(file), "the same content, the same bytes");
        try (var all = Files.list(file.getParent())) {
            assertEquals(List.of(file), all.toList(), "no parts are left behind");
        }
        assertThrows(IllegalArgumentException.class, () -> FEATURES.save(file, Feature.labels(6, 2)));
    }

    /** The bytes that NumPy's description of the format asks for. */
    @Test
    void bytesFollowTheFormat() throws IOException {
        Path file = folder.resolve("features.npz");
        FEATURES.save(file, Feature.labels(7, 2));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] bytes = zip.getInputStream(zip.getEntry("features.npy")).readAllBytes();
            assertEquals(0, (bytes.length - 7 * 3 * 4) % 64);
            assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, Arrays.copyOf(bytes, 8));
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int length = buffer.getShort(8);
            String header = new String(bytes, 10, length, StandardCharsets.US_ASCII);
            assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (7, 3), }", header.strip());
            assertTrue(header.endsWith(" \n"));
            assertEquals(FEATURES.values()[0], buffer.getFloat(10 + length));
            assertEquals(FEATURES.values()[20], buffer.getFloat(bytes.length - 4));
            byte[] labels = zip.getInputStream(zip.getEntry("labels.npy")).readAllBytes();
            assertTrue(new String(labels, StandardCharsets.ISO_8859_1)
                    .contains("{'descr': '<i4', 'fortran_order': False, 'shape': (7,), }"));
        }
    }

    @Test
    void numpyReadsAndWritesIt() {
        Assumptions.assumeTrue(Python.has("numpy"), "python3-numpy is not installed");
        Path ours = folder.resolve("ours.npz");
        Path theirs = folder.resolve("theirs.npz");
        Path twice = folder.resolve("twice.npz");
        FEATURES.save(ours, Feature.labels(7, 2));
        String program = """
                import numpy, sys
                given = numpy.load(sys.argv[1])
                h, y = given["features"], given["labels"]
                assert h.shape == (7, 3) and h.dtype == "float32", h
                assert y.tolist() == [0, 1, 0, 1, 0, 1, 0], y
                numpy.savez(sys.argv[2], other=y, features=2 * h)
                numpy.savez_compressed(sys.argv[3], features=h.astype("float64"))
                """;
        Python.Run run = Python.run(List.of("-c", program, ours.toString(), theirs.toString(), twice.toString()));
        assertEquals(0, run.rc(), run.output());
        float[] doubled = FEATURES.values().clone();
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] *= 2; // exact
        }
        assertEquals(new Features(doubled, 7, 3), Features.load(theirs));
        assertEquals(FEATURES, Features.load(twice));
    }

    private void assertRefused(Path file, String word) {
        DataException e = assertThrows(DataException.class, () -> Features.load(file));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(word), e.getMessage());
    }

    private Path archive(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("some.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
        }
        return file;
    }

    private static byte[] npy(String header, int numbers) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(10 + text.length + numbers);
        buffer.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'});
        return buffer.put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    @Test
    void filesOfAnotherKindAreNamed() throws IOException {
        assertRefused(folder.resolve("none.npz"), "no such file");
        Path text = Files.writeString(folder.resolve("text.npz"), "no archive");
        assertRefused(text, "npz");
        assertRefused(archive("other.npy", new byte[0]), "other.npy");
        assertRefused(archive("features.npy", "x,y\n1,2\n3,4\n".getBytes(StandardCharsets.US_ASCII)), "NumPy");
        Map.of(
                        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "C order",
                        "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 2), }", "<i8",
                        "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }", ">f4",
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", "[4]",
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "24 bytes",
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, x), }", "shape",
                        "{'descr': [('a', '<f4')], 'shape': (2, 2), }", "header")
                .forEach((header, word) -> {
                    try {
                        assertRefused(archive("features.npy", npy(header, 16)), word);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    /** Wherever a file is cut or a bit is turned: the same features, or an error that says so. */
    @Test
    void damageIsFound() throws IOException {
        Path file = folder.resolve("features.npz");
        FEATURES.save(file);
        byte[] whole = Files.readAllBytes(file);
        Path broken = folder.resolve("broken.npz");
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            Files.write(broken, Arrays.copyOf(whole, i));
            assertThrows(DataException.class, () -> Features.load(broken), "cut at " + i);
            byte[] turned = whole.clone();
            turned[i] ^= 4;
            Files.write(broken, turned);
            try {
                assertEquals(FEATURES, Features.load(broken), "byte " + i);
            } catch (DataException e) {
                refused++;
            }
        }
        // What may be turned unseen is date, attributes and the like, which nothing reads.
        assertTrue(refused > whole.length / 2, refused + " of " + whole.length);
    }
}
