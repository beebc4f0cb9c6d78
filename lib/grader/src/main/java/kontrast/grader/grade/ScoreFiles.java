package kontrast.grader.grade;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Writes the scores of a class: pages for people, tables for other programs. */
final class ScoreFiles {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final String set;
    private final SetRules rules;
    private final List<Score> scores;
    private final Optional<Roster> roster;

    /**
     * Prepares the files.
     *
     * @param set the set's name
     * @param rules what learners are shown, and the deadline
     * @param scores the class, with one or more submissions
     * @param roster the gradebook to fill in
     */
    ScoreFiles(String set, SetRules rules, List<Score> scores, Optional<Roster> roster) {
        this.set = set;
        this.rules = rules;
        this.scores = List.copyOf(scores);
        this.roster = roster;
    }

    /**
     * Writes all of them; a reader never sees half a file.
     *
     * @param folder where
     * @throws IOException if one cannot be written
     */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("students"));
        Files.createDirectories(folder.resolve("gradescope"));
        for (Score score : scores) {
            replace(folder.resolve(page(score)), StudentPage.html(set, score, rules.feedback()));
            String json = GSON.toJson(Gradescope.results(score, rules.feedback()));
            replace(folder.resolve("gradescope").resolve(fileName(score) + ".json"), json);
        }
        removeOthers(folder.resolve("students"), ".html");
        removeOthers(folder.resolve("gradescope"), ".json");
        List<AnswerSimilarity.Pair> pairs = AnswerSimilarity.pairs(scores);
        replace(folder.resolve("index.html"), new ClassPage(set, scores, pairs, ScoreFiles::page).html());
        replace(folder.resolve("scores.csv"), csv());
        replace(folder.resolve("scores.json"), GSON.toJson(json()));
        replace(folder.resolve("junit.xml"), JUnitXml.of(set, scores));
        Exports exports = new Exports(set, rules, scores, roster);
        replace(folder.resolve("canvas.csv"), exports.canvas());
        replace(folder.resolve("moodle.csv"), exports.moodle());
        replace(folder.resolve("nbgrader.csv"), exports.nbgrader());
        replace(folder.resolve("equal.csv"), equal(pairs));
    }

    /** Pages of learners who are no longer in the class. */
    private void removeOthers(Path folder, String ending) throws IOException {
        Set<String> ours =
                scores.stream().map(score -> fileName(score) + ending).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(ending) && !ours.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        // Half of a surrogate pair, from a notebook, becomes a question mark; Files.writeString would throw.
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String page(Score score) {
        return "students/" + fileName(score) + ".html";
    }

    /** Readable, and different for names that differ in what a file name cannot hold. */
    static String fileName(Score score) {
        String name = score.student().replaceAll("[^A-Za-z0-9_.-]", "_");
        if (name.equals(score.student()) && name.length() <= 60 && !name.startsWith(".")) {
            return name;
        }
        CRC32 crc = new CRC32();
        crc.update(score.student().getBytes(StandardCharsets.UTF_8));
        String start = name.substring(0, Math.min(50, name.length())).replaceFirst("^\\.", "_");
        return start + String.format(Locale.ROOT, "-%08x", crc.getValue());
    }

    private String csv() {
        List<Score.Question> questions = scores.get(0).questions();
        List<String> head = new ArrayList<>(List.of("student", "file", "total", "points", "raw", "share"));
        questions.forEach(q -> head.add(q.id()));
        questions.forEach(q -> head.add(q.id() + " reason"));
        head.add("notes");
        Csv csv = new Csv().row(head);
        for (Score score : scores) {
            List<String> cells = new ArrayList<>();
            cells.add(Csv.text(score.student()));
            cells.add(Csv.text(score.file()));
            cells.add(Numbers.plain(score.earned()));
            cells.add(Numbers.plain(score.points()));
            cells.add(Numbers.plain(score.raw()));
            cells.add(Numbers.plain(score.share()));
            score.questions().forEach(q -> cells.add(Numbers.plain(q.earned())));
            score.questions().forEach(q -> cells.add(Csv.text(q.reason())));
            cells.add(Csv.text(String.join("; ", score.notes())));
            csv.row(cells);
        }
        return csv.toString();
    }

    /** Everything, for programs. */
    private JsonElement json() {
        JsonArray rows = new JsonArray();
        for (Score score : scores) {
            JsonObject row = new JsonObject();
            row.addProperty("student", Page.plain(score.student()));
            row.addProperty("file", Page.plain(score.file()));
            row.addProperty("earned", score.earned());
            row.addProperty("points", score.points());
            row.addProperty("raw", score.raw());
            row.addProperty("share", score.share());
            row.add(
                    "notes",
                    GSON.toJsonTree(score.notes().stream().map(Page::plain).toList()));
            JsonArray questions = new JsonArray();
            for (Score.Question question : score.questions()) {
                JsonObject each = new JsonObject();
                each.addProperty("id", question.id());
                each.addProperty("status", question.status().name());
                each.addProperty("earned", question.earned());
                each.addProperty("points", question.points());
                each.addProperty("reason", Page.plain(question.reason()));
                question.misconception().ifPresent(m -> each.addProperty("misconception", m));
                questions.add(each);
            }
            row.add("questions", questions);
            rows.add(row);
        }
        return rows;
    }

    private static String equal(List<AnswerSimilarity.Pair> pairs) {
        Csv csv = new Csv().row(List.of("share", "first", "second", "exercises"));
        for (AnswerSimilarity.Pair pair : pairs) {
            csv.row(List.of(
                    Numbers.plain(pair.share()),
                    Csv.text(pair.first().student()),
                    Csv.text(pair.second().student()),
                    String.join(" ", pair.exercises())));
        }
        return csv.toString();
    }
}
