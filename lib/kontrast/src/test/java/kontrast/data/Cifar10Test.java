package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The binary format, from files made here: each image is filled by a rule of class and place. */
class Cifar10Test {

    private static final int RECORD = 3073;
    private static final List<String> FILES = List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");
    private static final Cifar10.Form FORM = new Cifar10.Form(20, 7);

    @TempDir
    Path folder;

    private static byte[] records(int file, int each) {
        byte[] bytes = new byte[each * RECORD];
        new Random(file).nextBytes(bytes);
        for (int i = 0; i < each; i++) {
            bytes[i * RECORD] = (byte) ((i + file) % 10);
        }
        return bytes;
    }

    private void write(int each) throws IOException {
        for (int f = 0; f < FILES.size(); f++) {
            Files.write(folder.resolve(FILES.get(f)), records(f, each));
        }
    }

    private void writeSums() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : FILES) {
            lines.append(Checksums.of(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        Files.writeString(folder.resolve("SHA256SUMS"), lines);
    }

    private Images load(Split split) {
        return Cifar10.load(split, folder, FORM);
    }

    @Test
    void splitsArePartsOfTheFiles() throws IOException {
        write(20);
        Images train = load(Split.TRAIN);
        assertEquals("93 images, 3 x 32 x 32, 10 classes", train.toString());
        assertEquals(7, load(Split.VALIDATION).size());
        assertEquals(20, load(Split.TEST).size());
        // Image 41 is record 1 of the third file: class (1 + 2) % 10, then planes as they lie.
        byte[] third = records(2, 20);
        assertEquals(3, train.labels()[41]);
        assertArrayEquals(
                Arrays.copyOfRange(third, RECORD + 1, 2 * RECORD),
                Arrays.copyOfRange(train.bytes(), 41 * 3072, 42 * 3072));
        // The first of validation is the record after the last of training: 13 of the fifth file.
        byte[] fifth = records(4, 20);
        assertArrayEquals(
                Arrays.copyOfRange(fifth, 13 * RECORD + 1, 14 * RECORD),
                Arrays.copyOf(load(Split.VALIDATION).bytes(), 3072));
        assertEquals("frog", train.classes().get(6));
    }

    @ParameterizedTest
    @EnumSource
    void damageIsTold(Damage damage) throws IOException {
        write(20);
        writeSums();
        for (String name : List.of("data_batch_1.bin", "data_batch_4.bin")) {
            damage.assertTold(folder.resolve(name), () -> load(Split.TRAIN));
        }
        damage.assertTold(folder.resolve("test_batch.bin"), () -> load(Split.TEST));
        load(Split.TRAIN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"BIT_FLIPPED"},
            mode = EnumSource.Mode.EXCLUDE)
    void damageOfAFolderWithoutSumsIsToldBySizeAndClasses(Damage damage) throws IOException {
        write(20);
        damage.assertTold(folder.resolve("test_batch.bin"), () -> load(Split.TEST));
    }

    @Test
    void alteredLabelsAreToldWithoutSums() throws IOException {
        write(20);
        Path file = folder.resolve("data_batch_2.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[5 * RECORD] ^= 1; // another class, in range
        Files.write(file, bytes);
        String message =
                assertThrows(DataException.class, () -> load(Split.TRAIN)).getMessage();
        assertTrue(message.contains("labels were altered"), message);
        bytes[5 * RECORD] = 17;
        Files.write(file, bytes);
        message = assertThrows(DataException.class, () -> load(Split.TRAIN)).getMessage();
        assertTrue(message.contains("record 5") && message.contains("17"), message);
    }

    @Test
    void anAbsentDataSetSaysWhatToDo() {
        String message = assertThrows(DataException.class, () -> Cifar10.load(Split.TEST, folder))
                .getMessage();
        assertTrue(message.contains("./course data get cifar-10"), message);
        assertTrue(message.contains("cifar-10-binary.tar.gz"), message);
        assertTrue(message.contains("KONTRAST_CIFAR_10"), message);
    }

    /** Full size: what a learner waits for. The time is told, not judged. */
    @Tag("slow")
    @Test
    void theWholeSetLoads() throws IOException {
        write(10_000);
        writeSums();
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertEquals(45_000, Cifar10.load(Split.TRAIN, folder).size());
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf("CIFAR-10, 45,000 images verified and loaded: %.2f s%n", seconds);
        }
        assertEquals(10_000, Cifar10.load(Split.TEST, folder).size());
    }
}
