package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.notebook.CellType;

/**
 * The regions of an exercise master: {@code // BEGIN SOLUTION} .. {@code // END SOLUTION} becomes a
 * stub, {@code // BEGIN HIDDEN TESTS} .. {@code // END HIDDEN TESTS} disappears. In prose the
 * markers are comments of HTML: {@code <!-- BEGIN SOLUTION -->}.
 */
final class Regions {

    private static final Pattern MARKER =
            Pattern.compile(
                    "(\\s*)(?://|<!--) (BEGIN|END) (SOLUTION|HIDDEN TESTS)\\s*(?:-->)?\\s*");

    /** Whatever looks like a marker to a person, so that none slips through misspelt. */
    private static final Pattern NEARLY =
            Pattern.compile(
                    "\\s*(?://+|/\\*+|#+|<!--)[\\s#*]*(begin|end)[\\s_-]*(solutions?|hidden).*",
                    Pattern.CASE_INSENSITIVE);

    private final Master master;
    private final MasterCell cell;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> solution = new ArrayList<>();
    private int solutions;
    private int hiddens;
    private String open = "";
    private int openLine;

    /** Takes a cell apart; {@code stub} stands for each solution, with its indentation. */
    Regions(Master master, MasterCell cell, String stub) {
        this.master = master;
        this.cell = cell;
        String[] lines = cell.source().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher marker = MARKER.matcher(lines[i]);
            if (marker.matches()) {
                boundary(i, marker, stub);
            } else if (NEARLY.matcher(lines[i]).matches()) {
                problem(
                        i,
                        "'"
                                + lines[i].strip()
                                + "' is no marker; write it exactly as '"
                                + (cell.type() == CellType.CODE ? "// " : "<!-- ")
                                + lines[i].replaceAll("[^A-Za-z ]", "")
                                        .strip()
                                        .toUpperCase(Locale.ROOT)
                                + (cell.type() == CellType.CODE ? "'" : " -->'"));
            } else if (open.isEmpty()) {
                kept.add(lines[i]);
            } else if (open.equals("SOLUTION")) {
                solution.add(lines[i]);
            }
        }
        if (!open.isEmpty()) {
            problem(openLine, "BEGIN " + open + " has no END " + open);
        }
    }

    private void boundary(int line, Matcher marker, String stub) {
        String what = marker.group(3);
        if (marker.group(2).equals("BEGIN")) {
            if (!open.isEmpty()) {
                problem(line, "BEGIN " + what + " inside of " + open);
            } else if (what.equals("SOLUTION")) {
                solutions++;
                if (solutions == 1) {
                    kept.add(marker.group(1) + stub);
                }
            } else {
                hiddens++;
            }
            open = what;
            openLine = line;
        } else {
            if (!open.equals(what)) {
                problem(line, "END " + what + " without its BEGIN " + what);
            }
            open = "";
        }
    }

    private void problem(int line, String message) {
        problems.add(master.problem(cell, line, message));
    }

    /** The cell's source for learners, with no blank lines at either end. */
    String released() {
        return String.join("\n", kept).strip().isEmpty()
                ? ""
                : String.join("\n", kept).replaceAll("\\A(?:[ \\t]*\n)+", "").stripTrailing();
    }

    /** The lines inside of the solution regions. */
    List<String> solution() {
        return solution;
    }

    int solutions() {
        return solutions;
    }

    int hiddens() {
        return hiddens;
    }

    List<Problem> problems() {
        return problems;
    }
}
