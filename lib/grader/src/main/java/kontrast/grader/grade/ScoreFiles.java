package kontrast.grader.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kontrast.grader.check.Html;
import kontrast.grader.exercise.ExerciseSet;

/** Writes the scores of a class: one CSV table, one HTML page. */
final class ScoreFiles {

    private final ExerciseSet set;
    private final List<Score> scores;

    ScoreFiles(ExerciseSet set, List<Score> scores) {
        this.set = set;
        this.scores = List.copyOf(scores);
    }

    void write(Path folder) throws IOException {
        replace(folder.resolve("scores.csv"), csv());
        replace(folder.resolve("scores.html"), html());
    }

    /** A reader never sees half a file. */
    private static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    String csv() {
        StringBuilder csv = new StringBuilder();
        List<String> head = new ArrayList<>(List.of("student", "file", "total", "points"));
        set.checks().forEach(c -> head.add(c.id()));
        set.checks().forEach(c -> head.add(c.id() + " reason"));
        head.add("notes");
        row(csv, head);
        for (Score score : scores) {
            List<String> cells = new ArrayList<>();
            cells.add(text(score.student()));
            cells.add(text(score.file()));
            cells.add(number(score.earned()));
            cells.add(number(score.points()));
            score.questions().forEach(q -> cells.add(number(q.earned())));
            score.questions().forEach(q -> cells.add(text(q.reason())));
            cells.add(text(String.join("; ", score.notes())));
            row(csv, cells);
        }
        return csv.toString();
    }

    private static void row(StringBuilder csv, List<String> cells) {
        csv.append(
                cells.stream()
                        .map(c -> c.matches("[\\w.@ -]*") ? c : '"' + c.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")));
        csv.append("\r\n");
    }

    /** A table program must not take a learner's text for a formula. */
    private static String text(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.matches("\\s*[=+\\-@|].*") ? "'" + line : line;
    }

    private static String number(double d) {
        return d == Math.rint(d) ? Long.toString((long) d) : String.format(Locale.ROOT, "%.2f", d);
    }

    String html() {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        html.append(Html.escape(set.name())).append(": scores</title><style>");
        html.append(
                """
                body{font:15px/1.45 sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
                table{border-collapse:collapse;width:100%}
                th,td{padding:4px 8px;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
                td.n,th.n{text-align:right}
                .full{background:#e3f1e4}.part{background:#fdf3d8}.none{background:#f9e0d9}
                summary{cursor:pointer}section{margin:1em 0}h2{margin:1.6em 0 .4em}
                """);
        html.append("</style></head><body><h1>").append(Html.escape(set.name())).append("</h1>");
        html.append("<p>").append(scores.size()).append(" submissions, ");
        html.append(number(set.points())).append(" points, mean ");
        double mean = scores.stream().mapToDouble(Score::earned).average().orElse(0);
        html.append(String.format(Locale.ROOT, "%.1f", mean)).append(".</p>");
        table(html);
        for (Score score : scores) {
            details(html, score);
        }
        return html.append("</body></html>\n").toString();
    }

    private void table(StringBuilder html) {
        html.append("<table><tr><th>student</th><th class=\"n\">total</th>");
        set.checks()
                .forEach(
                        c ->
                                html.append("<th class=\"n\" title=\"")
                                        .append(Html.escape(c.title()))
                                        .append("\">")
                                        .append(Html.escape(c.id()))
                                        .append("</th>"));
        html.append("</tr>");
        for (int i = 0; i < scores.size(); i++) {
            Score score = scores.get(i);
            html.append("<tr><td><a href=\"#s").append(i).append("\">");
            html.append(Html.escape(score.student())).append("</a></td><td class=\"n\">");
            html.append(number(score.earned())).append("</td>");
            for (Score.Question q : score.questions()) {
                html.append("<td class=\"n ").append(colour(q)).append("\" title=\"");
                html.append(Html.escape(q.reason()).replace("<br>", " ")).append("\">");
                html.append(number(q.earned())).append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</table>");
    }

    private static String colour(Score.Question question) {
        return question.earned() >= question.points()
                ? "full"
                : question.earned() > 0 ? "part" : "none";
    }

    private void details(StringBuilder html, Score score) {
        html.append("<h2 id=\"s").append(scores.indexOf(score)).append("\">");
        html.append(Html.escape(score.student())).append(": ").append(number(score.earned()));
        html.append(" of ").append(number(score.points())).append("</h2><p>");
        html.append(Html.escape(score.file())).append("</p>");
        score.notes().forEach(n -> html.append("<p>").append(Html.escape(n)).append("</p>"));
        for (Score.Question q : score.questions()) {
            html.append("<section>");
            {
                html.append("<p><b>").append(Html.escape(q.id())).append("</b> 0 of ");
                html.append(number(q.points())).append(": ").append(Html.escape(q.reason()));
                html.append("</p>");
            }
            html.append("</section>");
        }
    }
}
