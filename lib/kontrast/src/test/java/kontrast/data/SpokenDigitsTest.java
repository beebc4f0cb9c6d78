package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpokenDigitsTest {

    private static final int REPETITIONS = 12;

    @TempDir
    Path folder;

    /** All speakers, three digits, twelve repetitions. */
    @BeforeEach
    void write() {
        for (String speaker : SpokenDigits.SPEAKERS) {
            for (int digit = 0; digit < 3; digit++) {
                for (int i = 0; i < REPETITIONS; i++) {
                    WavFiles.write(
                            file("%d_%s_%d".formatted(digit, speaker, i)),
                            WavFiles.bytes(8000, WavFiles.noise(40, digit)));
                }
            }
        }
    }

    private Path file(String name) {
        return folder.resolve("recordings").resolve(name + ".wav");
    }

    private List<Recording> load(Split split) {
        return SpokenDigits.load(split, folder, 6 * 3 * REPETITIONS);
    }

    @Test
    void splitsGoByRepetition() {
        assertEquals(6 * 3 * 5, load(Split.TEST).size());
        assertEquals(6 * 3 * 5, load(Split.VALIDATION).size());
        assertEquals(6 * 3 * 2, load(Split.TRAIN).size());
        assertTrue(load(Split.TRAIN).stream().allMatch(r -> r.name().matches(".*_1[01]")));
        Recording first = load(Split.TEST).get(0);
        assertEquals("0_george_0", first.name());
        assertEquals("george", first.speaker());
        assertEquals("0", first.content());
        assertArrayEquals(WavFiles.noise(40, 0), first.samples());
    }

    private void assertTold(String what) {
        String message =
                assertThrows(DataException.class, () -> load(Split.TEST)).getMessage();
        assertTrue(message.contains(what), message);
        assertTrue(message.contains("./course data get spoken-digits"), message);
    }

    @Test
    void damageIsTold() throws IOException {
        Path file = file("1_theo_3");
        byte[] good = Files.readAllBytes(file);
        byte[] flipped = good.clone();
        flipped[22] ^= 4;
        WavFiles.write(file, flipped);
        assertTold("5 channels");
        WavFiles.write(file, java.util.Arrays.copyOf(good, 60));
        assertTold("truncated");
        Files.move(file, file("1_nobody_3"));
        assertTold("1_nobody_3.wav");
        Files.delete(file("1_nobody_3"));
        assertTold("215");
    }

    /** Packed as on the server, unpacked with a list of sums: then one changed sample is told. */
    @Test
    void aChangedSampleIsToldByTheListOfSums() throws IOException {
        Tar tar = new Tar();
        for (Recording recording : load(Split.TEST)) {
            String name = "free-spoken-digit-dataset-1.0.10/recordings/%s.wav";
            tar.add(name.formatted(recording.name()), WavFiles.bytes(recording.rate(), recording.samples()));
        }
        Path unpacked = folder.resolve("unpacked");
        new TarGz(tar.write(folder.resolve("v1.0.10.tar.gz")), 1_000_000).unpack(unpacked);
        assertEquals(90, SpokenDigits.load(Split.TEST, unpacked, 90).size());
        Path file = unpacked.resolve("recordings/0_lucas_4.wav");
        byte[] flipped = Files.readAllBytes(file);
        flipped[60] ^= 1;
        Files.write(file, flipped);
        String message = assertThrows(DataException.class, () -> SpokenDigits.load(Split.TEST, unpacked, 90))
                .getMessage();
        assertTrue(message.contains("0_lucas_4.wav") && message.contains("altered"), message);
    }
}
