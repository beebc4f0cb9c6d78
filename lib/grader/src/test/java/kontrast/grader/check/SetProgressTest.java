package kontrast.grader.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kontrast.grader.exercise.simclr.SimClrExercises;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetProgressTest {

    private static Check<Choice> choice(String id, double points) {
        Choice.Builder builder = Choice.named(id, "Name it", points, "fault").right('f');
        for (char letter = 'a'; letter < 'f'; letter++) {
            builder.wrong(letter, "not " + letter, "Not " + letter + ".");
        }
        return builder.build();
    }

    private final Check<Choice> first = choice("99.1", 1);
    private final Check<Choice> second = choice("99.2", 2.5);
    private final Ledger ledger = new Ledger(id -> id.startsWith("99.") ? List.of(first, second) : List.of());

    private Report enter(Check<Choice> check, char letter) {
        return ledger.enter(check.checkInPublic(call -> answer(letter)));
    }

    private static Outcome answer(char letter) {
        return Invoker.invoke(a -> letter, Call.of());
    }

    @Test
    void pointsAddUpAndWhatIsLeftIsNamed() {
        assertEquals(
                "So far 0 of 3.5 points. Left: 99.1 (1), 99.2 (2.5)",
                enter(first, 'a').progress().orElseThrow().toString());
        assertEquals(
                "So far 1 of 3.5 points. Left: 99.2 (2.5)",
                enter(first, 'f').progress().orElseThrow().toString());
        Report last = enter(second, 'f');
        assertEquals(
                "All 3.5 points of this set.", last.progress().orElseThrow().toString());
        assertTrue(last.toString().endsWith("All 3.5 points of this set."), last::toString);
        assertTrue(last.html().contains("width:100%"), last::html);
    }

    @Test
    void theLastResultCounts() {
        enter(first, 'f');
        assertEquals(0, enter(first, 'b').progress().orElseThrow().earned());
    }

    /** As a restarted kernel does: the answers are gone, the points are not, and the card tells them apart. */
    @Test
    void pointsOutliveTheKernel(@TempDir Path state) {
        ledger.keepIn(new LedgerFile(state, Path.of("exercises")));
        enter(first, 'f');
        Ledger restarted = restarted(state, "exercises");
        assertEquals(
                "So far 1 of 3.5 points (99.1 from an earlier session). Left: 99.2 (2.5)",
                restarted
                        .enter(second.checkInPublic(call -> answer('a')))
                        .progress()
                        .orElseThrow()
                        .toString());
        // An answer that is wrong by now takes its points back, in the next kernel too.
        restarted.enter(first.checkInPublic(call -> answer('b')));
        assertEquals(0, earnedBySecondAlone(restarted(state, "exercises")));
    }

    @Test
    void anotherFolderAndARenamedExerciseBeginAnew(@TempDir Path state) {
        LedgerFile file = new LedgerFile(state, Path.of("exercises"));
        file.put(LedgerFile.key("99.1", "Another title"), 1);
        assertEquals(0, earnedBySecondAlone(restarted(state, "exercises")));
        file.put(LedgerFile.key("99.1", "Name it"), 1);
        assertEquals(0, earnedBySecondAlone(restarted(state, "solutions")));
        assertEquals(1, earnedBySecondAlone(restarted(state, "exercises")));
        // More than the exercise is worth: the file is not ours, or the exercise has changed.
        file.put(LedgerFile.key("99.1", "Name it"), 7);
        assertEquals(0, earnedBySecondAlone(restarted(state, "exercises")));
    }

    @Test
    void aDamagedFileIsIgnoredAndReplaced(@TempDir Path state) throws IOException {
        LedgerFile file = new LedgerFile(state, Path.of("exercises"));
        file.put("99.1 Name it", 1);
        Path only;
        try (Stream<Path> files = Files.list(state.resolve("kontrast/earned"))) {
            only = files.reduce((a, b) -> fail("one file a folder, nothing left behind: " + b))
                    .orElseThrow();
        }
        for (byte[] damage : List.of(
                new byte[] {'1', '.', (byte) 0xff, 0, '\t'},
                "1e400\t99.1 Name it\nNaN\t99.2 Name it".getBytes(UTF_8))) {
            Files.write(only, damage);
            assertEquals(Map.of(), file.read());
        }
        file.put("99.2 Name it", 2.5);
        assertEquals(Map.of("99.2 Name it", 2.5), file.read());
        // A folder that cannot be made is no reason for a check to fail.
        new LedgerFile(only, Path.of("exercises")).put("99.1 Name it", 1);
    }

    private Ledger restarted(Path state, String folder) {
        Ledger next = new Ledger(id -> id.startsWith("99.") ? List.of(first, second) : List.of());
        next.keepIn(new LedgerFile(state, Path.of(folder)));
        return next;
    }

    private double earnedBySecondAlone(Ledger next) {
        return next.enter(second.checkInPublic(call -> answer('a')))
                .progress()
                .orElseThrow()
                .earned();
    }

    @Test
    void anExerciseOfNoSetHasNoProgress() {
        Report report = enter(choice("98.1", 1), 'f');
        assertEquals(Optional.empty(), report.progress());
        assertFalse(report.html().contains("So far"));
    }

    /** The service is found, and the check cell of a notebook need not say anything. */
    @Test
    void aCheckOfTheCourseKnowsItsSet() {
        Report report = SimClrExercises.positiveIndices().check(n -> new int[n]);
        SetProgress progress = report.progress().orElseThrow();
        assertEquals(SimClrExercises.set().points(), progress.points());
        assertTrue(Stream.of(progress.left()).anyMatch(l -> l.toString().contains("11.3 (1)")));
    }

    @Test
    void gradingKeepsNoCount() {
        Report report = first.checkInPublic(call -> answer('f'));
        assertEquals(Optional.empty(), report.progress());
    }
}
