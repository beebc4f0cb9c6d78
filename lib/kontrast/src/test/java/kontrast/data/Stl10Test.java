package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The binary format, from a small set in the same form. */
class Stl10Test {

    private static final Stl10.Form FORM = new Stl10.Form(3, 1, 2, 5);

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new TreeMap<>();

    /** The value of a pixel, so that a wrong order of rows and columns shows. */
    private static int value(int image, int c, int y, int x) {
        return (7 * image + 50 * c + 2 * y + x) % 256;
    }

    private static byte[] pixels(int n) {
        byte[] bytes = new byte[n * 3 * 96 * 96];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 3; c++) {
                for (int x = 0; x < 96; x++) { // column after column
                    for (int y = 0; y < 96; y++) {
                        bytes[at++] = (byte) value(i, c, y, x);
                    }
                }
            }
        }
        return bytes;
    }

    private static byte[] labels(int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (1 + i % 10);
        }
        return bytes;
    }

    @BeforeEach
    void write() throws IOException {
        files.put("train_X.bin", pixels(30));
        files.put("train_y.bin", labels(30));
        files.put("test_X.bin", pixels(20));
        files.put("test_y.bin", labels(20));
        files.put("unlabeled_X.bin", pixels(5));
        String folds = IntStream.range(0, 10)
                .mapToObj(f -> f + " " + (f + 10) + " 29 ")
                .collect(Collectors.joining("\n"));
        files.put("fold_indices.txt", Tar.bytes(folds));
        StringBuilder sums = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
            sums.append(Checksums.of(file.getValue())).append("  ").append(file.getKey());
            sums.append('\n');
        }
        Files.writeString(folder.resolve("SHA256SUMS"), sums);
    }

    private Images load(Split split, int side) {
        return Stl10.load(split, side, folder, FORM);
    }

    @Test
    void pixelsAreColumnMajorAndLabelsCountFromOne() {
        Images test = load(Split.TEST, 96);
        assertEquals("20 images, 3 x 96 x 96, 10 classes", test.toString());
        byte[] bytes = test.bytes();
        for (int[] at : new int[][] {{0, 0, 0, 1}, {0, 0, 1, 0}, {19, 2, 95, 3}, {7, 1, 40, 90}}) {
            int place = ((at[0] * 3 + at[1]) * 96 + at[2]) * 96 + at[3];
            assertEquals(value(at[0], at[1], at[2], at[3]), bytes[place] & 0xFF);
        }
        assertEquals(0, test.labels()[0]);
        assertEquals(9, test.labels()[9]);
        assertEquals("truck", test.classes().get(9));
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 32, 1})
    void reducedImagesAreMeans(int side) {
        int k = 96 / side;
        byte[] bytes = load(Split.TEST, side).bytes();
        for (int i : new int[] {0, 13}) {
            for (int y = 0; y < side; y += 5) {
                double sum = 0;
                for (int v = y * k; v < (y + 1) * k; v++) {
                    for (int u = 0; u < k; u++) {
                        sum += value(i, 2, v, u);
                    }
                }
                assertEquals(sum / (k * k), bytes[((i * 3 + 2) * side + y) * side] & 0xFF, 0.5);
            }
        }
    }

    @Test
    void validationIsTheEndOfEachClass() {
        Images train = load(Split.TRAIN, 32);
        Images validation = load(Split.VALIDATION, 32);
        assertEquals(20, train.size());
        assertEquals(10, validation.size());
        // The third image of class 0 is number 20 of the file.
        byte[] all = Stl10.fold(0, 32, folder, FORM).bytes();
        assertEquals(3 * 3 * 32 * 32, all.length);
        assertArrayEquals(IntStream.range(0, 10).toArray(), validation.labels());
        assertEquals(Math.round(mean(20)), validation.bytes()[0] & 0xFF, "the first pixel of image 20");
    }

    private static double mean(int image) {
        double sum = 0;
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 3; x++) {
                sum += value(image, 0, y, x);
            }
        }
        return sum / 9;
    }

    @Test
    void foldsAreLinesOfIndices() {
        assertArrayEquals(new int[] {4, 4, 9}, Stl10.fold(4, 32, folder, FORM).labels());
        assertThrows(IllegalArgumentException.class, () -> Stl10.fold(10, 32, folder, FORM));
    }

    @Test
    void unlabelledImagesAreTheFirstOfTheirFile() {
        Images some = Stl10.unlabelled(3, 96, folder, FORM);
        assertEquals(3, some.size());
        assertFalse(some.isLabelled());
        assertArrayEquals(Stl10.unlabelled(5, 96, folder, FORM).subset(0, 1, 2).bytes(), some.bytes());
        assertThrows(IllegalArgumentException.class, () -> Stl10.unlabelled(6, 96, folder, FORM));
        assertThrows(IllegalArgumentException.class, () -> load(Split.TEST, 50));
        String message = assertThrows(IllegalArgumentException.class, () -> Stl10.unlabelled(100_000, 96, folder))
                .getMessage();
        assertTrue(message.contains("more than an array holds"), message);
    }

    @ParameterizedTest
    @EnumSource
    void damageIsTold(Damage damage) throws IOException {
        for (String name : new String[] {"train_X.bin", "train_y.bin", "fold_indices.txt"}) {
            damage.assertTold(folder.resolve(name), () -> Stl10.fold(9, 32, folder, FORM));
        }
        damage.assertTold(folder.resolve("unlabeled_X.bin"), () -> Stl10.unlabelled(1, 32, folder, FORM));
        Files.delete(folder.resolve("SHA256SUMS"));
        if (damage != Damage.BIT_FLIPPED) {
            damage.assertTold(folder.resolve("test_y.bin"), () -> load(Split.TEST, 32));
        }
    }

    @Test
    void labelsFromZeroAreAnotherFormat() throws IOException {
        Files.delete(folder.resolve("SHA256SUMS"));
        byte[] zero = files.get("test_y.bin").clone();
        for (int i = 0; i < zero.length; i++) {
            zero[i]--;
        }
        Files.write(folder.resolve("test_y.bin"), zero);
        String message =
                assertThrows(DataException.class, () -> load(Split.TEST, 32)).getMessage();
        assertTrue(message.contains("classes in 1 to 10") && message.contains("0 at place 0"), message);
    }
}
