package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs read, with names and reasons that want to break them. */
class ExportsTest {

    private static final String EVIL = "=cmd|'/C calc'!A0 \"<b>,\u001b[31m\u202e\ud800";

    @TempDir
    Path folder;

    private static Score.Question question(Score.Status status, double earned, String reason) {
        return new Score.Question(
                "11.3",
                "Positives <of> \"views\"",
                status,
                earned,
                2,
                reason,
                reason.isEmpty() ? Optional.empty() : Optional.of("neighbours"),
                reason,
                "",
                List.of(new Score.Finding("holds", ""), new Score.Finding("fails", reason)),
                false);
    }

    private static Score score(String student, Score.Status status, double earned, double share) {
        String reason = status == Score.Status.PASSED ? "" : EVIL;
        return new Score(
                new Submissions.Submission(
                        student, Optional.empty(), student + ".ipynb", Instant.parse("2027-01-31T12:00:00Z")),
                List.of(question(status, earned, reason)),
                List.of(),
                share,
                Map.of(),
                1);
    }

    private static final List<Score> CLASS = List.of(
            score("ada", Score.Status.PASSED, 2, 1),
            score(EVIL, Score.Status.FAILED, 1.5, 0.5),
            score("open", Score.Status.UNGRADED, 0, 1));

    private Map<String, String> written(SetRules rules, Optional<Roster> roster) throws IOException {
        new ScoreFiles("11_simclr", rules, CLASS, roster).write(folder);
        Map<String, String> texts = new java.util.TreeMap<>();
        try (var walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static List<String> cells(String csv, int row) {
        return List.of(csv.lines().toList().get(row).split(",", -1));
    }

    @Test
    void namesAndReasonsStayText() throws Exception {
        Map<String, String> files = written(SetRules.STANDARD, Optional.empty());
        files.forEach((name, text) -> {
            assertFalse(text.contains("\u001b") || text.contains("\u202e"), name);
            if (name.endsWith(".csv")) {
                assertFalse(text.matches("(?s).*(^|[,\n])\"?=.*"), name + text);
            } else if (name.endsWith(".html")) {
                assertFalse(text.contains("<b>,"), name);
            }
        });
        // A parser of another's making reads it.
        var xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(files.get("junit.xml").getBytes(StandardCharsets.UTF_8)));
        assertEquals(3, xml.getElementsByTagName("testsuite").getLength());
        assertEquals(1, xml.getElementsByTagName("failure").getLength());
        assertEquals(1, xml.getElementsByTagName("error").getLength());
    }

    @Test
    void latenessIsInTheTotalAndWhatIsNotGradedIsNoZero() throws IOException {
        Map<String, String> files = written(SetRules.STANDARD, Optional.empty());
        assertEquals("11_simclr", cells(files.get("canvas.csv"), 0).get(5));
        assertEquals("2", cells(files.get("canvas.csv"), 1).get(5));
        assertTrue(files.get("canvas.csv").contains(",0.75\r\n"), files.get("canvas.csv"));
        assertTrue(files.get("canvas.csv").endsWith(",open,,\r\n"), files.get("canvas.csv"));
        List<String> ada = cells(files.get("nbgrader.csv"), 1);
        assertEquals(List.of("2", "0", "2", "2"), ada.subList(7, 11));
        assertTrue(files.get("nbgrader.csv").contains(",1.5,0.75,0.75,2\r\n"));
        JsonObject gradescope =
                JsonParser.parseString(files.get("gradescope/ada.json")).getAsJsonObject();
        assertEquals(2, gradescope.get("score").getAsDouble());
        assertEquals(
                2,
                gradescope
                        .getAsJsonArray("tests")
                        .get(0)
                        .getAsJsonObject()
                        .get("max_score")
                        .getAsInt());
    }

    @Test
    void aGradebookIsFilledInByWhateverNamesThePerson() throws IOException {
        Path canvas = folder.resolve("gradebook.csv");
        Files.writeString(canvas, """
                \uFEFFStudent,ID,SIS User ID,SIS Login ID,Section\r
                    Points Possible,,,,\r
                "Lovelace, Ada",4711,u1,ada,"A, 1"\r
                """);
        String csv =
                written(SetRules.STANDARD, Optional.of(Roster.read(canvas))).get("canvas.csv");
        assertTrue(csv.contains("\"Lovelace, Ada\",4711,u1,ada,\"A, 1\",2\r\n"), csv);
        Path moodle = folder.resolve("worksheet.csv");
        Files.writeString(moodle, """
                Identifier,Full name,Email address
                Participant 7,Ada Lovelace,a@b.org
                """);
        Roster roster = Roster.read(moodle);
        assertEquals(
                "Participant 7",
                roster.find("Ada Lovelace_77_assignsubmission_file")
                        .orElseThrow()
                        .get("Identifier"));
        assertTrue(roster.find("Ada").isEmpty());
        Path wrong = folder.resolve("wrong.csv");
        Files.writeString(wrong, "a,b\n1,2\n");
        assertThrows(IllegalArgumentException.class, () -> Roster.read(wrong));
    }

    @Test
    void theRulesDecideWhatLearnersRead() throws IOException {
        SetRules strict = new SetRules(
                Optional.of(OffsetDateTime.parse("2027-01-01T00:00Z")),
                new LateRule(0, 10, 50),
                Map.of(),
                new SetRules.Feedback(false, false));
        String shown = written(SetRules.STANDARD, Optional.empty()).toString();
        assertTrue(shown.contains("\u2713") || shown.contains("&#10003; holds"));
        Score failed = score("bob", Score.Status.FAILED, 1.5, 1);
        String page = StudentPage.html("11_simclr", failed, strict.feedback());
        assertFalse(page.contains("holds") || page.contains("cmd"), page);
        assertTrue(page.contains("1.5 of 2"));
        assertEquals(0.5, strict.late().share(Duration.ofDays(30)));
    }

    @Test
    void copiesAreFoundAndTheUsualWayIsNot() {
        String usual = "int f(int n) { int s = 0; for (int i = 0; i < n; i++) { s += i; } return s; }";
        String odd = """
                int g(int n) {
                    int s = 0, a = n;
                    while (a-- > 0) {
                        var m = new java.util.TreeMap<Double, Integer>();
                        for (int t = n - 1; t >= 0; t--) {
                            double q = 0; // a comment
                            for (int j = 0; j < t; j++) { q += j * t; s ^= (j << 2) + t % 3; }
                            m.put(-q / Math.sqrt(t * 1.0), t);
                        }
                        s += m.firstEntry().getValue() > 4 ? m.size() : -1;
                    }
                    return s;
                }
                """;
        List<Score> scores = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String own = i == 4
                    ? odd
                    : i == 9
                            ? odd.replace("m.", "map.")
                                    .replace("var m", "var map")
                                    .replaceAll("//.*", "")
                            : "";
            scores.add(new Score(
                    new Submissions.Submission("s" + i, Optional.empty(), "s" + i, Instant.EPOCH),
                    List.of(),
                    List.of(),
                    1,
                    Map.of("1.1", usual, "1.2", own),
                    0));
        }
        List<AnswerSimilarity.Pair> pairs = AnswerSimilarity.pairs(scores);
        assertEquals(1, pairs.size());
        assertEquals("s4", pairs.get(0).first().student());
        assertEquals("s9", pairs.get(0).second().student());
        assertEquals(List.of("1.2"), pairs.get(0).exercises());
        // A string of any length is one token: no regular expression may run out of stack.
        assertEquals(
                3,
                AnswerSimilarity.tokens("f \"" + "x\\n".repeat(500_000) + "\" g")
                        .size());
    }
}
