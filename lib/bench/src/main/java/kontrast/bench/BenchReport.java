package kontrast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kontrast.plot.Figure;

/** The report in the making: Markdown, with its figures beside it. */
final class BenchReport {

    private final Path folder;
    private final StringBuilder body = new StringBuilder();
    private final List<String[]> goals = new ArrayList<>();

    /**
     * Starts a report.
     *
     * @param folder gets {@code REPORT.md} and the figures
     * @throws IOException if it cannot be made
     */
    BenchReport(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /** Adds a heading. */
    void heading(String text) {
        body.append("\n## ").append(text).append("\n\n");
    }

    /** Adds a paragraph. */
    void say(String text) {
        body.append(text).append("\n\n");
    }

    /**
     * Adds a table.
     *
     * @param rows the first one is the head
     */
    void table(List<List<String>> rows) {
        body.append(markdown(rows)).append('\n');
    }

    private static String markdown(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|---".repeat(rows.get(0).size())).append("|\n");
            }
        }
        return text.toString();
    }

    /**
     * Adds a figure.
     *
     * @param name of its file, without ending
     * @param figure what to draw
     * @throws IOException if it cannot be written
     */
    void figure(String name, Figure figure) throws IOException {
        Files.write(folder.resolve(name + ".png"), figure.png());
        body.append("![").append(figure.alt()).append("](").append(name).append(".png)\n\n");
    }

    /**
     * Notes a measurement that has a goal, for the table on top.
     *
     * @param what what was measured
     * @param goal in words
     * @param found the figure, in words
     * @param met whether the goal is met
     */
    void goal(String what, String goal, String found, boolean met) {
        goals.add(new String[] {what, goal, found, met ? "met" : "**not met**"});
    }

    /**
     * Notes a ratio that is to reach a goal.
     *
     * @param what what was measured
     * @param goal the least median
     * @param ratio the ratio
     */
    void goal(String what, double goal, Spread ratio) {
        goal(
                what,
                String.format(Locale.ROOT, "at least %.1f times", goal),
                ratio.text(2) + " times",
                ratio.median() >= goal);
    }

    /** Notes a measurement with a goal that could not be taken. */
    void missing(String what, String why) {
        goals.add(new String[] {what, "", why, ""});
    }

    /**
     * Writes the report.
     *
     * @param head what stands above everything, in Markdown
     * @return its file
     * @throws IOException if it cannot be written
     */
    Path write(String head) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("measurement", "goal", "found: median (quartiles)", "verdict"));
        goals.forEach(goal -> rows.add(List.of(goal)));
        Path file = folder.resolve("REPORT.md");
        Files.writeString(file, head + "\n" + markdown(rows) + body);
        return file;
    }
}
