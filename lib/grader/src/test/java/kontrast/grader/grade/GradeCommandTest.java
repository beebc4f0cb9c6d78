package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kontrast.grader.exercise.ExerciseSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, on the notebooks of the repository: they pass through JShell as learners' do. */
class GradeCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int grade(String... options) throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "sixteen bytes or more");
        List<String> args = new java.util.ArrayList<>(List.of(
                ROOT.resolve("exercises/11_simclr").toString(),
                "--submissions",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--secret",
                secret.toString()));
        args.addAll(List.of(options));
        return new GradeCommand()
                .run(
                        args,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private void submit(String name, Path notebook) throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.copy(notebook, file);
    }

    @Test
    void theSolutionEarnsAllTheExerciseNothingAndEverybodyHasARow() throws Exception {
        assumeTrue(Bubblewrap.program("bwrap").isPresent(), "no bubblewrap here");
        submit("solution/11_simclr.ipynb", ROOT.resolve("solutions/11_simclr.ipynb"));
        submit("stub/11_simclr/11_simclr.ipynb", ROOT.resolve("exercises/11_simclr.ipynb"));
        Files.writeString(folder.resolve("in/=cmd|' <b>x.ipynb"), "{\"cells\": [");
        assertEquals(0, grade(), err.toString(StandardCharsets.UTF_8));
        double all = ExerciseSet.named("11_simclr").orElseThrow().points();
        List<String> rows = Files.readAllLines(folder.resolve("out/scores.csv"));
        assertEquals(4, rows.size());
        String points = (int) all + "," + (int) all + ",";
        assertTrue(rows.stream().anyMatch(r -> r.startsWith("solution,") && r.contains(points)), () -> rows.toString());
        assertTrue(
                rows.stream().anyMatch(r -> r.startsWith("stub,") && r.contains(",0," + (int) all)),
                () -> rows.toString());
        assertTrue(rows.stream().anyMatch(r -> r.startsWith("\"'=cmd|")), "a formula must be text: " + rows);
        String page = Files.readString(folder.resolve("out/index.html"));
        assertFalse(page.contains("<b>x"), "names are escaped");
        assertFalse(page.contains("<script") || page.contains("http"), "the page needs nothing else");
        assertTrue(Files.exists(folder.resolve("out/students/solution.html")));
        assertEquals(
                3,
                out.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(l -> l.matches("\\[\\d/3] .*"))
                        .count());
    }

    @Test
    void aFolderWithoutNotebooksIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::grade);
        assertTrue(e.getMessage().contains("no notebook"), e.getMessage());
    }

    @Test
    void trapsForInstructorsAreSaidBeforeAnythingRuns() throws Exception {
        submit("a.ipynb", ROOT.resolve("exercises/11_simclr.ipynb"));
        String rules = assertThrows(
                        IllegalArgumentException.class,
                        () -> grade("--rules", folder.resolve("typo.yml").toString()))
                .getMessage();
        assertTrue(rules.contains("typo.yml: there is no such file"), rules);
        String inside = assertThrows(
                        IllegalArgumentException.class,
                        () -> grade("--out", ROOT.resolve("data").toString()))
                .getMessage();
        assertTrue(inside.contains("would be committed"), inside);
        assertFalse(Files.exists(ROOT.resolve("data")));
        Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), ROOT.toAbsolutePath());
        String through = assertThrows(
                        IllegalArgumentException.class,
                        () -> grade("--out", link.resolve("data").toString()))
                .getMessage();
        assertTrue(through.contains("would be committed"), through);
    }

    @Test
    void whatConcernsTheWholeClassIsSaid() throws Exception {
        assumeTrue(Bubblewrap.program("bwrap").isPresent(), "no bubblewrap here");
        String released = Files.readString(ROOT.resolve("exercises/11_simclr.ipynb"));
        Files.createDirectories(folder.resolve("in"));
        for (String student : List.of("ann", "bob")) {
            Files.writeString(folder.resolve("in/" + student + ".ipynb"), released.replace("ex11_4", "ex11_14"));
        }
        Path gradebook = folder.resolve("book.csv");
        Files.writeString(gradebook, "Student,ID,SIS Login ID\n\"A, Ann\",1,ann\n");
        grade("--roster", gradebook.toString());
        String said = out.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("NOBODY HAS A CELL for 11.4"), said);
        assertFalse(said.contains("CELL for 11.3"), said);
        assertTrue(said.contains("NOT IN THE GRADEBOOK") && said.contains("[bob]"), said);
        // Bob leaves: his page must not stay.
        Files.delete(folder.resolve("in/bob.ipynb"));
        grade();
        assertTrue(Files.exists(folder.resolve("out/students/ann.html")));
        assertFalse(Files.exists(folder.resolve("out/students/bob.html")));
    }

    @Test
    void aBareNameIsASetOfTheCourseAndAPathStaysWhatItIs() throws IOException {
        List<String> rest = List.of("--submissions", "in", "--out", "out");
        List<String> bare = new java.util.ArrayList<>(List.of("11_simclr"));
        bare.addAll(rest);
        assertEquals(
                ROOT.resolve("exercises/11_simclr.ipynb"),
                GradeOptions.parse(bare).notebook());
        List<String> path = new java.util.ArrayList<>(List.of("elsewhere/11_simclr.ipynb"));
        path.addAll(rest);
        assertEquals(
                Path.of("elsewhere/11_simclr.ipynb"), GradeOptions.parse(path).notebook());
    }
}
