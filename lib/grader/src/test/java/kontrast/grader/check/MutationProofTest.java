package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.worker.Invoker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mistake of every exercise gets its own message in the notebook; the reference passes there, and
 * a stub is told that it is one. {@code ./course prove}, a part of the whole test, tries the same on
 * other draws, as grading makes them.
 */
class MutationProofTest {

    static Stream<Check<?>> checks() {
        return ExerciseSet.all().stream().flatMap(set -> set.checks().stream());
    }

    /** In the notebook, through the very method that a check cell calls. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void aLearnerReadsTheMessage(Check<?> check) {
        reads(check);
    }

    private static <F> void reads(Check<F> check) {
        Report right = check.check(check.reference());
        assertTrue(right.passed(), right::toString);
        assertEquals(check.points(), right.earned());
        for (var misconception : check.misconceptions()) {
            Report report = check.check(misconception.variant());
            assertEquals(misconception.message(), report.message());
            assertTrue(report.earned() < report.points(), report::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void aStubIsToldThatItIsNotWritten(Check<?> check) {
        Report report = check.checkInPublic(call -> Invoker.invoke(
                a -> {
                    throw new UnsupportedOperationException(check.id() + " is yours to write");
                },
                call));
        assertEquals(Report.Verdict.NOT_WRITTEN, report.verdict());
        assertEquals(0, report.earned());
        assertFalse(report.html().contains("Exception"));
    }
}
