package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kontrast.grader.exercise.SimClrExercises;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Outcome;
import org.junit.jupiter.api.Test;

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
