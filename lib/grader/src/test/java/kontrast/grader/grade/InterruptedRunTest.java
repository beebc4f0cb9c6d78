package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process of its own, killed in the middle as the kernel kills, and called again.
 */
@Tag("slow")
class InterruptedRunTest {

    private static final Path ROOT =
            Path.of(System.getProperty("kontrast.root", "")).toAbsolutePath();
    private static final int CLASS = 8;

    @TempDir
    Path folder;

    private Process start(List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dkontrast.root=" + ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "grade",
                ROOT.resolve("exercises/11_simclr").toString(),
                "--submissions",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--secret",
                folder.resolve("secret").toString()));
        command.addAll(more);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void goesOnWhereItWasKilledAndLeavesNothing() throws Exception {
        killAndCallAgain(List.of(), GradeCommand.JOURNAL);
        List<String> rows = Files.readAllLines(folder.resolve("out/scores.csv"));
        assertEquals(
                CLASS,
                rows.stream().filter(r -> r.matches("s\\d,s\\d.ipynb,1,25,.*")).count());
    }

    @Test
    void aPartGoesOnWhereItWasKilled() throws Exception {
        List<String> part = List.of("--part", "1/1");
        killAndCallAgain(part, "11_simclr-part-1-of-1.journal");
        String result = Files.readString(folder.resolve("out/11_simclr-part-1-of-1.json"));
        assertEquals(CLASS, result.split("\"status\":\"PASSED\"", -1).length - 1);
    }

    private void killAndCallAgain(List<String> more, String journalName) throws Exception {
        assumeTrue(Bubblewrap.program("bwrap").isPresent(), "no bubblewrap here");
        Files.writeString(folder.resolve("secret"), "sixteen bytes or more");
        Files.createDirectories(folder.resolve("in"));
        for (int i = 0; i < CLASS; i++) {
            String cell = Classroom.RIGHT.replace("positives", "p" + i);
            Files.writeString(
                    folder.resolve("in/s" + i + ".ipynb"),
                    Classroom.notebook(Classroom.cell(cell)).toString());
        }
        Process first = start(more);
        List<ProcessHandle> below;
        try (BufferedReader lines = first.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("[3/")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "three were graded");
            below = first.descendants().toList();
            first.destroyForcibly(); // SIGKILL: nothing of ours runs any more
        }
        first.waitFor();
        for (ProcessHandle each : below) {
            each.onExit().get(10, TimeUnit.SECONDS); // the sandboxes end with the judge
        }
        // The worst that a kill may do to the journal: half a line.
        Path journal = folder.resolve("out").resolve(journalName);
        Files.writeString(journal, Files.readString(journal) + "deadbeef {\"key\":\"cut o", StandardCharsets.UTF_8);

        Process second = start(more);
        String said;
        try (BufferedReader lines = second.inputReader(StandardCharsets.UTF_8)) {
            said = lines.lines().reduce("", (a, b) -> a + b + "\n");
        }
        assertEquals(0, second.waitFor(), said);
        Matcher counts =
                Pattern.compile("(\\d+) answers were run, (\\d+) were known").matcher(said);
        assertTrue(counts.find(), said);
        assertEquals(CLASS, Integer.parseInt(counts.group(1)) + Integer.parseInt(counts.group(2)));
        assertTrue(Integer.parseInt(counts.group(2)) >= 3, said);
        // The scratch folder of the killed one was swept by the second.
        try (var list = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String dead = "kontrast-grading-" + first.pid() + "-";
            assertEquals(
                    0,
                    list.filter(p -> p.getFileName().toString().startsWith(dead))
                            .count());
        }
    }
}
