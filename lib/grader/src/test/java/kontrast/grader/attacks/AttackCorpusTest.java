package kontrast.grader.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import kontrast.grader.grade.GradeCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class of attackers with some honest learners among them, graded by the command as it is: each
 * attack scores zero with its reason, the honest ones score, and nothing is left behind.
 */
@Tag("slow")
class AttackCorpusTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    /** A call may take so long; each endless loop costs as much. */
    private static final String SECONDS = "3";

    private static final int FIRST_USER = 61_000;
    private static final int LAST_USER = 65_000;

    @TempDir
    static Path folder;

    private static final Map<String, String> BROKEN = new LinkedHashMap<>();
    private static final Map<String, JsonObject> RESULTS = new TreeMap<>();
    private static final List<Attack> ATTACKS = new ArrayList<>();
    private static ServerSocket server;
    private static String said;
    private static Map<String, Long> before;

    @BeforeAll
    static void gradeTheClass() throws Exception {
        assumeTrue(
                Stream.of("/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap")
                        .anyMatch(p -> Files.isExecutable(Path.of(p))),
                "no bubblewrap here");
        Path in = Files.createDirectories(folder.resolve("in"));
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "sixteen bytes or more");
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ATTACKS.addAll(Exhaustion.all());
        ATTACKS.addAll(Reach.all(secret, ROOT.toAbsolutePath(), in, server.getLocalPort()));
        ATTACKS.addAll(Deception.all());
        int count = 0;
        for (Attack attack : ATTACKS) {
            submit(in.resolve(attack.name() + ".ipynb"), attack.cell());
            if (count++ % 10 == 0) {
                // Right behind it in the order of names, so that it follows at once.
                submit(in.resolve(attack.name() + "~honest.ipynb"), Attack.RIGHT);
            }
        }
        bombs(in);
        before = files(in);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new GradeCommand()
                .run(
                        List.of(
                                ROOT.resolve("exercises/11_simclr").toString(),
                                "--submissions",
                                in.toString(),
                                "--out",
                                folder.resolve("out").toString(),
                                "--secret",
                                secret.toString(),
                                "--seconds",
                                SECONDS,
                                "--jobs",
                                "2"),
                        print,
                        print);
        said = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, said);
        String json = Files.readString(folder.resolve("out/scores.json"));
        for (JsonElement row : JsonParser.parseString(json).getAsJsonArray()) {
            RESULTS.put(row.getAsJsonObject().get("student").getAsString(), row.getAsJsonObject());
        }
    }

    @AfterAll
    static void closeTheServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static void submit(Path file, String answer) throws IOException {
        JsonObject nbgrader = new JsonObject();
        nbgrader.addProperty("grade_id", "ex11_3");
        JsonObject metadata = new JsonObject();
        metadata.add("nbgrader", nbgrader);
        JsonObject cell = new JsonObject();
        cell.addProperty("id", "ex11_3");
        cell.addProperty("cell_type", "code");
        cell.addProperty("source", answer);
        cell.add("metadata", metadata);
        JsonArray cells = new JsonArray();
        cells.add(cell);
        JsonObject notebook = new JsonObject();
        notebook.add("cells", cells);
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        Files.writeString(file, notebook.toString());
    }

    /** Files that are no notebooks, and want the judge's memory. */
    private static void bombs(Path in) throws IOException {
        BROKEN.put("bomb-nested", "not JSON|not a notebook|no object");
        Files.writeString(in.resolve("bomb-nested.ipynb"), "[".repeat(5_000_000));
        BROKEN.put("bomb-nested-cell", "not JSON|not a notebook|StackOverflow");
        Files.writeString(
                in.resolve("bomb-nested-cell.ipynb"),
                "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"metadata\":"
                        + "{\"a\":".repeat(200_000)
                        + "1"
                        + "}".repeat(200_000)
                        + "}]}");
        BROKEN.put("bomb-zip", "not JSON");
        try (var zip = new GZIPOutputStream(Files.newOutputStream(in.resolve("bomb-zip.ipynb")))) {
            zip.write(new byte[64 << 20]);
        }
        BROKEN.put("bomb-sparse", "at most");
        try (var sparse = new RandomAccessFile(in.resolve("bomb-sparse.ipynb").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        BROKEN.put("link", "no notebook");
        Files.createDirectories(in.resolve("link"));
        Files.createSymbolicLink(in.resolve("link/answer.ipynb"), folder.resolve("secret"));
    }

    private static Map<String, Long> files(Path top) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path file : walk.toList()) {
                sizes.put(file.toString(), Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0);
            }
        }
        return sizes;
    }

    private static JsonObject question(String student) {
        JsonObject row = RESULTS.get(student);
        assertTrue(row != null, student + " has no row");
        for (JsonElement question : row.getAsJsonArray("questions")) {
            if (question.getAsJsonObject().get("id").getAsString().equals("11.3")) {
                return question.getAsJsonObject();
            }
        }
        throw new AssertionError("no 11.3 in " + row);
    }

    @TestFactory
    Stream<DynamicTest> eachScoresZeroWithItsReason() {
        return ATTACKS.stream()
                .map(attack -> DynamicTest.dynamicTest(attack.name(), () -> {
                    JsonObject question = question(attack.name());
                    String reason = question.get("reason").getAsString();
                    assertEquals(0, question.get("earned").getAsDouble(), reason);
                    assertTrue(Pattern.compile(attack.reason()).matcher(reason).find(), reason);
                    assertFalse(reason.contains("NOT GRADED"), reason);
                }));
    }

    @TestFactory
    Stream<DynamicTest> filesThatAreNoNotebooksHaveARow() {
        return BROKEN.entrySet().stream()
                .map(bomb -> DynamicTest.dynamicTest(bomb.getKey(), () -> {
                    JsonObject row = RESULTS.get(bomb.getKey());
                    assertEquals(0, row.get("earned").getAsDouble());
                    assertTrue(
                            Pattern.compile(bomb.getValue())
                                    .matcher(row.get("notes").toString())
                                    .find(),
                            row.get("notes").toString());
                }));
    }

    @TestFactory
    Stream<DynamicTest> theHonestAmongThemScore() {
        return RESULTS.keySet().stream()
                .filter(name -> name.endsWith("~honest"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertEquals(
                                1,
                                question(name).get("earned").getAsDouble(),
                                question(name).toString())));
    }

    @Test
    void thereAreEnoughAndEverybodyHasARow() {
        assertTrue(ATTACKS.size() >= 40, "attacks: " + ATTACKS.size());
        long honest =
                RESULTS.keySet().stream().filter(n -> n.endsWith("~honest")).count();
        assertEquals(ATTACKS.size() + BROKEN.size() + honest, RESULTS.size());
        StringBuilder report = new StringBuilder("attack report\n");
        for (Attack attack : ATTACKS) {
            String reason = question(attack.name()).get("reason").getAsString();
            report.append("%-28s 0 of 1  %s%n"
                    .formatted(
                            attack.name(),
                            reason.substring(0, Math.min(110, reason.length())).replaceAll("\\p{Cntrl}", " ")));
        }
        System.out.print(report);
    }

    /** Whether a grading that somebody else has running here looks after it. */
    private static boolean isOfAnother(Path process) {
        long pid = Long.parseLong(process.getFileName().toString());
        Optional<ProcessHandle> above = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
        while (above.isPresent() && !above.get().equals(ProcessHandle.current())) {
            String command = above.get().info().command().orElse("");
            if (command.endsWith("java") && above.get().info().user().orElse("").equals("root")) {
                return true;
            }
            above = above.get().parent();
        }
        return false;
    }

    @Test
    void noProcessIsLeftBehind() throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process :
                    all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
                int owner;
                try {
                    owner = (int) Files.getAttribute(process, "unix:uid");
                } catch (NoSuchFileException e) {
                    continue; // it has ended since the list was made
                }
                if (owner >= FIRST_USER && owner < LAST_USER && !isOfAnother(process)) {
                    left.add(process + " of user " + owner);
                }
            }
        }
        assertEquals(List.of(), left);
        assertEquals(
                0,
                ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains("grader.worker"))
                        .count());
    }

    @Test
    void noFileIsLeftBehind() throws IOException {
        assertEquals(before, files(folder.resolve("in")), "the submissions are as they were");
        assertEquals("sixteen bytes or more", Files.readString(folder.resolve("secret")));
        List<String> left = new ArrayList<>();
        String own = "kontrast-grading-" + ProcessHandle.current().pid() + "-";
        for (String place : List.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/dev/shm")) {
            try (Stream<Path> list = Files.list(Path.of(place))) {
                for (Path file : list.toList()) {
                    int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
                    if ((owner >= FIRST_USER && owner < LAST_USER)
                            || file.getFileName().toString().startsWith(own)) {
                        left.add(file + " of user " + owner);
                    }
                }
            }
        }
        assertEquals(List.of(), left);
    }

    @Test
    void whatAttackersWriteIsOnlyText() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("out"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertFalse(text.contains("\u001b"), file + " has a terminal's code");
                if (file.toString().endsWith(".html")) {
                    assertFalse(text.contains("<script>alert") || text.contains("<img src=x"), file + "");
                }
                if (file.toString().endsWith(".csv")) {
                    assertFalse(
                            Pattern.compile("(^|,)\"?\\s*[=@]", Pattern.MULTILINE)
                                    .matcher(text)
                                    .find(),
                            file + " has a formula");
                }
            }
        }
        assertFalse(said.contains("\u001b"), "a terminal's code");
    }
}
