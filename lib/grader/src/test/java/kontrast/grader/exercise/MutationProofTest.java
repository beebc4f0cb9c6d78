package kontrast.grader.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Misconception;
import kontrast.grader.check.Report;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Subject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mistake of every exercise is caught and gets its own message; the reference passes. Tried
 * on the public inputs and on those of other seeds, as grading draws them.
 */
class MutationProofTest {

    private static final long[] HIDDEN_SEEDS = {1, 77, -123456789};

    static Stream<Check<?>> checks() {
        return ExerciseSet.all().stream().flatMap(set -> set.checks().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void everyMisconceptionGetsItsOwnMessage(Check<?> check) {
        prove(check);
    }

    private static <F> void prove(Check<F> check) {
        List<String> wrong = new ArrayList<>();
        StringBuilder table = new StringBuilder("\n" + check.id() + " " + check.title() + "\n");
        for (Misconception<F> misconception : check.misconceptions()) {
            Report report = check.check(misconception.variant());
            table.append(
                    "  %-40s -> %-40s %s%n"
                            .formatted(
                                    misconception.name(),
                                    report.misconception().orElse("UNEXPLAINED"),
                                    report.earned()));
            confirm(wrong, misconception, report, "public inputs");
            for (long seed : HIDDEN_SEEDS) {
                Report hidden = check.check(subject(check, misconception.variant()), seed);
                confirm(wrong, misconception, hidden, "seed " + seed);
            }
        }
        System.out.print(table);
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    private static void confirm(
            List<String> wrong, Misconception<?> misconception, Report report, String inputs) {
        if (!report.misconception().equals(Optional.of(misconception.name()))
                || !report.message().equals(misconception.message())
                || report.earned() >= report.points()) {
            wrong.add(misconception.name() + " on " + inputs + " is read as " + report);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void theReferencePasses(Check<?> check) {
        passes(check);
    }

    private static <F> void passes(Check<F> check) {
        Report report = check.check(check.reference());
        assertTrue(report.passed(), report::toString);
        assertEquals(check.points(), report.earned());
        for (long seed : HIDDEN_SEEDS) {
            Report hidden = check.check(subject(check, check.reference()), seed);
            assertTrue(hidden.passed(), hidden::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checks")
    void aStubIsToldThatItIsNotWritten(Check<?> check) {
        Report report =
                check.checkInPublic(
                        call ->
                                Invoker.invoke(
                                        a -> {
                                            throw new UnsupportedOperationException(
                                                    check.id() + " is yours to write");
                                        },
                                        call));
        assertEquals(Report.Verdict.NOT_WRITTEN, report.verdict());
        assertEquals(0, report.earned());
        assertFalse(report.html().contains("Exception"));
    }

    private static <F> Subject subject(Check<F> check, F function) {
        return call -> Invoker.invoke(a -> check.signature().caller().call(function, a), call);
    }
}
