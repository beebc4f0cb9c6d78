package kontrast.grader.grade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What the instructor reads: how the class did, at which questions, with which mistakes. */
final class ClassPage {

    private static final int BINS = 10;
    private static final int MISTAKES = 12;

    private final String set;
    private final List<Score> scores;
    private final List<AnswerSimilarity.Pair> pairs;
    private final Function<Score, String> link;
    private final List<Statistics> questions = new ArrayList<>();

    /**
     * Prepares the page.
     *
     * @param set the set's name
     * @param scores the class, with one or more submissions
     * @param pairs the suspiciously equal ones
     * @param link where a learner's page lies
     */
    ClassPage(String set, List<Score> scores, List<AnswerSimilarity.Pair> pairs, Function<Score, String> link) {
        this.set = set;
        this.scores = scores;
        this.pairs = pairs;
        this.link = link;
        for (int i = 0; i < scores.get(0).questions().size(); i++) {
            questions.add(Statistics.of(scores, i));
        }
    }

    String html() {
        Page page = new Page(set + ": the class");
        page.add("<h1>").add(Page.text(set)).add("</h1>");
        tiles(page);
        histogram(page);
        questions(page);
        mistakes(page);
        attention(page);
        pairs(page);
        table(page);
        page.add("<p class=\"soft\">Tables: <a href=\"scores.csv\">all with reasons</a>,"
                + " <a href=\"canvas.csv\">Canvas</a>, <a href=\"moodle.csv\">Moodle</a>,"
                + " <a href=\"nbgrader.csv\">nbgrader</a>, <a href=\"junit.xml\">JUnit</a>.</p>");
        return page.toString();
    }

    private void tiles(Page page) {
        double mean = scores.stream().mapToDouble(Score::earned).average().orElse(0);
        tile(page, Integer.toString(scores.size()), "submissions");
        tile(page, Numbers.plain(mean), "mean of " + Numbers.plain(scores.get(0).points()));
        tile(page, Numbers.plain(Statistics.median(scores)), "median");
        long all = scores.stream().filter(s -> s.earned() >= s.points()).count();
        tile(page, Long.toString(all), "with all points");
        long open = scores.stream().filter(s -> !s.isComplete()).count();
        if (open > 0) {
            tile(page, Long.toString(open), "NOT GRADED");
        }
    }

    private static void tile(Page page, String number, String what) {
        page.add("<div class=\"tile\"><b>").add(number).add("</b><span class=\"soft\">");
        page.add(Page.text(what)).add("</span></div>");
    }

