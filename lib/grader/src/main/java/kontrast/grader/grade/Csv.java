package kontrast.grader.grade;

import java.util.List;
import java.util.stream.Collectors;

/** Tables for other programs; text of a learner never becomes a formula in them. */
final class Csv {

    private final StringBuilder rows = new StringBuilder();

    /** Adds a row of our own words and numbers, and of text that went through {@link #text}. */
    Csv row(List<String> cells) {
        rows.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(",")));
        rows.append("\r\n");
        return this;
    }

    private static String quoted(String cell) {
        return cell.matches("[\\w.@ -]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /**
     * Makes text harmless: a table program takes what begins with one of {@code = + - @ |} for a
     * formula, also behind blanks.
     *
     * @param text any text
     * @return one line that is text
     */
    static String text(String text) {
        String line = Page.plain(text).replaceAll("\\s+", " ");
        return line.matches("(?s)\\s*[=+\\-@|%].*") ? "'" + line : line;
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
