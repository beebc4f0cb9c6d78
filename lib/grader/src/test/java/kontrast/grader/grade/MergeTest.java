package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.NotebookReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class in parts against the same in one run, and the parts that do not fit. */
class MergeTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));
    private static final String HALF_OF_A_PAIR = "\ud83d";

    /** One that few would write, to be found twice. */
    private static final String STRANGE = """
            int[] positiveIndices(int n) {
                int total = n * 2 + 0, offset = total / 2 - 0;
                int[] found = new int[total];
                int at = total - 1;
                while (at >= 0) {
                    found[at] = at < offset ? at + offset : at - offset;
                    at = at - 1;
                    if (at < -5) { throw new IllegalStateException("never " + at); }
                    if (at > total * 3) { found[0] = 17; at = 18 - 4 * 2; }
                }
                for (int i = 0, j = total - 1; i < j; i++, j--) { found[i] += 0; found[j] -= 0; }
                return found;
            }
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void secret() throws IOException {
        Files.writeString(folder.resolve("secret"), "sixteen bytes or more");
    }

    private int grade(String... options) throws Exception {
        List<String> args =
                new ArrayList<>(List.of(ROOT.resolve("exercises/11_simclr").toString()));
        if (!List.of(options).contains("--secret")) {
            args.addAll(List.of("--secret", folder.resolve("secret").toString()));
        }
        args.addAll(List.of(options));
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new GradeCommand().run(args, print, print);
    }

    private String in() {
        return folder.resolve("in").toString();
    }

    private String place(String name) {
        return folder.resolve(name).toString();
    }

    /** A part as it would be written of a class of which nobody has written anything. */
    private void part(String which, String where, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(
                ROOT.resolve("exercises/11_simclr").toString(),
                "--submissions",
                in(),
                "--out",
                place(where),
                "--secret",
                place("secret")));
        args.addAll(List.of(more));
        GradeOptions options = GradeOptions.parse(args);
        ExerciseSet set = ExerciseSet.named("11_simclr").orElseThrow();
        Grader.GradedSet course = new Grader.GradedSet(
                set,
                NotebookReader.read(options.notebook()).notebook(),
                SetRules.read(options.rules(), set),
                Secret.of(options.secret()));
        List<Submissions.Submission> all = Submissions.in(folder.resolve("in"), options.name(), course::answered);
        Part part = Part.parse(which);
        List<Score.Question> open = set.checks().stream()
                .map(check -> Score.Question.zero(check, Score.Status.NOT_WRITTEN, "not written"))
                .toList();
        List<Score> scores = part.of(all).stream()
                .map(each -> new Score(each, open, List.of(), 1, Map.of(), 0))
                .toList();
        Version version = Version.of(course, Limits.perCall(options.seconds()));
        PartFile.Head head = new PartFile.Head(options.name(), part, version, ClassList.of(all), List.of());
        Path file = Files.createDirectories(folder.resolve(where)).resolve(part.file(options.name()));
        new PartFile(file, head, scores).write(course.secret());
    }

    /** What is wrong with the call. */
    private String wrong(String... options) throws Exception {
        out.reset();
        assertEquals(2, grade(options));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String refused(String... options) {
        return assertThrows(IllegalArgumentException.class, () -> grade(options))
                .getMessage();
    }

    private void answer(String student, String source) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Path file = folder.resolve("in").resolve(student + ".ipynb");
        Files.writeString(
                file, Classroom.notebook(Classroom.cell(source)).toString().replace(HALF_OF_A_PAIR, "\\ud83d"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2027-01-31T23:00:00.123456Z")));
    }

    /** Nothing to run: what is refused is refused without it. */
    private void classOfStubs(int size) throws IOException {
        for (int i = 0; i < size; i++) {
            answer("s" + i, Classroom.STUB);
        }
    }

    @Test
    void partsMergedAreWhatOneRunWrites() throws Exception {
        assumeTrue(Bubblewrap.program("bwrap").isPresent(), "no bubblewrap here");
        answer("ann", STRANGE);
        answer("bob", STRANGE.replace("found", "result").replace("total", "all"));
        answer("cyd", Classroom.RIGHT);
        answer("dan", Classroom.RIGHT.replace("(i + n)", "(i + 1)"));
        answer("eve", Classroom.STUB);
        answer("fay", Classroom.RIGHT + "// " + HALF_OF_A_PAIR);
        answer("gus", "int[] positiveIndices(int n) { return null; }");
        Files.writeString(folder.resolve("in/\u00fcm, \"quoted\" <b>.ipynb"), "{\"cells\": [");
        Files.writeString(folder.resolve("in/zoe.zip"), "PK");
        Files.writeString(folder.resolve("in/notes.md"), "none of these");
        Path rules = folder.resolve("rules.yml");
        Files.writeString(rules, """
                deadline: 2027-01-31T12:00+01:00
                late:
                  percent_per_day: 7
                weights:
                  11.3: 1.7
                """);
        Path roster = folder.resolve("book.csv");
        Files.writeString(roster, "Student,ID,SIS Login ID\n\"A, Ann\",1,ann\n");
        String[] more = {"--rules", rules.toString()};
        grade("--submissions", in(), "--out", place("one"), "--rules", rules.toString(), "--roster", roster.toString());
        String said = out.toString(StandardCharsets.UTF_8);
        for (int i = 1; i <= 4; i++) { // two write into one folder
            List<String> options = new ArrayList<>(
                    List.of("--submissions", in(), "--out", place("parts" + i / 3), "--part", i + "/4"));
            options.addAll(List.of(more));
            grade(options.toArray(String[]::new));
        }
        out.reset();
        grade(
                "--merge",
                place("parts0"),
                place("parts1"),
                "--out",
                place("merged"),
                "--rules",
                rules.toString(),
                "--roster",
                roster.toString(),
                "--submissions",
                in());
        Map<String, String> one = new TreeMap<>(GradingBench.files(folder.resolve("one")));
        one.remove(GradeCommand.JOURNAL);
        Map<String, String> merged = GradingBench.files(folder.resolve("merged"));
        assertEquals(one.keySet(), merged.keySet());
        one.forEach((name, text) -> assertEquals(text, merged.get(name), name));
        assertTrue(one.get("equal.csv").contains("ann,bob"), one.get("equal.csv"));
        assertTrue(one.get("scores.csv").contains("after the deadline"), "lateness is counted");
        String saidOfAll = out.toString(StandardCharsets.UTF_8);
        for (String line : List.of("NOT IN THE GRADEBOOK", "Not looked at, as they are not notebooks: [notes.md]")) {
            assertTrue(said.contains(line) && saidOfAll.contains(line), saidOfAll);
        }
        // Pages and tables are equal because nothing is lost, and not because they show little.
        Map<String, String> other = GradingBench.files(folder.resolve("parts0"));
        assertTrue(
                other.containsKey("11_simclr-part-1-of-4.json") && other.containsKey("11_simclr-part-2-of-4.json"),
                () -> "" + other);
    }

    @Test
    void whatIsMissingOrDoubledOrOfAnotherSplitIsSaid() throws Exception {
        classOfStubs(5);
        part("1/3", "a");
        part("3/3", "a");
        Files.writeString(folder.resolve("a/11_simclr-part-2-of-3.journal"), "");
        String said = refused("--merge", place("a"), "--out", place("merged"));
        assertTrue(said.contains("part 2/3 is missing: it was begun and did not end"), said);
        assertFalse(said.contains("part 1/3"), said);
        assertFalse(Files.exists(folder.resolve("merged")), "nothing is written");
        part("2/3", "a");
        part("2/3", "b");
        said = refused("--merge", place("a"), place("b"), "--out", place("merged"));
        assertTrue(
                said.contains("part 2/3 is there twice: ")
                        && said.contains("a/11_simclr-part-2")
                        && said.contains("b/11_simclr-part-2"),
                said);
        part("2/2", "c");
        said = refused("--merge", place("a"), place("c"), "--out", place("merged"));
        assertTrue(said.contains("is one of 3 parts") && said.contains("one of 2"), said);
        assertEquals(0, grade("--merge", place("a"), place("a"), "--out", place("merged")), "named twice, read once");
        assertEquals(6, Files.readAllLines(folder.resolve("merged/scores.csv")).size());
        Files.createDirectories(folder.resolve("empty"));
        said = refused("--merge", place("empty"), "--out", place("merged"));
        assertTrue(said.contains("holds no part"), said);
    }

    /** An instructor has one folder for parts, and the second set took the place of the first. */
    @Test
    void partsOfTwoSetsShareAFolder() throws Exception {
        classOfStubs(2);
        part("1/1", "parts");
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> other = List.of(
                ROOT.resolve("exercises/12_moco").toString(),
                "--submissions",
                in(),
                "--out",
                place("parts"),
                "--part",
                "1/1",
                "--secret",
                place("secret"),
                "--unsafe");
        assertEquals(0, new GradeCommand().run(other, print, print), () -> out.toString(StandardCharsets.UTF_8));
        Map<String, String> files = GradingBench.files(folder.resolve("parts"));
        assertTrue(
                files.keySet()
                        .containsAll(List.of(
                                "11_simclr-part-1-of-1.json",
                                "12_moco-part-1-of-1.json",
                                "12_moco-part-1-of-1.journal")),
                files.keySet().toString());
        assertEquals(0, grade("--merge", place("parts"), "--out", place("merged")));
        Files.delete(folder.resolve("parts/11_simclr-part-1-of-1.json"));
        String said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("holds no part of 11_simclr (11_simclr-part-3-of-20.json)"), said);
    }

    @Test
    void partsOfOtherVersionsAreRefused() throws Exception {
        classOfStubs(4);
        part("1/2", "parts");
        part("2/2", "parts");
        Path second = folder.resolve("parts/11_simclr-part-2-of-2.json");
        String good = Files.readString(second);

        Files.writeString(folder.resolve("other"), "another secret, as long");
        part("2/2", "parts", "--secret", place("other"));
        String said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("part-2-of-2.json was graded with another secret: give each"), said);
        assertFalse(said.contains("missing"), said);

        Files.writeString(folder.resolve("rules.yml"), "weights:\n  11.3: 2\n");
        part("2/2", "parts", "--rules", place("rules.yml"));
        assertTrue(refused("--merge", place("parts"), "--out", place("merged")).contains("was graded by other rules"));

        part("2/2", "parts", "--seconds", "3");
        assertTrue(refused("--merge", place("parts"), "--out", place("merged")).contains("with another --seconds"));

        // A later one of the course: same secret, another hash of the code.
        PartFile.Head head = head(second);
        Version version = head.version();
        for (Map.Entry<String, Version> each : Map.of(
                        "by another version of the course",
                        new Version(
                                version.secret(),
                                version.java(),
                                "0123",
                                version.set(),
                                version.rules(),
                                version.limits()),
                        "of the exercises that were handed out",
                        new Version(
                                version.secret(),
                                version.java(),
                                version.course(),
                                "0123",
                                version.rules(),
                                version.limits()),
                        "was graded on Java 16.0.1, and this is Java",
                        new Version(
                                version.secret(),
                                "16.0.1",
                                version.course(),
                                version.set(),
                                version.rules(),
                                version.limits()))
                .entrySet()) {
            write(second, new PartFile.Head(head.set(), head.part(), each.getValue(), head.everybody(), List.of()));
            said = refused("--merge", place("parts"), "--out", place("merged"));
            assertTrue(said.contains(each.getKey()), said);
        }
        write(second, new PartFile.Head("12_moco", head.part(), versionHere(good), head.everybody(), List.of()));
        said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("is a part of 12_moco, not of 11_simclr"), said);
    }

    @Test
    void partsOfOtherSubmissionsAreRefused() throws Exception {
        classOfStubs(6);
        part("1/3", "parts");
        part("2/3", "parts");
        answer("s5", Classroom.RIGHT.replace("positives", "changed"));
        part("3/3", "parts");
        String said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(
                said.contains("part-3-of-3.json saw other submissions than ")
                        && said.contains("s5.ipynb has different content"),
                said);
        assertFalse(said.contains("part-2-of-3.json saw"), said);
        part("1/3", "parts");
        part("2/3", "parts");
        assertEquals(0, grade("--merge", place("parts"), "--out", place("merged")));
        answer("s9", Classroom.STUB);
        assertEquals(0, grade("--merge", place("parts"), "--out", place("merged")), "nobody said where they lie");
        said = refused("--merge", place("parts"), "--out", place("merged"), "--submissions", in());
        assertTrue(said.contains("saw other submissions than there are now: s9.ipynb is not there"), said);
        part("3/3", "parts");
        said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("part-3-of-3.json saw other") && said.contains("s9.ipynb came later"), said);
        Files.delete(folder.resolve("in/s9.ipynb"));
        Files.setLastModifiedTime(folder.resolve("in/s0.ipynb"), FileTime.from(Instant.EPOCH));
        part("3/3", "parts");
        said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("s0.ipynb was changed at 1970") && said.contains("cp -p"), said);
        // Parts are cut by order: in another one, somebody would be in two parts, and somebody in none.
        part("1/3", "parts");
        part("2/3", "parts");
        Path third = folder.resolve("parts/11_simclr-part-3-of-3.json");
        PartFile.Head head = head(third);
        List<ClassList.Entry> entries = new ArrayList<>(head.everybody().entries());
        Collections.reverse(entries);
        write(third, new PartFile.Head(head.set(), head.part(), head.version(), new ClassList(entries), List.of()));
        said = refused("--merge", place("parts"), "--out", place("merged"));
        assertTrue(said.contains("part-3-of-3.json saw other") && said.contains("in another order"), said);
    }

    @Test
    void aPartThatWasCutOffOrEditedIsNotBelieved() throws Exception {
        classOfStubs(2);
        answer("\u00fcm", Classroom.STUB);
        part("1/1", "parts");
        Path file = folder.resolve("parts/11_simclr-part-1-of-1.json");
        String text = Files.readString(file);
        String score = "\"earned\":0.0";
        assertTrue(text.contains(score));
        for (String changed : List.of(
                text.substring(0, text.length() - 40),
                text.replaceFirst("\n.*", ""),
                text.replace(score, "\"earned\":9.0"),
                "",
                "\n[]\n\n",
                "\n{\"format\":null}\n\n",
                "\n{\"format\":\"one\"}\n\n",
                "\n{\"format\":1}\n\n")) {
            Files.writeString(file, changed);
            String said = refused("--merge", place("parts"), "--out", place("merged"));
            assertTrue(said.contains("part-1-of-1.json was cut off or changed"), said);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int withinALetter = 1;
        while (bytes[withinALetter - 1] >= 0) { // of two bytes in UTF-8
            withinALetter++;
        }
        Files.write(file, Arrays.copyOf(bytes, withinALetter));
        assertTrue(refused("--merge", place("parts"), "--out", place("merged"))
                .contains("part-1-of-1.json was cut off or changed"));
        Files.writeString(file, text.replace("\"format\":1", "\"format\":2"));
        assertTrue(refused("--merge", place("parts"), "--out", place("merged"))
                .contains("was written by another version of the course"));
        part("1/1", "parts");
        assertEquals(0, grade("--merge", place("parts"), "--out", place("merged")));
    }

    @Test
    void whatAPartLacksIsSaidBeforeItRuns() throws Exception {
        classOfStubs(2);
        String[] part = {"--submissions", in(), "--out", place("parts"), "--part", "1/2", "--unsafe"};
        assertTrue(wrong("--merge", place("x"), "--part", "1/2", "--out", "y").contains("give one of them"));
        assertTrue(wrong("--part", "1/2", "--gradescope", "x.zip").contains("goes with --submissions"));
        assertTrue(wrong("--merge", place("x"), "--out", "y", "--gradescope", "x.zip")
                .contains("--gradescope and --merge cannot be done in one call"));
        List<String> roster = new ArrayList<>(List.of(part));
        roster.addAll(List.of("--roster", "book.csv"));
        assertTrue(wrong(roster.toArray(String[]::new)).contains("give it to --merge"));
        List<String> secret = new ArrayList<>(List.of(part));
        secret.addAll(List.of("--secret", place("none")));
        String said = refused(secret.toArray(String[]::new));
        assertTrue(said.contains("none: there is no such secret, and all machines need the same"), said);
        assertFalse(Files.exists(folder.resolve("none")));
        // More machines than submissions: the others have nothing to do.
        for (int i = 1; i <= 5; i++) {
            part(i + "/5", "parts");
        }
        assertEquals(0, grade("--merge", place("parts"), "--out", place("merged")));
    }

    /** Its list of the class would say what was there before, and its scores what came after. */
    @Test
    void aPartWhoseSubmissionsChangeWhileItIsGradedIsNotWritten() throws Exception {
        classOfStubs(4);
        String[] part = {"--submissions", in(), "--out", place("p a r t s"), "--part", "1/2", "--unsafe"};
        assertEquals(0, grade(part));
        Path file = folder.resolve("p a r t s/11_simclr-part-1-of-2.json");
        assertTrue(Files.exists(file));
        String said = out.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("--merge '" + folder.toAbsolutePath() + "/p a r t s' --out"), said);
        PrintStream late = new PrintStream(out, true, StandardCharsets.UTF_8) {
            @Override
            public PrintStream printf(String format, Object... values) {
                if (format.startsWith("Part ")) { // the list is made, and nothing is graded yet
                    try {
                        Files.writeString(folder.resolve("in/s1.ipynb"), "\n", StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return super.printf(format, values);
            }
        };
        List<String> args =
                new ArrayList<>(List.of(ROOT.resolve("exercises/11_simclr").toString()));
        args.addAll(List.of("--secret", place("secret")));
        args.addAll(List.of(part));
        said = assertThrows(IllegalArgumentException.class, () -> new GradeCommand().run(args, late, late))
                .getMessage();
        assertTrue(said.contains("part 1/2 was not written") && said.contains("s1.ipynb has different content"), said);
        assertFalse(Files.exists(file), "that of before said something else");
    }

    /** The second would take the journal of the first away, and both would write the part. */
    @Test
    void gradingAgainWaitsForWhoeverIsAtIt() throws Exception {
        classOfStubs(2);
        Path journal = Files.createDirectories(folder.resolve("parts")).resolve("11_simclr-part-1-of-2.journal");
        String[] again = {"--submissions", in(), "--out", place("parts"), "--part", "1/2", "--unsafe", "--again"};
        Files.writeString(journal, "known");
        try (Journal first = new Journal(journal, false)) {
            assertTrue(assertThrows(IOException.class, () -> grade(again))
                    .getMessage()
                    .contains("in use"));
            assertEquals("known\n", Files.readString(journal));
            assertTrue(first.find("any").isEmpty());
        }
        assertEquals(0, grade(again));
        assertEquals("", Files.readString(journal), "now it is forgotten");
    }

    @Test
    void resultsDoNotLieAmongSubmissions() throws Exception {
        classOfStubs(2);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));
        for (String among : List.of(in(), in() + "/../in/out", link + "/out", link + "/a/b")) {
            for (String[] call : List.of(
                    new String[] {"--submissions", in(), "--out", among, "--unsafe"},
                    new String[] {"--submissions", in(), "--out", among, "--unsafe", "--part", "1/2"},
                    new String[] {"--submissions", link.toString(), "--out", among, "--merge", place("parts")})) {
                String said = refused(call);
                assertTrue(said.contains("would be taken for what a learner handed in"), said);
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("in"))) {
            assertEquals(2, files.count());
        }
    }

    private PartFile.Head head(Path file) throws IOException {
        return PartFile.read(file, secretBytes(), versionHere(Files.readString(file)))
                .head();
    }

    /** The version that a part names. */
    private static Version versionHere(String text) {
        return new com.google.gson.Gson()
                .fromJson(
                        com.google.gson.JsonParser.parseString(
                                        text.lines().toList().get(1))
                                .getAsJsonObject()
                                .get("version"),
                        Version.class);
    }

    private byte[] secretBytes() throws IOException {
        return Files.readAllBytes(folder.resolve("secret"));
    }

    private void write(Path file, PartFile.Head head) throws IOException {
        new PartFile(file, head, List.of()).write(secretBytes());
    }

    @Test
    void nothingOfAScoreIsLostOnTheWay() throws IOException {
        Score.Question question = new Score.Question(
                "11.3",
                "Title \u2028 <b>",
                Score.Status.FAILED,
                1.0 / 3,
                0.1 + 0.2,
                "reason " + HALF_OF_A_PAIR,
                Optional.of("mistake"),
                "message\u0000\n",
                "example",
                List.of(new Score.Finding("property", ""), new Score.Finding("other", "fault")),
                true);
        Score score = new Score(
                new Submissions.Submission(
                        "\u00fcm", Optional.empty(), "\u00fcm.ipynb", Instant.ofEpochSecond(7, 123456789)),
                List.of(question),
                List.of("note", ""),
                0.7300000000000001,
                Map.of("11.3", "source \ude00" + HALF_OF_A_PAIR + "\u2029"),
                1.25);
        Version version = new Version("s", "j", "c", "n", "r", "l");
        ClassList list = new ClassList(List.of(new ClassList.Entry("\u00fcm", "\u00fcm.ipynb", "-", "then")));
        PartFile part = new PartFile(
                folder.resolve("part-1-of-1.json"),
                new PartFile.Head("set", new Part(1, 1), version, list, List.of("x.md")),
                List.of(score));
        part.write(secretBytes());
        assertEquals(part, PartFile.read(part.file(), secretBytes(), version));
    }
}
