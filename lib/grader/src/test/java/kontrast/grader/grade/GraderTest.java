package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.grader.exercise.simclr.SimClrExercises;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One question at a time: what scores, what is run again, and what an answer may use. */
class GraderTest {

    @TempDir
    static Path folder;

    private static Grader grader;
    private static Journal journal;

    @BeforeAll
    static void start() throws IOException {
        try {
            Bubblewrap.find();
        } catch (IOException e) {
            assumeTrue(false, "no sandbox here: " + e.getMessage());
        }
        journal = new Journal(folder.resolve("journal"), false);
        grader = Classroom.grader(folder, Optional.of(journal));
    }

    @AfterAll
    static void stop() throws IOException {
        if (grader != null) {
            grader.close();
            journal.close();
        }
    }

    private static Score score(String name, String answer) throws IOException {
        Path file = folder.resolve(name + ".ipynb");
        Files.writeString(file, Classroom.notebook(Classroom.cell(answer)).toString());
        return grader.grade(Classroom.submission(file));
    }

    private static Score.Question grade(String name, String answer) throws IOException {
        return score(name, answer).questions().get(0);
    }

    @Test
    void theSolutionEarnsAllAndTheStubNothing() throws IOException {
        Score.Question right = grade("right", Classroom.RIGHT);
        assertEquals(right.points(), right.earned(), right.reason());
        assertEquals("", right.reason());
        int processes = grader.runner().processes();
        assertEquals("not written", grade("stub", Classroom.STUB).reason());
        assertEquals(processes, grader.runner().processes(), "a stub needs no process");
        Score.Question reworded =
                grade("stub2", Classroom.STUB.replace("int n)", "int images)").replace("{", "{ int a = 1;"));
        assertEquals(0, reworded.earned());
        assertEquals("not written", reworded.reason());
    }

    @Test
    void answersThatFitThePublicInputsOnlyAreSaidToDoSo() throws IOException {
        List<Integer> publicSizes = new ArrayList<>();
        SimClrExercises.positiveIndices().check(n -> {
            publicSizes.add(n);
            return new int[0];
        });
        String sizes = publicSizes.stream()
                .distinct()
                .map(n -> "n == " + n)
                .reduce((a, b) -> a + " || " + b)
                .orElseThrow();
        Score.Question hard = grade(
                "hard",
                Classroom.RIGHT.replace("return positives;", "return " + sizes + " ? positives : new int[2 * n];"));
        assertEquals(0, hard.earned());
        assertTrue(hard.fitsPublicOnly());
        assertTrue(hard.reason().startsWith("passes the check in the notebook"), hard.reason());
    }

    @Test
    void anUnchangedAnswerIsNotRunAgainAndAChangedOneIs() throws IOException {
        score("twice", Classroom.RIGHT);
        int processes = grader.runner().processes();
        Score again = score("twice", Classroom.RIGHT);
        assertEquals(processes, grader.runner().processes());
        assertEquals(1, again.earned());
        score("twice", Classroom.RIGHT.replace("positives", "p"));
        assertEquals(processes + 1, grader.runner().processes());
        // The same answer of somebody else has other inputs.
        score("another", Classroom.RIGHT.replace("positives", "p"));
        assertEquals(processes + 2, grader.runner().processes());
    }

    @Test
    void answersMayUseWhatTheNotebookOffersAndShowThings() throws IOException {
        Score.Question shows = grade(
                "shows",
                Classroom.RIGHT.replace(
                                "return positives;",
                                "String id = display(n, \"text/html\"); updateDisplay(id, 2);"
                                        + " System.out.println(render(n)); printf(\"%d\", n);"
                                        + " Größe = new BigInteger(\"1\"); return positives;")
                        + "\nBigInteger Größe;");
        assertEquals(1, shows.earned(), shows.reason());
    }

    @Test
    void helpersInTheCellMayComeAfterTheirUse() throws IOException {
        Score.Question later = grade(
                "later",
                Classroom.RIGHT.replace("(i + n) % (2 * n)", "other(i, n)")
                        + "int other(int i, int n) { return (i + n) % (2 * n); }");
        assertEquals(1, later.earned(), later.reason());
        Score.Question never = grade("never", Classroom.RIGHT.replace("(i + n) % (2 * n)", "other(i, n)"));
        assertEquals(0, never.earned());
        assertTrue(never.reason().contains("other(int,int)"), never.reason());
    }

    /** A machine that was paused looks so from here: late, and hardly any processor time. */
    @Tag("slow")
    @Test
    void whoHardlyRanIsTriedTwiceAndWhoLoopsOnce() throws IOException {
        int processes = grader.runner().processes();
        String body = "int[] positives";
        Score.Question asleep = grade(
                "asleep",
                Classroom.RIGHT.replace(body, "try { Thread.sleep(60_000); } catch (Exception e) { } " + body));
        assertEquals(processes + 2, grader.runner().processes());
        assertEquals(Score.Status.ERROR, asleep.status());
        assertTrue(asleep.reason().startsWith("no answer in a call"), asleep.reason());
        Score.Question loops = grade("loops", Classroom.RIGHT.replace(body, "while (n > 0) { } " + body));
        assertEquals(processes + 3, grader.runner().processes());
        assertEquals(asleep.reason(), loops.reason());
    }

    @Test
    void theClassPathOfAnAnswerHoldsNeitherLibraryNorGrader() {
        assertFalse(
                grader.runner().home().classPath().lines().anyMatch(l -> l.matches(".*kontrast[^/]*\\.jar")),
                grader.runner().home().classPath());
        assertTrue(grader.runner().home().isArchived(), "workers should start from an archive of classes");
    }
}
