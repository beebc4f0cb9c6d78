package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;
import org.junit.jupiter.api.Test;

class ExerciseMasterTest {

    private static Notebook exercises() throws Exception {
        Master master = Masters.sample();
        return Made.notebook(new ExerciseMaster(master).exercises(), Header.unpaired(master));
    }

    private static Notebook solutions() throws Exception {
        Master master = Masters.sample();
        return Made.notebook(new ExerciseMaster(master).solutions(), Header.paired(master));
    }

    /** The files were read line by line before they became the expectation. */
    @Test
    void theSampleBecomesTheExpectedNotebooks() throws Exception {
        golden("11_sample.exercises.ipynb", exercises());
        golden("11_sample.solutions.ipynb", solutions());
    }

    private static void golden(String name, Notebook notebook) throws Exception {
        String json = NotebookWriter.toJson(notebook);
        assertEquals(Masters.resource(name), json);
        assertEquals(
                notebook,
                NotebookReader.parse(json.getBytes(StandardCharsets.UTF_8), name)
                        .notebook());
    }

    @Test
    void aSolutionBecomesAStubWithItsIndentation() throws Exception {
        assertEquals("""
                class Similarity {
                    double cosine(double[] a, double[] b) {
                        double scale = Math.sqrt(dot(a, a) * dot(b, b));
                        throw new UnsupportedOperationException("11.2 is yours to write");
                    }
                }""", exercises().withGradeId("ex11_2").get(0).source());
    }

    @Test
    void whatLearnersMustNotSeeIsNowhereInTheirFile() throws Exception {
        String file = NotebookWriter.toJson(exercises());
        for (String secret : List.of("Cauchy", "sum +=", "new double[0]", "Only those", "BEGIN", "END ")) {
            assertFalse(file.contains(secret), secret);
        }
        String solution = NotebookWriter.toJson(solutions());
        for (String kept : List.of("Cauchy", "sum +=", "new double[0]", "Only those")) {
            assertTrue(solution.contains(kept), kept);
        }
    }

    @Test
    void lockedCellsCanBeNeitherEditedNorDeleted() throws Exception {
        for (Cell cell : exercises().cells()) {
            if (cell.nbgrader().isEmpty()) {
                assertFalse(cell.metadata().has("deletable"), cell.id());
                continue;
            }
            assertFalse(cell.metadata().get("deletable").getAsBoolean(), cell.id());
            boolean locked = cell.nbgrader().get().get("locked").getAsBoolean();
            assertEquals(locked, cell.metadata().has("editable"), cell.id());
        }
    }

    /** The rule again, from nbgrader's description and not from our code. */
    @Test
    void checksumsFollowNbgradersRule() throws Exception {
        int seen = 0;
        for (Notebook notebook : List.of(exercises(), solutions())) {
            for (Cell cell : notebook.cells()) {
                if (cell.nbgrader().isEmpty()) {
                    continue;
                }
                JsonObject m = cell.nbgrader().get();
                MessageDigest md5 = MessageDigest.getInstance("MD5");
                md5.update(cell.source().getBytes(StandardCharsets.UTF_8));
                md5.update(cell.type().word().getBytes(StandardCharsets.UTF_8));
                for (String flag : List.of("grade", "solution", "locked")) {
                    md5.update((m.get(flag).getAsBoolean() ? "True" : "False").getBytes(StandardCharsets.UTF_8));
                }
                md5.update(m.get("grade_id").getAsString().getBytes(StandardCharsets.UTF_8));
                if (m.get("grade").getAsBoolean()) {
                    md5.update(("" + m.get("points").getAsFloat()).getBytes(StandardCharsets.UTF_8));
                }
                assertEquals(
                        String.format("%032x", new BigInteger(1, md5.digest())),
                        m.get("checksum").getAsString());
                seen++;
            }
        }
        assertEquals(12, seen);
    }

    /** Computed once with Python's hashlib, from the rule in nbgrader's documentation. */
    @Test
    void aChecksumThatPythonComputed() throws Exception {
        Cell check = exercises().withGradeId("ex11_2_check").get(0);
        assertEquals(
                "0a86c5aec3f4f33dabeaa004c53340ce",
                check.nbgrader().orElseThrow().get("checksum").getAsString());
    }

    @Test
    void aHiddenTestIsAlreadyGoneWhenTheChecksumIsTaken() throws Exception {
        String released = exercises()
                .withGradeId("ex11_1_check")
                .get(0)
                .nbgrader()
                .orElseThrow()
                .toString();
        String full = solutions()
                .withGradeId("ex11_1_check")
                .get(0)
                .nbgrader()
                .orElseThrow()
                .toString();
        assertFalse(released.equals(full));
    }

    @Test
    void stubsAndSolutionsCompile() throws Exception {
        ExerciseMaster set = new ExerciseMaster(Masters.sample());
        assertEquals(List.of(), CellCompiler.problems(set.master(), set.exercises()));
        assertEquals(List.of(), CellCompiler.problems(set.master(), set.solutions()));
    }

    @Test
    void makingItTwiceGivesTheSameBytes() throws Exception {
        assertEquals(NotebookWriter.toJson(exercises()), NotebookWriter.toJson(exercises()));
    }
}
