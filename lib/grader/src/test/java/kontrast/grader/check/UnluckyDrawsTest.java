package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.worker.InProcess;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Setup;
import kontrast.grader.worker.TestedFunction;
import kontrast.grader.worker.Value;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Each student has inputs of their own, so a right answer must be right on every draw: the
 * references, and the solutions as the cells that learners read, are tried on hundreds of draws.
 */
class UnluckyDrawsTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    /** A class of two hundred. */
    private static final int DRAWS = 200;

    /** Four units in the last place of a float: what a learner's other order of sums may cost. */
    private static final double ROUNDING = 5e-7;

    private static Stream<DynamicTest> eachExercise(BiConsumer<ExerciseSet, Check<?>> test) {
        return ExerciseSet.all().stream()
                .flatMap(set -> set.checks().stream()
                        .map(check -> DynamicTest.dynamicTest(
                                check.id() + " " + check.title(), () -> test.accept(set, check))));
    }

    @TestFactory
    Stream<DynamicTest> theReferencePassesOnEveryDraw() {
        return eachExercise((set, check) -> passes(check, reference(check)));
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> theSolutionPassesOnEveryDraw() {
        return eachExercise((set, check) -> passes(check, InProcess.define(setup(set, check))));
    }

    /** Whoever adds up in another order is right too: wherever a number may be off at all. */
    @TestFactory
    Stream<DynamicTest> toleranceLeavesRoomForRounding() {
        return eachExercise((set, check) -> {
            SplittableRandom random = new SplittableRandom(7);
            TestedFunction reference = reference(check);
            TestedFunction rounded = call -> rounded(reference.call(call), random);
            for (int i = 0; i < DRAWS / 10; i++) {
                Report report = check.check(rounded, random.nextLong());
                for (int j = 0; j < report.findings().size(); j++) {
                    if (check.properties().get(j).tolerance() > 0) {
                        assertEquals(Optional.empty(), report.findings().get(j).fault(), report::toString);
                    }
                }
            }
        });
    }

    private static <F> TestedFunction reference(Check<F> check) {
        return call -> Invoker.invoke(a -> check.signature().caller().call(check.reference(), a), call);
    }

    private static Outcome rounded(Outcome outcome, SplittableRandom random) {
        return new Outcome(
                rounded(outcome.result(), random),
                outcome.after(),
                rounded(outcome.gradient(), random),
                outcome.thrown(),
                outcome.message());
    }

    private static Value rounded(Value value, SplittableRandom random) {
        if (List.of(Kind.INT, Kind.INTS, Kind.CHAR, Kind.NOTHING).contains(value.kind())) {
            return value;
        }
        double[] data = value.data();
        for (int i = 0; i < data.length; i++) {
            boolean whole = data[i] == Math.rint(data[i]); // perhaps an index
            data[i] *= whole ? 1 : 1 + random.nextDouble(-ROUNDING, ROUNDING);
        }
        return Value.of(value.kind(), value.dtype(), value.shape(), data);
    }

    private static void passes(Check<?> check, TestedFunction subject) {
        SplittableRandom random = new SplittableRandom(check.id().hashCode());
        for (int i = 0; i < DRAWS; i++) {
            long seed = random.nextLong();
            Report report = check.check(subject, seed);
            assertEquals("", report.message(), () -> "seed " + seed + "\n" + report);
        }
    }

    private static Setup setup(ExerciseSet set, Check<?> check) {
        Notebook notebook = notebook(set.name());
        String prefix = "ex" + check.id().substring(0, check.id().indexOf('.'));
        String own = "ex" + check.id().replace('.', '_');
        return new Setup(
                check.signature().method(),
                check.signature().returns(),
                check.signature().types(),
                Stream.of(prefix + "_0_given", own + "_given")
                        .flatMap(id -> sources(notebook, id))
                        .toList(),
                sources(notebook, own).toList(),
                set.checks().stream()
                        .map(other -> "ex" + other.id().replace('.', '_'))
                        .filter(id -> !id.equals(own))
                        .flatMap(id -> sources(notebook, id))
                        .toList());
    }

    private static Stream<String> sources(Notebook notebook, String id) {
        List<Cell> cells = notebook.withGradeId(id);
        return cells.stream().map(Cell::source);
    }

    private static Notebook notebook(String name) {
        try {
            return NotebookReader.read(ROOT.resolve("solutions/" + name + ".ipynb"))
                    .notebook();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