    /** How many have 0 to 10, 10 to 20 ... percent; all points count to the last. */
    private void histogram(Page page) {
        int[] counts = new int[BINS];
        for (Score score : scores) {
            double share = score.points() == 0 ? 0 : score.earned() / score.points();
            counts[(int) Math.min(BINS - 1, Math.floor(share * BINS + 1e-9))]++;
        }
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        page.add("<h2>Distribution of the points</h2>");
        page.add("<svg viewBox=\"0 0 640 170\" width=\"640\" role=\"img\" aria-label=\"histogram\">");
        for (int i = 0; i < BINS; i++) {
            double height = 120.0 * counts[i] / most;
            int x = 10 + i * 62;
            page.add(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%.1f\" width=\"54\" height=\"%.1f\" rx=\"2\""
                            + " fill=\"var(--good)\" opacity=\".75\"/>",
                    x,
                    140 - height,
                    height));
            page.add("<text x=\"%d\" y=\"%.0f\" text-anchor=\"middle\">".formatted(x + 27, 134 - height));
            page.add(counts[i] == 0 ? "" : Integer.toString(counts[i])).add("</text>");
            page.add("<text x=\"%d\" y=\"158\" text-anchor=\"middle\">".formatted(x + 27));
            page.add("%d&#8211;%d %%</text>".formatted(i * 10, i * 10 + 10));
        }
        page.add("<line x1=\"6\" x2=\"634\" y1=\"140.5\" y2=\"140.5\" stroke=\"var(--line)\"/></svg>");
    }

    private void questions(Page page) {
        page.add("<h2>Questions</h2><table><tr><th colspan=\"2\">exercise</th><th>");
        key(page, "good", "all points");
        key(page, "part", "some");
        key(page, "bad", "none");
        key(page, "none", "not written");
        page.add("</th><th class=\"n\">solved</th><th class=\"n\">mean</th></tr>");
        for (Statistics each : questions) {
            page.add("<tr><td><b>").add(Page.text(each.id())).add("</b></td><td>");
            page.add(Page.text(each.title())).add("</td><td><div class=\"bar\" title=\"");
            page.add("%d all, %d some, %d none, %d not written"
                    .formatted(each.full(), each.part(), each.zero(), each.empty()));
            page.add("\">");
            piece(page, each.full(), "good");
            piece(page, each.part(), "part");
            piece(page, each.zero(), "bad");
            piece(page, each.empty(), "none");
            page.add("</div></td><td class=\"n\">");
            page.add(Math.round(100.0 * each.full() / scores.size()) + " %</td><td class=\"n\">");
            page.add(Numbers.plain(each.mean())).add(" of ").add(Numbers.plain(each.points()));
            page.add("</td></tr>");
        }
        page.add("</table>");
    }

    private static void key(Page page, String colour, String what) {
        page.add("<span class=\"key\" style=\"background:var(--").add(colour).add(")\"></span>");
        page.add(what);
    }

    private void piece(Page page, int count, String colour) {
        page.add(String.format(
                Locale.ROOT,
                "<i style=\"width:%.2f%%;background:var(--%s)\"></i>",
                100.0 * count / scores.size(),
                colour));
    }

    private void mistakes(Page page) {
        record Mistake(Statistics question, String name, int count) {}
        List<Mistake> all = new ArrayList<>();
        for (Statistics each : questions) {
            each.mistakes().forEach((name, count) -> all.add(new Mistake(each, name, count)));
        }
        all.sort(Comparator.comparingInt(Mistake::count).reversed());
        if (all.isEmpty()) {
            return;
        }
        page.add("<h2>The commonest mistakes</h2><table><tr><th class=\"n\">how many</th>");
        page.add("<th>mistake</th><th>exercise</th></tr>");
        for (Mistake mistake : all.subList(0, Math.min(MISTAKES, all.size()))) {
            page.add("<tr><td class=\"n\">" + mistake.count() + "</td><td>");
            page.add(Page.text(mistake.name())).add("</td><td>");
            page.add(
                    Page.text(mistake.question().id() + " " + mistake.question().title()));
            page.add("</td></tr>");
        }
        page.add("</table>");
    }

    /** What a person should look at. */
    private void attention(Page page) {
        List<String> lines = new ArrayList<>();
        for (Score score : scores) {
            for (Score.Question question : score.questions()) {
                if (question.fitsPublicOnly() || question.status() == Score.Status.UNGRADED) {
                    lines.add(link(score)
                            + ", "
                            + Page.text(question.id())
                            + ": "
                            + (question.fitsPublicOnly()
                                    ? "passes on the public inputs, fails on fresh ones:" + " hard-coded answers?"
                                    : Page.text(question.reason())));
                }
            }
        }
        if (!lines.isEmpty()) {
            page.add("<h2>To look at</h2>");
            lines.forEach(line -> page.add("<p class=\"note\">").add(line).add("</p>"));
        }
    }

    private void pairs(Page page) {
        if (pairs.isEmpty()) {
            return;
        }
        page.add("<h2>Suspiciously similar</h2><p class=\"soft\">Equal in what few others share; names,");
        page.add(" comments and layout aside. A reason to look, not proof.</p>");
        page.add("<table><tr><th class=\"n\">equal</th><th>who</th><th>in</th></tr>");
        for (AnswerSimilarity.Pair pair : pairs) {
            page.add("<tr><td class=\"n\">" + Math.round(100 * pair.share()) + " %</td><td>");
            page.add(link(pair.first())).add(" and ").add(link(pair.second())).add("</td><td>");
            page.add(Page.text(String.join(", ", pair.exercises()))).add("</td></tr>");
        }
        page.add("</table>");
    }

    private String link(Score score) {
        return "<a href=\"" + Page.text(link.apply(score)) + "\">" + Page.text(score.student()) + "</a>";
    }

    private void table(Page page) {
        page.add("<h2>All students</h2><table><tr><th>student</th><th class=\"n\">total</th>");
        for (Statistics each : questions) {
            page.add("<th class=\"n\" title=\"").add(Page.text(each.title())).add("\">");
            page.add(Page.text(each.id())).add("</th>");
        }
        page.add("<th>notes</th></tr>");
        for (Score score : scores) {
            page.add("<tr><td>").add(link(score)).add("</td><td class=\"n\">");
            page.add(Numbers.plain(score.earned())).add("</td>");
            for (Score.Question question : score.questions()) {
                page.add("<td class=\"n\"><span class=\"mark ").add(Page.colour(question));
                page.add("\" title=\"").add(Page.text(shortly(question)).replace("<br>", " "));
                page.add("\">").add(Numbers.plain(question.earned())).add("</span></td>");
            }
            page.add("<td class=\"soft\">").add(Page.text(notes(score))).add("</td></tr>\n");
        }
        page.add("</table>");
    }

    private static String shortly(Score.Question question) {
        String reason = question.reason();
        return reason.length() > 200 ? reason.substring(0, 200) + "..." : reason;
    }

    private static String notes(Score score) {
        int count = score.notes().size();
        return count == 0 ? "" : score.notes().get(0) + (count == 1 ? "" : " (+" + (count - 1) + ")");
    }

    /** The questions' figures, by exercise. */
    Map<String, Statistics> statistics() {
        Map<String, Statistics> byId = new java.util.LinkedHashMap<>();
        questions.forEach(q -> byId.put(q.id(), q));
        return byId;
    }
}
