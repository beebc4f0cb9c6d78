package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.worker.TestedFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A check of a handout says of every answer what the check of the full course says. */
class RecordingTest {

    /** In 11 every mistake; of the other sets one of each exercise, another one for each. */
    private static final String WHOLE = "11.";

    @TestFactory
    Stream<DynamicTest> wrongAnswersAreToldTheSame() {
        return ExerciseSet.all().stream()
                .flatMap(set -> set.checks().stream())
                .map(check -> DynamicTest.dynamicTest(check.id() + " " + check.title(), () -> compare(check)));
    }

    private static <F> void compare(Check<F> check) {
        byte[] file = Recording.of(check);
        assertTrue(file.length < 1 << 22, "the file has " + file.length + " bytes");
        Recording played = Recording.read(new ByteArrayInputStream(file), check.id());
        Check<F> handedOut = check.with(played);
        List<Misconception<F>> mistakes = check.misconceptions();
        int first = Math.floorMod(check.id().hashCode(), mistakes.size());
        int last = check.id().startsWith(WHOLE) ? first + mistakes.size() : first + 1;
        for (int i = first; i < last; i++) {
            Misconception<F> mistake = mistakes.get(i % mistakes.size());
            TestedFunction wrong = check.subject(mistake.variant());
            Report expected = check.checkInPublic(wrong);
            assertNotEquals(Report.Verdict.PASSED, expected.verdict(), mistake.name());
            assertEquals(expected, handedOut.checkInPublic(wrong), mistake.name());
        }
        Report right = handedOut.checkInPublic(check.subject(check.reference()));
        assertEquals(check.points(), right.earned());
    }
}
