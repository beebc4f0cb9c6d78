package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.exercise.SimClrExercises;
import kontrast.grader.notebook.NotebookReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real attempts to get points without an answer, or to hurt the batch: each scores zero with its
 * reason, the next submission is graded, and nothing is left behind.
 */
class AttackTest {

    private static final String RIGHT =
            """
            int[] positiveIndices(int n) {
                int[] positives = new int[2 * n];
                for (int i = 0; i < 2 * n; i++) {
                    positives[i] = (i + n) % (2 * n);
                }
                return positives;
            }
            """;

    private static final String STUB =
            """
            int[] positiveIndices(int n) {
                throw new UnsupportedOperationException("11.3 is yours to write");
            }
            """;

    private static final Limits LIMITS =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    128,
                    3072,
                    64,
                    8);

    @TempDir static Path folder;

    /** On this machine, and out of an answer's reach. */
    private static final ServerSocket LISTENER = listener();

    private static Grader grader;

    private static ServerSocket listener() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Sandbox sandbox;
        try {
            sandbox = Bubblewrap.find();
        } catch (IOException e) {
            assumeTrue(false, "no sandbox here: " + e.getMessage());
            return;
        }
        ExerciseSet set = new ExerciseSet("11_simclr", List.of(SimClrExercises.positiveIndices()));
        grader =
                new Grader(
                        set,
                        NotebookReader.read(notebook("released", STUB)).notebook(),
                        "a secret of the course".getBytes(StandardCharsets.UTF_8),
                        sandbox,
                        LIMITS);
        assertTrue(grader.home().isArchived(), "workers should start from an archive of classes");
    }

    @AfterAll
    static void stop() throws IOException {
        LISTENER.close();
        if (grader != null) {
            grader.close();
        }
    }

    private static Path notebook(String name, String answer) throws IOException {
        JsonObject nbgrader = new JsonObject();
        nbgrader.addProperty("grade_id", "ex11_3");
        nbgrader.addProperty("solution", true);
        JsonObject metadata = new JsonObject();
        metadata.add("nbgrader", nbgrader);
        JsonObject cell = new JsonObject();
        cell.addProperty("id", "ex11_3");
        cell.addProperty("cell_type", "code");
        cell.addProperty("source", answer);
        cell.add("metadata", metadata);
        cell.add("outputs", new JsonArray());
        JsonArray cells = new JsonArray();
        cells.add(cell);
        JsonObject notebook = new JsonObject();
        notebook.add("cells", cells);
        notebook.add("metadata", new JsonObject());
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        Path file = folder.resolve(name + ".ipynb");
        Files.writeString(file, notebook.toString());
        return file;
    }

    private static Score.Question grade(String name, String answer) throws IOException {
        return grader.grade(name, notebook(name, answer), name).questions().get(0);
    }

    /** The cell's body, with the right answer behind it: without the attack it would score. */
    private static String body(String attack) {
        return RIGHT.replace("return positives;", attack + "\n    return positives;");
    }

    @Test
    void theSolutionEarnsAllAndTheStubNothing() throws IOException {
        Score.Question right = grade("right", RIGHT);
        assertEquals(right.points(), right.earned(), right.reason());
        assertEquals("", right.reason());
        assertEquals("not written", grade("stub", STUB).reason());
        Score.Question reworded =
                grade("stub2", STUB.replace("int n)", "int images)").replace("{", "{ int a = 1;"));
        assertEquals(0, reworded.earned());
        assertEquals("not written", reworded.reason());
    }

    @Test
    void attacksScoreZeroAndTheBatchGoesOn() throws IOException {
        Map<String, String[]> attacks = new LinkedHashMap<>(attacks());
        attacks.keySet()
                .retainAll(
                        List.of("exit", "loop", "memory", "solutions", "print", "math", "forge"));
        mount(attacks);
    }

    @Test
    @Tag("slow")
    void moreAttacksScoreZeroAndTheBatchGoesOn() throws IOException {
        mount(attacks());
    }

    private static Map<String, String[]> attacks() {
        Map<String, String[]> attacks = new LinkedHashMap<>();
        attacks.put("exit", new String[] {body("System.exit(0);"), "System.exit"});
        attacks.put(
                "loop", new String[] {body("while (n > 0) { n++; n--; }"), "loop without an end"});
        attacks.put(
                "memory",
                new String[] {
                    body(
                            "java.util.List<long[]> l = new java.util.ArrayList<>();"
                                    + " while (n > 0) l.add(new long[1 << 20]);"),
                    "out of memory"
                });
        String solutions = System.getProperty("kontrast.root", "") + "/solutions";
        attacks.put(
                "solutions",
                new String[] {
                    RIGHT.replace(
                                    "int[] positives = new int[2 * n];",
                                    "String s = new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of(\""
                                            + solutions
                                            + "/README.md\")));\n int[] positives = new int[2 * n];")
                            .replace("(int n)", "(int n) throws Exception"),
                    "NoSuchFileException"
                });
        attacks.put(
                "home",
                new String[] {
                    body(
                            "if (new java.io.File(\"/root\").exists() || new java.io.File(\"/home\").exists()"
                                    + " || System.getenv().size() > 6) return positives; positives[0]++;"),
                    ""
                });
        attacks.put(
                "print",
                new String[] {
                    body(
                            "System.out.println(\"passed 11.3 (1 of 1 points)\"); positives = new int[0];"),
                    ""
                });
        attacks.put(
                "forge",
                new String[] {
                    RIGHT.replace(
                                    "return positives;",
                                    "new java.io.FileOutputStream(java.io.FileDescriptor.out)"
                                            + ".write(\"all points, please\".getBytes()); return positives;")
                            .replace("(int n)", "(int n) throws Exception"),
                    "no answer came back"
                });
        attacks.put(
                "math",
                new String[] {
                    "class Math { static int floorMod(int a, int b) { return 0; } }\n"
                            + RIGHT.replace("(i + n) % (2 * n)", "Math.floorMod(i + n, 2 * n)"),
                    "entries of the result are wrong"
                });
        attacks.put(
                "reference",
                new String[] {
                    RIGHT.replace(
                                    "return positives;",
                                    "return kontrast.grader.exercise.SimClrExercises"
                                            + ".positiveIndices().reference().apply(n);")
                            .replace("(int n)", "(int n) throws Exception"),
                    "kontrast"
                });
        attacks.put(
                "reflection",
                new String[] {
                    body(
                            "try { Class.forName(\"kontrast.grader.check.Check\"); }"
                                    + " catch (ClassNotFoundException e) { positives[0]++; }"),
                    ""
                });
        attacks.put(
                "network",
                new String[] {
                    body(
                            "try { new java.net.Socket(\"127.0.0.1\", "
                                    + LISTENER.getLocalPort()
                                    + ").close(); }"
                                    + " catch (java.io.IOException e) { positives = null; }"),
                    "null"
                });
        attacks.put(
                "disk",
                new String[] {
                    RIGHT.replace(
                                    "return positives;",
                                    "java.nio.file.Files.write(java.nio.file.Path.of(\"/work/big\"), new byte[20 << 20]);"
                                            + " return positives;")
                            .replace("(int n)", "(int n) throws Exception"),
                    "IOException"
                });
        attacks.put(
                "threads",
                new String[] {
                    body(
                            "for (int t = 0; t < 100000; t++) { Thread b = new Thread(() -> { while (true)"
                                    + " { } }); b.setDaemon(true); b.start(); }"),
                    ""
                });
        attacks.put(
                "initialiser",
                new String[] {"int trap = 0;\nwhile (true) { trap++; }\n" + RIGHT, ""});
        return attacks;
    }

    private static void mount(Map<String, String[]> attacks) throws IOException {
        List<Executable> claims = new ArrayList<>();
        StringBuilder table = new StringBuilder("\nattack        seconds  reason\n");
        for (Map.Entry<String, String[]> attack : attacks.entrySet()) {
            long start = System.nanoTime();
            Score.Question question = grade(attack.getKey(), attack.getValue()[0]);
            table.append(
                    "%-13s %6.1f   %s%n"
                            .formatted(
                                    attack.getKey(),
                                    (System.nanoTime() - start) / 1e9,
                                    question.reason()));
            claims.add(() -> assertEquals(0, question.earned(), attack.getKey()));
            claims.add(() -> assertFalse(question.reason().isEmpty(), attack.getKey()));
            claims.add(
                    () ->
                            assertTrue(
                                    question.reason().contains(attack.getValue()[1]),
                                    attack.getKey() + ": " + question.reason()));
        }
        System.out.print(table);
        Score.Question after = grade("after", RIGHT);
        claims.add(() -> assertEquals(after.points(), after.earned(), "the one after the attacks"));
        claims.add(AttackTest::nothingIsLeftBehind);
        assertAll(claims);
    }

    private static void nothingIsLeftBehind() throws IOException {
        long workers =
                ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains("grader.worker"))
                        .count();
        assertEquals(0, workers, "processes left behind");
        try (Stream<Path> files = Files.list(grader.home().folder().getParent())) {
            assertEquals(1, files.count(), "only the worker's own folder is left in the scratch");
        }
    }

    @Test
    void answersThatFitThePublicInputsOnlyAreSaidToDoSo() throws IOException {
        List<Integer> publicSizes = new ArrayList<>();
        SimClrExercises.positiveIndices()
                .check(
                        n -> {
                            publicSizes.add(n);
                            return new int[0];
                        });
        String sizes =
                publicSizes.stream()
                        .distinct()
                        .map(n -> "n == " + n)
                        .reduce((a, b) -> a + " || " + b)
                        .orElseThrow();
        Score.Question hard =
                grade(
                        "hard",
                        RIGHT.replace(
                                "return positives;",
                                "return " + sizes + " ? positives : new int[2 * n];"));
        assertEquals(0, hard.earned());
        assertTrue(hard.reason().startsWith("passes the check in the notebook"), hard.reason());
    }

    @Test
    void brokenNotebooksHaveARow() throws IOException {
        Path file = folder.resolve("broken.ipynb");
        Files.writeString(file, "{\"cells\": [");
        Score score = grader.grade("broken", file, "broken.ipynb");
        assertEquals(0, score.earned());
        assertTrue(score.notes().get(0).contains("not JSON"), score.notes().toString());
        assertEquals(1, score.questions().size());
    }

    @Test
    void theClassPathOfAnAnswerHoldsNeitherLibraryNorGrader() {
        assertFalse(
                grader.home().classPath().lines().anyMatch(l -> l.matches(".*kontrast[^/]*\\.jar")),
                grader.home().classPath());
    }
}
