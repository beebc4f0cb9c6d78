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
 *
 * <p>A region may bring its own stub: the lines behind {@code // STUB}, comments all, are handed
 * out without their comment marks. So an exercise hands out code that is to be repaired.
 */
final class Regions {

    private static final Pattern MARKER =
            Pattern.compile("(\\s*)(?://|<!--) (BEGIN|END) (SOLUTION|HIDDEN TESTS)\\s*(?:-->)?\\s*");

    private static final Pattern STUB = Pattern.compile("\\s*// STUB\\s*");

    /** A line of a stub: indentation, comment mark, at most one blank, code. */
    private static final Pattern COMMENTED = Pattern.compile("(\\s*)//(?: (.*)|)");

    /** Whatever looks like a marker to a person, so that none slips through misspelt. */
    private static final Pattern NEARLY = Pattern.compile(
            "\\s*(?://+|/\\*+|#+|<!--)[\\s#*]*(begin|end)[\\s_-]*(solutions?|hidden).*" + "|\\s*//+\\s*stub[\\s:-]*",
            Pattern.CASE_INSENSITIVE);

    private final Master master;
    private final MasterCell cell;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> solution = new ArrayList<>();
    private final List<String> handedOut = new ArrayList<>();
    private int solutions;
    private int hiddens;
    private boolean inStub;
    private int standard = -1;
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
            } else if (STUB.matcher(lines[i]).matches()) {
                beginStub(i);
            } else if (NEARLY.matcher(lines[i]).matches()) {
                problem(
                        i,
                        "'"
                                + lines[i].strip()
                                + "' is not a marker; write it exactly as '"
                                + (cell.type() == CellType.CODE ? "// " : "<!-- ")
                                + lines[i].replaceAll("[^A-Za-z ]", "").strip().toUpperCase(Locale.ROOT)
                                + (cell.type() == CellType.CODE ? "'" : " -->'"));
            } else if (open.isEmpty()) {
                kept.add(lines[i]);
            } else if (inStub) {
                stubLine(i, lines[i]);
            } else if (open.equals("SOLUTION")) {
                solution.add(lines[i]);
            }
        }
        if (standard >= 0 && !handedOut.isEmpty()) {
            kept.remove(standard); // what throws in one place would hide what is handed out in another
        }
        if (!open.isEmpty()) {
            problem(openLine, "BEGIN " + open + " has no END " + open);
        }
    }

    /** Whether a line begins or ends a region. */
    static boolean isBoundary(String line) {
        return MARKER.matcher(line).matches();
    }

    /** Whether what follows, up to the region's end, is handed out in its place. */
    static boolean isStub(String line) {
        return STUB.matcher(line).matches();
    }

    /** A line behind {@code // STUB} without its comment mark. */
    static String uncommented(String line) {
        Matcher commented = COMMENTED.matcher(line);
        if (!commented.matches()) {
            return line;
        }
        return (commented.group(1) + (commented.group(2) == null ? "" : commented.group(2))).stripTrailing();
    }

    private void boundary(int line, Matcher marker, String stub) {
        String what = marker.group(3);
        if (marker.group(2).equals("BEGIN")) {
            if (!open.isEmpty()) {
                problem(line, "BEGIN " + what + " inside of " + open);
            } else if (what.equals("SOLUTION")) {
                solutions++;
                if (standard < 0) {
                    standard = kept.size();
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
            if (inStub && handedOut.isEmpty()) {
                problem(line, "STUB hands out nothing; write the code below it, as comments");
            }
            inStub = false;
            open = "";
        }
    }

    private void beginStub(int line) {
        if (!open.equals("SOLUTION") || inStub || cell.type() != CellType.CODE) {
            problem(line, "STUB may appear once, after the code of a solution region");
        }
        inStub = open.equals("SOLUTION");
    }

    private void stubLine(int line, String text) {
        if (COMMENTED.matcher(text).matches()) {
            handedOut.add(uncommented(text));
            kept.add(handedOut.get(handedOut.size() - 1));
        } else if (!text.isBlank()) {
            problem(line, "'" + text.strip() + "' comes after STUB and is not a comment; write '// ' before it");
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

    /** Whether the cell hands out code of its own in place of the line that throws. */
    boolean handsOutCode() {
        return !handedOut.isEmpty();
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
