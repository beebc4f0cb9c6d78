package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learners and learning platforms hand over, under the names that they give it. */
class SubmissionsTest {

    /** The tests' notebooks are numbers: how many questions are answered. */
    private static int answers(Path file) {
        try {
            return Integer.parseInt(Files.readString(file));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    @TempDir
    Path folder;

    private Path put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Student to the notebook that counts, none where there is no notebook. */
    private Map<String, String> found() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Submissions.Submission each : Submissions.in(folder, "11_simclr", SubmissionsTest::answers)) {
            found.put(
                    each.student(),
                    each.file().map(f -> folder.relativize(f).toString()).orElse("none"));
        }
        return found;
    }

    @Test
    void theWorkCountsAndNotAStubOfTheRightName() throws IOException {
        put("stub/11_simclr.ipynb", "0");
        put("stub/11_simclr (1).ipynb", "5");
        Path older = put("attempts/attempt1.ipynb", "7");
        Files.setLastModifiedTime(older, FileTime.fromMillis(1_000_000));
        put("attempts/attempt2.ipynb", "0");
        put("equal/other.ipynb", "3");
        put("equal/11_SimCLR.ipynb", "3");
        assertEquals(
                Map.of(
                        "stub", "stub/11_simclr (1).ipynb",
                        "attempts", "attempts/attempt1.ipynb",
                        "equal", "equal/11_SimCLR.ipynb"),
                found());
    }

    @Test
    void whatBrowsersAndSystemsAddIsNotTakenForTheNotebook() throws IOException {
        put("mac/simclr.ipynb", "2");
        put("mac/__MACOSX/._simclr.ipynb", "9");
        put("mac/._simclr.ipynb", "9");
        put("__MACOSX/._x.ipynb", "9");
        put("upper.IPYNB", "1");
        put("download.ipynb.txt", "1");
        put("json.ipynb.json", "1");
        assertEquals(
                Map.of(
                        "mac", "mac/simclr.ipynb",
                        "upper", "upper.IPYNB",
                        "download", "download.ipynb.txt",
                        "json", "json.ipynb.json"),
                found());
    }

    @Test
    void whoeverHandsInSomethingHasARowAndTheRestIsNamed() throws IOException {
        put("alice.zip", "");
        put("bob/hand-in.zip", "");
        put("carol.html", "");
        Path real = put("real.ipynb", "1");
        Files.createSymbolicLink(folder.resolve("link.ipynb"), real);
        put("gradebook.csv", "");
        assertEquals(
                Map.of("alice", "none", "bob", "none", "carol", "none", "link", "none", "real", "real.ipynb"), found());
        assertEquals(List.of("gradebook.csv"), Submissions.passedOver(folder));
    }

    /** The page of the second was written over that of the first. */
    @Test
    void twoOfOneNameAreRefusedAndNamed() throws IOException {
        put("ann.ipynb", "3");
        put("ann.zip", "");
        put("bob.ipynb", "1");
        put("bob/11_simclr.ipynb", "2");
        put("cyd.ipynb", "1");
        String said = assertThrows(IllegalArgumentException.class, this::found).getMessage();
        assertTrue(said.contains("\n  ann: ann.ipynb, ann.zip\n  bob: "), said);
        assertTrue(said.contains("bob.ipynb") && said.contains("bob/11_simclr.ipynb"), said);
        assertTrue(!said.contains("cyd"), said);
        Files.move(folder.resolve("ann.zip"), put("ann/11_simclr.ipynb", "3").resolveSibling("ann.zip"));
        Files.delete(folder.resolve("ann.ipynb"));
        Files.delete(folder.resolve("bob.ipynb"));
        assertEquals(Map.of("ann", "ann/11_simclr.ipynb", "bob", "bob/11_simclr.ipynb", "cyd", "cyd.ipynb"), found());
    }

    /** An empty folder is what some archives leave beside the file; one with anything in it may be the work. */
    @Test
    void anEmptyFolderDoesNotStandInTheWayOfTheNotebookBesideIt() throws IOException {
        put("ann.ipynb", "3");
        Files.createDirectory(folder.resolve("ann"));
        Files.createDirectory(folder.resolve("bob"));
        assertEquals(Map.of("ann", "ann.ipynb", "bob", "none"), found());
        put("ann/notes.txt", "");
        assertThrows(IllegalArgumentException.class, this::found);
    }

    @Test
    void namesOfBulkDownloadsFindTheirPersonByTheNumber() {
        Roster canvas = new Roster(List.of(
                Map.of("Student", "Doe, Jane", "ID", "4711"),
                Map.of("Student", "Lovelace, Ada", "ID", "4712"),
                Map.of("Student", "Nobody, Nora", "ID", "98765")));
        assertEquals("Doe, Jane", name(canvas, "doejane_4711_98765_11_simclr", "Student"));
        assertEquals("Lovelace, Ada", name(canvas, "lovelaceada_LATE_4712_98766_11_simclr-1", "Student"));
        assertTrue(canvas.find("doejane_4799_98765_11_simclr").isEmpty());
        // The folder's number tells two people of one name apart.
        Roster moodle = new Roster(List.of(
                Map.of("Full name", "Kim Lee", "Identifier", "Participant 12345", "Email address", "a@x"),
                Map.of("Full name", "Kim Lee", "Identifier", "Participant 12346", "Email address", "b@x"),
                Map.of("Full name", "Ann Other", "Identifier", "Participant 12347", "Email address", "c@x")));
        assertEquals("b@x", name(moodle, "Kim Lee_12346_assignsubmission_file_", "Email address"));
        assertEquals("c@x", name(moodle, "Ann Other_99999_assignsubmission_file_", "Email address"));
    }

    private static String name(Roster roster, String student, String column) {
        return roster.find(student).map(person -> person.get(column)).orElse("nobody");
    }

    /** Two graders of one folder would write over each other's results. */
    @Test
    void aJournalHasOneWriter() throws IOException, InterruptedException {
        Path file = put("grading.journal", "");
        try (Journal mine = new Journal(file, false)) {
            // A lock of this system is lost when any stream of the file is closed: reading it must not do that.
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Second.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            other.waitFor();
            assertTrue(said.contains("in use"), said);
            assertFalse(mine.find("x").isPresent());
            assertThrows(IOException.class, () -> new Journal(file, false), "in the same process");
        }
        new Journal(file, false).close();
    }

    /** Opens a journal that another process has. */
    static final class Second {
        private Second() {}

        public static void main(String[] args) throws IOException {
            try (Journal journal = new Journal(Path.of(args[0]), false)) {
                System.out.println("opened " + journal.find("x").or(Optional::empty));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
