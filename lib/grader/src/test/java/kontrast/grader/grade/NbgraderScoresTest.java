package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * nbgrader runs the notebook itself and reads the value of each check's cell: an error is 0, a number between 0 and the
 * points is that many, and everything else is full marks (its {@code determine_grade}). So the cell's value has to be
 * what {@code ./course grade} gives. That the untouched set scores 0 and the solved one everything is looked at in each
 * set, in a real kernel, by {@code ./course test}.
 */
class NbgraderScoresTest {

    private static final Path EXERCISES =
            Path.of(System.getProperty("kontrast.root", "../..")).resolve("exercises/11_simclr.ipynb");

    @TempDir
    Path folder;

    /** The value that a kernel shows behind a cell, of 11.3's check as it was handed out. */
    private static String valueOfCheck(String answer) throws IOException {
        Notebook notebook = NotebookReader.read(EXERCISES).notebook();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            shell.addToClasspath(classes);
            evaluate(shell, "void display(Object what, String as) {}");
            evaluate(shell, source(notebook, "ex11_0_given"));
            evaluate(shell, answer);
            return evaluate(shell, source(notebook, "ex11_3_check"));
        }
    }

    private static String source(Notebook notebook, String gradeId) {
        return notebook.cells().stream()
                .filter(cell -> gradeId.equals(cell.gradeId().orElse("")))
                .map(Cell::source)
                .findFirst()
                .orElseThrow();
    }

    private static String evaluate(JShell shell, String cell) {
        String value = "";
        String rest = cell;
        while (!rest.isBlank()) {
            var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(next.source())) {
                assertEquals(Snippet.Status.VALID, event.status(), next.source());
                assertEquals(null, event.exception(), next.source());
                value = event.value() == null ? value : event.value();
            }
            rest = next.remaining();
        }
        return value;
    }

    private static double nbgrader(String value, double points) {
        try {
            double number = Double.parseDouble(value);
            return number >= 0 && number <= points ? number : points;
        } catch (NumberFormatException e) {
            return points;
        }
    }

    @Test
    void theValueOfACheckIsWhatTheGraderGives() throws IOException {
        try {
            Bubblewrap.find();
        } catch (IOException e) {
            assumeTrue(false, "no sandbox here: " + e.getMessage());
        }
        String right = Classroom.RIGHT;
        Map<String, String> answers = Map.of(
                "right", right,
                "stub", Classroom.STUB,
                "next", right.replace("(i + n)", "(i + 1)"),
                "itself", right.replace("(i + n)", "i"),
                "throws", right.replace("new int[2 * n]", "new int[n]"));
        try (Grader grader = Classroom.grader(folder, Optional.empty())) {
            for (String name : List.copyOf(answers.keySet())) {
                Path file = folder.resolve(name + ".ipynb");
                Files.writeString(
                        file,
                        Classroom.notebook(Classroom.cell(answers.get(name))).toString());
                Score.Question graded =
                        grader.grade(Classroom.submission(file)).questions().get(0);
                String value = valueOfCheck(answers.get(name));
                assertEquals(graded.earned(), nbgrader(value, graded.points()), 1e-9, name + ": " + value);
                assertEquals(name.equals("right") ? graded.points() : 0, graded.earned(), 1e-9, name);
            }
        }
    }

    /** The rule gives full marks to what is no number, which is why a card alone is not enough. */
    @Test
    void aCardAloneWouldScoreEverything() {
        assertEquals(4, nbgrader("", 4));
        assertEquals(4, nbgrader("\"<div>0 of 4 points</div>\"", 4));
        assertEquals(0, nbgrader("0.0", 4));
        assertEquals(2.5, nbgrader("2.5", 4));
    }
}
