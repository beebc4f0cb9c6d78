package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.notebook.CellType;

/**
 * Refuses code lines that begin with {@code %} and are no magic. Java kernels of the IJava family
 * rewrite such lines wherever they stand, in a text block or in the middle of an expression too.
 */
final class MagicLines {

    private static final Pattern PERCENT = Pattern.compile("\\s*(%%?)(\\w*)(.*)");

    /** The magics that IJava, JJava and our kernel share. */
    private static final List<String> MAGICS =
            List.of("classpath", "jars", "maven", "mavenRepo", "loadFromPOM", "load", "time");

    private MagicLines() {}

    static List<Problem> problems(Master master) {
        List<Problem> problems = new ArrayList<>();
        for (MasterCell cell : master.cells()) {
            String[] lines = cell.source().split("\n", -1);
            for (int i = 0; cell.type() == CellType.CODE && i < lines.length; i++) {
                if (isWrong(lines[i])) {
                    problems.add(master.problem(
                            cell,
                            i,
                            "'"
                                    + lines[i].strip()
                                    + "' begins with % and is not a magic; Java kernels"
                                    + " would rewrite it. Put something before the %."));
                }
            }
        }
        return problems;
    }

    private static boolean isWrong(String line) {
        Matcher percent = PERCENT.matcher(line);
        return percent.matches() && !isMagic(line);
    }

    /** Whether a code line is one of the magics that the course may use. */
    static boolean isMagic(String line) {
        Matcher percent = PERCENT.matcher(line);
        if (!percent.matches() || !MAGICS.contains(percent.group(2))) {
            return false;
        }
        String rest = percent.group(3);
        return rest.isEmpty() || Character.isWhitespace(rest.charAt(0));
    }
}
