package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.worker.InProcess;
import kontrast.grader.worker.Setup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mistakes in a learner's own source are recognised, as the wrong variants of the checks are. */
class MistakeTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    private static final long SEED = 5;

    private static String source(Notebook notebook, String id) {
        return notebook.withGradeId(id).stream().map(Cell::source).findFirst().orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> eachIsToldItsName() throws IOException {
        SyntheticClass learners = SyntheticClass.of(ROOT);
        Map<String, Check<?>> checks = learners.set().checks().stream().collect(Collectors.toMap(Check::id, c -> c));
        return Mistake.all().stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.exercise() + " " + mistake.name(), () -> {
                    Check<?> check = checks.get(mistake.exercise());
                    assertEquals(
                            Optional.of(mistake.name()),
                            check.check(InProcess.define(setup(check, mistake)), SEED)
                                    .misconception());
                }));
    }

    private static Setup setup(Check<?> check, Mistake mistake) throws IOException {
        String name = check.id().startsWith("1.") ? "01_protocol" : "03_rotation";
        Notebook solutions = NotebookReader.read(ROOT.resolve("solutions/" + name + ".ipynb"))
                .notebook();
        String set = "ex" + check.id().substring(0, check.id().indexOf('.'));
        String own = source(solutions, Answers.gradeId(check.id()));
        return new Setup(
                check.signature().method(),
                check.signature().returns(),
                check.signature().types(),
                List.of(source(solutions, set + "_0_given")),
                List.of(mistake.in(own)),
                List.of(source(solutions, set + "_2")));
    }

    @Test
    void aPlaceThatIsNotThereIsRefused() {
        Mistake mistake = new Mistake("1.1", "none", "x + y", "x - y");
        assertThrows(IllegalStateException.class, () -> mistake.in("return x * y;"));
        assertThrows(IllegalStateException.class, () -> mistake.in("return x + y + x + y;"));
    }

    @Test
    void theClassHasEveryKindOfAnswer() throws IOException {
        SyntheticClass learners = SyntheticClass.of(ROOT);
        assertEquals(10, learners.set().checks().size());
        Map<SyntheticClass.Role, Long> roles = Stream.iterate(0, i -> i + 1)
                .limit(100)
                .flatMap(i -> learners.answers(i).values().stream())
                .collect(Collectors.groupingBy(SyntheticClass.Answer::role, Collectors.counting()));
        assertEquals(SyntheticClass.Role.values().length, roles.size(), roles.toString());
        assertEquals(10, roles.get(SyntheticClass.Role.ATTACK));
        assertTrue(roles.get(SyntheticClass.Role.MISTAKE) > 70, roles.toString());
    }
}
