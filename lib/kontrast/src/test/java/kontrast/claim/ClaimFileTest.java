package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kontrast.claim.run.WithoutTraining;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("claims.csv");
    }

    private static ClaimFile.Line line(String row, String variant, long seed, String figure, double value) {
        return new ClaimFile.Line(row, variant, seed, 390, figure, value, 100, "5f2c", "6.931|6.93|6.932");
    }

    private static List<ClaimFile.Line> outcome(String row, long seed, double value) {
        return List.of(line(row, "m = 0", seed, "kNN", value), line(row, "m = 0", seed, "probe", value / 2));
    }

    @Test
    void whatIsWrittenIsRead() {
        ClaimFile.record(file, outcome("16", 1, 0.25));
        ClaimFile.record(file, outcome("16", 2, 0.125));
        List<ClaimFile.Line> lines = new ArrayList<>(outcome("16", 1, 0.25));
        lines.addAll(outcome("16", 2, 0.125));
        assertEquals(lines, ClaimFile.read(file).lines());
        assertEquals(outcome("16", 2, 0.125), ClaimFile.read(file).of("16", "m = 0", 2));
        assertEquals(List.of(), ClaimFile.read(file).of("16", "m = 0", 3));
    }

    @Test
    void sixDigitsAreKept() {
        assertEquals("0.333333", ClaimFile.digits(1 / 3.0));
        assertEquals("123457", ClaimFile.digits(123456.7));
        assertEquals("0.0000123457", ClaimFile.digits(1.234567e-5));
        assertEquals("6.93147|0", ClaimFile.canary(new double[] {Math.log(1024), 0}));
    }

    /** All figures of a seed come from one run: none of an older one may stay beside them. */
    @Test
    void aSeedIsReplacedAsAWhole() {
        ClaimFile.record(file, outcome("16", 1, 0.25));
        ClaimFile.record(file, outcome("15", 1, 0.5));
        ClaimFile.record(file, List.of(line("16", "m = 0", 1, "kNN", 0.75)));
        assertEquals(
                List.of(line("16", "m = 0", 1, "kNN", 0.75)),
                ClaimFile.read(file).of("16", "m = 0", 1));
        assertEquals(outcome("15", 1, 0.5), ClaimFile.read(file).of("15", "m = 0", 1));
    }

    /** Wherever a copy of the file breaks off, what came before the cut line is there, and nothing else. */
    @Test
    void aCutLastLineIsLeftOut() throws IOException {
        ClaimFile.record(file, outcome("16", 1, 0.25));
        ClaimFile.record(file, outcome("16", 2, 0.5));
        String text = Files.readString(file);
        int whole = 0;
        for (int end = ClaimFile.HEADER.length() + 1; end <= text.length(); end++) {
            whole = (int) text.substring(0, end).chars().filter(c -> c == '\n').count() - 1;
            assertEquals(
                    whole, ClaimFile.read(text.substring(0, end), "cut").lines().size());
        }
        assertEquals(4, whole);
        // The next writer does not go on in the middle of the line.
        Files.writeString(file, text.substring(0, text.length() - 5));
        ClaimFile.record(file, outcome("16", 3, 0.75));
        assertEquals(5, ClaimFile.read(file).lines().size());
    }

    /** A process that is killed while it writes leaves a part beside the file, and the file as it was. */
    @Test
    void whatAKilledWriterLeftDoesNotCount() throws IOException {
        ClaimFile.record(file, outcome("16", 1, 0.25));
        Files.writeString(folder.resolve("claims.csv.part"), ClaimFile.HEADER + "\n16,m = 0,2,390,kN");
        ClaimFile.record(file, outcome("16", 3, 0.5));
        assertEquals(4, ClaimFile.read(file).lines().size());
    }

    @Test
    void ofDuplicatesTheLastCounts() {
        String text = String.join(
                "\n",
                ClaimFile.HEADER,
                line("16", "m = 0", 1, "kNN", 0.25).toString(),
                line("16", "m = 0", 1, "kNN", 0.5).toString(),
                "");
        assertEquals(
                List.of(line("16", "m = 0", 1, "kNN", 0.5)),
                ClaimFile.read(text, "twice").lines());
    }

    /** Two processes that write at once: neither loses a line of the other. */
    @Test
    void twoProcessesWriteBesideEachOther() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (String row : List.of("15", "16")) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString(),
                            row)
                    .inheritIO()
                    .start());
        }
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor());
        }
        ClaimFile results = ClaimFile.read(file);
        assertEquals(2 * 2 * Writer.COUNT, results.lines().size());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of("claims.csv", "claims.csv.lock"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    /** The process of the test above. */
    static final class Writer {
        static final int COUNT = 40;

        private Writer() {}

        public static void main(String[] args) {
            for (int seed = 1; seed <= COUNT; seed++) {
                ClaimFile.record(Path.of(args[0]), outcome(args[1], seed, 0.25));
            }
        }
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        String text = ClaimFile.HEADER + "\n16,m = 0,one,390,kNN,0.5,100,5f2c,6.9\n";
        String message = assertThrows(IllegalArgumentException.class, () -> ClaimFile.read(text, "results"))
                .getMessage();
        assertTrue(message.contains("results, line 2"), message);
        assertThrows(IllegalArgumentException.class, () -> ClaimFile.read("row,variant\n", "results"));
        assertThrows(IllegalArgumentException.class, () -> line("16", "a, b", 1, "kNN", 0.5));
        assertThrows(IllegalArgumentException.class, () -> line("16", "a", 1, "kNN", Double.NaN));
    }

    /** 1 in 1,000 is more than rounding and less than any change of a view or a loss. */
    @Test
    void aCanaryAllowsForRoundingAlone() {
        assertTrue(ClaimsCommand.agree("6.931|6.93", "6.9311|6.9299"));
        assertTrue(ClaimsCommand.agree("", ""));
        assertTrue(!ClaimsCommand.agree("6.931|6.93", "6.931|6.94"));
        assertTrue(!ClaimsCommand.agree("6.931|6.93", "6.931"));
        assertTrue(!ClaimsCommand.agree("6.931", ""));
    }

    @Test
    void aLineIsStaleWhereRecipeOrFirstLossesDiffer() {
        WithoutTraining reading = new WithoutTraining("pixels", seed -> Map.of("kNN", 0.5));
        String recipe = reading.recipe(1).hash();
        assertEquals("", ClaimsCommand.stale(of(recipe, ""), reading));
        assertEquals("another recipe", ClaimsCommand.stale(of("5f2c", ""), reading));
        assertTrue(ClaimsCommand.stale(of(recipe, "6.9"), reading).startsWith("first losses"));
    }

    private static ClaimFile.Line of(String recipe, String canary) {
        return new ClaimFile.Line("1", "pixels", 1, 0, "kNN", 0.5, 0, recipe, canary);
    }
}
