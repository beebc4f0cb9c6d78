package kontrast.grader.authoring;

import java.util.List;

/**
 * A source file that is made from a master, and where its lines come from.
 *
 * @param name the full name of its class
 * @param source the text
 * @param file the master
 * @param label the cell of the master, for messages
 * @param mistake the name of the mistake that it holds; empty for a solution
 * @param line the line of the master that problems are reported on, if none of {@code lines} fits
 * @param first the line of the source on which the answer's code begins, from 1
 * @param lines the lines of the master that the answer's code comes from
 */
record JavaUnit(
        String name,
        String source,
        String file,
        String label,
        String mistake,
        int line,
        int first,
        List<Integer> lines) {

    JavaUnit {
        lines = List.copyOf(lines);
    }

    /** A problem on a line of the source, from 1. */
    Problem problem(long lineOfSource, String message) {
        int at = (int) lineOfSource - first;
        String code = source.lines()
                .skip(Math.max(0, lineOfSource - 1))
                .findFirst()
                .orElse("")
                .strip();
        return new Problem(
                file,
                at >= 0 && at < lines.size() ? lines.get(at) : line,
                label,
                (mistake.isEmpty() ? "" : "the mistake '" + mistake + "' ")
                        + "does not compile: "
                        + message.replaceAll("\\s*\\R\\s*", "; ")
                        + ", in '"
                        + code
                        + "'");
    }
}
