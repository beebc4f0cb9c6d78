package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The code of an answer without its markers, and the same code with a mistake in it.
 *
 * <p>Edits reach what learners write, that is, what lies between {@code BEGIN SOLUTION} and {@code END
 * SOLUTION}. All edits of a mistake are looked for in the solution itself, so that none can hit what another
 * has written.
 */
final class Solution {

    /**
     * A line of code.
     *
     * @param text the line
     * @param line where it stands in the master, from 1
     * @param region the number of the solution region in which it stands, from 1; 0 for what learners are given
     */
    private record Line(String text, int line, int region) {}

    private record Span(int from, int to, String fresh) {}

    private final Master master;
    private final MasterCell cell;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> handedOut = new ArrayList<>();
    private final String code;

    /** Takes an answer apart whose markers are in order. */
    Solution(Master master, MasterCell cell) {
        this.master = master;
        this.cell = cell;
        String[] source = cell.source().split("\n", -1);
        int region = 0;
        boolean inside = false;
        boolean stub = false;
        for (int i = 0; i < source.length; i++) {
            if (Regions.isBoundary(source[i])) {
                inside = !inside;
                stub = false;
                region += inside ? 1 : 0;
            } else if (Regions.isStub(source[i])) {
                stub = true;
            } else if (stub) {
                handedOut.add(Regions.uncommented(source[i]));
            } else {
                lines.add(new Line(source[i], cell.line() + i, inside ? region : 0));
            }
        }
        this.code = joined(lines.stream().map(Line::text).toList());
    }

    /** The code as it should be. */
    String code() {
        return code;
    }

    String file() {
        return master.file();
    }

    /** The line of the master from which a line of {@link #code()} comes, both counted as people do, from 1. */
    int lineOf(int lineOfCode) {
        return lines.get(Math.max(0, Math.min(lineOfCode, lines.size()) - 1)).line();
    }

    /** Whether learners write this line of {@link #code()}, counted from 0. */
    boolean isToWrite(int line) {
        return lines.get(line).region() > 0;
    }

    /** The code with what is handed out for repair in the place of the first region. */
    String handedOut() {
        return withBody(String.join("\n", handedOut));
    }

    boolean handsOutCode() {
        return !handedOut.isEmpty();
    }

    /** The code with another body in the place of the first region. */
    String withBody(String body) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).region() != 1) {
                result.add(lines.get(i).text());
            } else if (i == 0 || lines.get(i - 1).region() != 1) {
                result.add(body);
            }
        }
        return joined(result);
    }

    /**
     * The code with all of these edits.
     *
     * @throws AuthoringException if an edit does not fit: it names the line of the edit
     */
    String with(List<Edit> edits) throws AuthoringException {
        List<Span> spans = new ArrayList<>();
        for (Edit edit : edits) {
            List<Span> found = edit.lines() ? linesOf(edit) : partsOf(edit);
            if (found.size() != edit.times()) {
                throw wrong(
                        edit,
                        "the solution says '%s' %s, not %s"
                                .formatted(shortened(edit.old()), times(found.size()), times(edit.times())));
            }
            for (Span span : found) {
                if (spans.stream().anyMatch(other -> other.from() < span.to() && span.from() < other.to())) {
                    throw wrong(edit, "'%s' lies within another edit".formatted(shortened(edit.old())));
                }
                spans.add(span);
            }
        }
        return replaced(spans);
    }

    /** The code with an edit in one of its places alone, for each of them. */
    List<String> withEachOf(Edit edit) {
        return (edit.lines() ? linesOf(edit) : partsOf(edit))
                .stream().map(span -> replaced(List.of(span))).toList();
    }

    private String replaced(List<Span> spans) {
        StringBuilder text = new StringBuilder(code);
        spans.stream()
                .sorted(Comparator.comparingInt(Span::from).reversed())
                .forEach(span -> text.replace(span.from(), span.to(), span.fresh()));
        return text.toString();
    }

    private List<Span> partsOf(Edit edit) {
        List<Span> found = new ArrayList<>();
        int start = 0;
        for (Line line : lines) {
            for (int at = line.text().indexOf(edit.old());
                    at >= 0 && line.region() > 0;
                    at = line.text().indexOf(edit.old(), at + edit.old().length())) {
                found.add(new Span(start + at, start + at + edit.old().length(), edit.fresh()));
            }
            start += line.text().length() + 1;
        }
        return found;
    }

    private List<Span> linesOf(Edit edit) {
        List<String> old = edit.old().lines().map(String::strip).toList();
        List<Span> found = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < lines.size(); i++) {
            int to = start - 1;
            boolean same = i + old.size() <= lines.size();
            for (int j = 0; j < old.size() && same; j++) {
                Line line = lines.get(i + j);
                same = line.region() > 0 && line.text().strip().equals(old.get(j));
                to += line.text().length() + 1;
            }
            if (same) {
                found.add(new Span(start, to, edit.fresh()));
            }
            start += lines.get(i).text().length() + 1;
        }
        return found;
    }

    private AuthoringException wrong(Edit edit, String message) {
        return new AuthoringException(List.of(new Problem(master.file(), edit.line(), cell.label(), message)));
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines);
    }

    private static String times(int count) {
        return switch (count) {
            case 0 -> "nowhere";
            case 1 -> "once";
            case 2 -> "twice";
            default -> count + " times";
        };
    }

    private static String shortened(String code) {
        String line = code.lines()
                .map(String::strip)
                .reduce((a, b) -> a + " ... " + b)
                .orElse("");
        return line.length() > 80 ? line.substring(0, 77) + "..." : line;
    }
}
