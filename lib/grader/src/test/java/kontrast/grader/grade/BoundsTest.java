package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one question may hold and see, all its processes together. */
class BoundsTest {

    /** Two JVMs, each within the limits of a process, and more than a question has. */
    private static final String CHILDREN = """
            for (int i = 0; i < 2; i++) {
                new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xms600m", "-Xmx600m",
                        "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-cp", "/jars/0-worker.jar",
                        "kontrast.grader.worker.WorkerMain").redirectErrorStream(true).start();
            }
            Thread.sleep(4000);
            """;

    @TempDir
    static Path folder;

    private static Grader grader;

    @BeforeAll
    static void start() throws IOException {
        try {
            Bubblewrap.find();
        } catch (IOException e) {
            assumeTrue(false, "no sandbox here: " + e.getMessage());
        }
        grader = Classroom.grader(folder, Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        if (grader != null) {
            grader.close();
        }
    }

    private static Score.Question grade(String before) throws IOException {
        Path file = folder.resolve("answer.ipynb");
        String answer = Classroom.RIGHT
                .replace("(int n)", "(int n) throws Exception")
                .replace("    int[] positives", before + "    int[] positives");
        Files.writeString(file, Classroom.notebook(Classroom.cell(answer)).toString());
        return grader.grade(Classroom.submission(file)).questions().get(0);
    }

    @Test
    void memoryIsBoundedForAllProcessesTogether() throws IOException {
        Score.Question question = grade(CHILDREN);
        assertEquals(0, question.earned(), question.reason());
        assertTrue(question.reason().contains("768 MiB of memory that a question has"), question.reason());
    }

    /** Each throws where it fails, and then the answer would be no answer; the first is there to tell that it may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seen = true;",
                "seen = new java.io.File(\"/proc/1/cmdline\").canRead();",
                "seen = new java.io.File(\"/proc/self/mountinfo\").canRead();",
                "seen = new java.io.File(\"/dev/shm/left\").createNewFile();",
                "long key = com.sun.jna.Function.getFunction(\"c\", \"syscall\").invokeLong(new Object[] {"
                        + "System.getProperty(\"os.arch\").equals(\"amd64\") ? 248L : 217L,"
                        + " \"user\", \"left\", \"secret\", 6L, -4L}); seen = key > 0;"
            })
    void nothingButItsFolderIsThereToWriteOrToTell(String attempt) throws IOException {
        String code = "boolean seen = false; try { " + attempt + " } catch (Throwable refused) { }\n"
                + "if (!seen) { return new int[2 * n]; }\n";
        Score.Question question = grade(code);
        double expected = attempt.equals("seen = true;") ? 1 : 0;
        assertEquals(expected, question.earned(), question.reason());
        if (expected == 0) {
            assertTrue(question.reason().contains("entries of the result are wrong"), question.reason());
        }
    }

    /** Of a page of results a learner must not read the inputs that were drawn. */
    @Test
    void whatIsThrownTellsNoInput() throws IOException {
        Score.Question question =
                grade("if (n > 0) { throw new IllegalStateException(\"n = \" + n + \", -1.5e3\"); }\n");
        assertTrue(question.reason().contains("IllegalStateException: n = ..."), question.reason());
        assertFalse(question.reason().matches(".*IllegalStateException: [^(]*\\d.*"), question.reason());
        String name = "X".repeat(5_000);
        Score.Question named =
                grade("class " + name + " extends RuntimeException { }\nif (n > 0) { throw new " + name + "(); }\n");
        assertEquals(0, named.earned(), named.reason());
        assertTrue(named.reason().length() < 1_000, named.reason());
    }

    /** Each call prints much, and no call without end. */
    @Test
    void whatIsPrintedIsBoundedForOneCall() throws IOException {
        Score.Question question = grade("System.out.print(\"x\".repeat(6 << 20));\n");
        assertEquals(1, question.earned(), question.reason());
    }

    @Test
    void aCellThatIsTooLongIsNotCutInSilence() throws IOException {
        Score.Question question = grade("// " + "x".repeat(1 << 20) + "\n");
        assertTrue(question.reason().contains("bytes, and at most 1,048,576 are taken"), question.reason());
    }

    @Test
    void whatIsMadeForItsOwnerAloneCanBeReadByTheWorkersUser() throws IOException {
        Path mine = Files.createDirectory(
                folder.resolve("umask-077"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Bubblewrap sandbox = Bubblewrap.find();
        Path file = mine.resolve("file");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertEquals(
                sandbox.isAnotherUser() ? "rw-r--r--" : "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(new WorkerHome(mine, sandbox).letRead(file))));
    }
}
