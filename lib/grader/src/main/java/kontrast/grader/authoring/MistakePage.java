package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The known mistakes of an exercise: a region that only those who teach see, a list with an item for each.
 *
 * <pre>{@code
 * - **self in the denominator.** Look at the indicator: which k does it leave out? `if (k != i)` → ``
 * - **first views only.** Both views ask. `i < views;` → `i < views / 2;`, `/ views` → `/ (views / 2)`
 * - **temperature multiplied.** A lower one must count more. `/ tau` → `* tau` (twice)
 *
 * Equivalent:
 * - `best = -1` → `best = -2`: any number below 0 says that there is none yet.
 * }</pre>
 *
 * <p>An item is a name in bold, the message that the learner reads, and what stands where in the solution
 * instead. The message is shown as plain text: stresses and code lose their marks, and formulas are refused. What is
 * longer than a part of a line is a fence, indented: {@code diff} for whole lines, {@code java} for another body. Behind
 * {@code Equivalent:} stand edits that are no mistakes: nothing changes by them.
 */
final class MistakePage {

    /** The name of the mistake of having repaired nothing: the code behind {@code // STUB}. */
    static final String AS_HANDED_OUT = "as handed out";

    private static final Pattern ITEM = Pattern.compile("[-*] +(.*)");
    private static final Pattern NAME = Pattern.compile("\\*\\*(?:([a-z]): )?(.+?)\\.\\*\\*\\s*(.*)");
    private static final Pattern EDIT =
            Pattern.compile("`([^`]+)`\\s*→\\s*`([^`]*)`(?:\\s*\\((?:(twice)|(\\d+) times)\\))?");
    private static final Pattern THROWS = Pattern.compile("\\(throws\\)");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,.;:]*(?:and)?\\s*");
    private static final Pattern STRESS = Pattern.compile("(?<![\\w*])\\*(\\S(?:[^*]*\\S)?)\\*(?![\\w*])");
    private static final Pattern LETTER = Pattern.compile("\\$(\\w+'?)\\$");
    private static final Pattern EQUIVALENT = Pattern.compile("\\**Equivalent:\\**");

    /**
     * A mistake.
     *
     * @param name a short name
     * @param option the letter of a wrong option; 0 where there are no options
     * @param message what the learner reads
     * @param edits where it differs from the solution
     * @param body another body, where the whole differs
     * @param throwing whether it is the mistake that an exception is thrown
     * @param line the line of the master
     */
    record Item(
            String name,
            char option,
            String message,
            List<Edit> edits,
            Optional<String> body,
            boolean throwing,
            int line) {}

    /**
     * An edit that changes nothing that could be asked for.
     *
     * @param edits where it differs from the solution
     * @param reason why it is none the worse
     * @param line the line of the master
     */
    record Equivalent(List<Edit> edits, String reason, int line) {}

    private final Master master;
    private final MasterCell cell;
    private final List<Item> items = new ArrayList<>();
    private final List<Equivalent> equivalents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Reads a region. */
    MistakePage(Master master, MasterCell cell) {
        this.master = master;
        this.cell = cell;
        List<String> lines = cell.source().lines().toList();
        boolean equivalent = false;
        int i = 0;
        while (i < lines.size()) {
            Matcher item = ITEM.matcher(lines.get(i));
            if (EQUIVALENT.matcher(lines.get(i).strip()).matches()) {
                equivalent = true;
                i++;
            } else if (item.matches()) {
                int end = i + 1;
                while (end < lines.size() && !begins(lines, i, end)) {
                    end++;
                }
                new ItemReader(lines, i, end).read(equivalent);
                i = end;
            } else {
                if (!lines.get(i).isBlank()) {
                    problem(i, "'" + lines.get(i).strip() + "' belongs to no item; an item begins with '- **name.**'");
                }
                i++;
            }
        }
    }

    /** Whether another item, or the list of equivalents, begins on a line that is not inside of a fence. */
    private static boolean begins(List<String> lines, int from, int at) {
        String line = lines.get(at);
        if (!ITEM.matcher(line).matches() && !EQUIVALENT.matcher(line.strip()).matches()) {
            return false;
        }
        long fences = lines.subList(from, at).stream()
                .filter(l -> l.strip().startsWith("```"))
                .count();
        return fences % 2 == 0;
    }

    /** Reads one item, its fences included. */
    private final class ItemReader {
        private final List<String> lines;
        private final int start;
        private final int end;
        private final StringBuilder prose = new StringBuilder();
        private final List<Integer> lineStarts = new ArrayList<>();
        private final List<Integer> proseLines = new ArrayList<>();
        private final List<Edit> edits = new ArrayList<>();
        private Optional<String> body = Optional.empty();

        private ItemReader(List<String> lines, int start, int end) {
            this.lines = lines;
            this.start = start;
            this.end = end;
        }

        void read(boolean equivalent) {
            for (int i = start; i < end; i++) {
                String line = lines.get(i).strip();
                if (line.startsWith("```")) {
                    i = fence(i, line.substring(3).strip());
                } else {
                    lineStarts.add(prose.length());
                    proseLines.add(i);
                    prose.append(i == start ? line.replaceFirst("^[-*] +", "") : line)
                            .append(' ');
                }
            }
            String text = inlineEdits(prose.toString());
            if (equivalent) {
                String reason = text.replaceFirst("^[:\\s]+", "").strip();
                if (edits.isEmpty() || reason.isEmpty()) {
                    problem(start, "an equivalent is an edit, a colon, and the reason why nothing changes");
                }
                equivalents.add(new Equivalent(List.copyOf(edits), reason, cell.line() + start));
                return;
            }
            boolean throwing = THROWS.matcher(text).find();
            Matcher name = NAME.matcher(THROWS.matcher(text).replaceAll("").strip());
            if (!name.matches() || name.group(3).isBlank()) {
                problem(start, "an item is '- **name.** message', then what stands where instead");
                return;
            }
            char option = name.group(1) == null ? 0 : name.group(1).charAt(0);
            if (edits.isEmpty()
                    && body.isEmpty()
                    && option == 0
                    && !name.group(2).equals(AS_HANDED_OUT)) {
                problem(start, "'%s' says nowhere what stands in the solution instead".formatted(name.group(2)));
            }
            String message = plain(name.group(3)).strip();
            if (message.contains("$")) {
                problem(
                        start,
                        "the message of '%s' has a formula, and is shown as plain text, in cards, pages and tables: write 100 Y for $100\\,Y$"
                                .formatted(name.group(2)));
            }
            items.add(
                    new Item(name.group(2), option, message, List.copyOf(edits), body, throwing, cell.line() + start));
        }

        /** Without the marks of Markdown: stresses, code, and the dollars around a letter. */
        private static String plain(String markdown) {
            StringBuilder text = new StringBuilder();
            String[] parts = markdown.split("`", -1);
            for (int i = 0; i < parts.length; i++) {
                boolean code = i % 2 == 1;
                String unstressed = STRESS.matcher(parts[i]).replaceAll("$1");
                text.append(code ? parts[i] : LETTER.matcher(unstressed).replaceAll("$1"));
            }
            return text.toString();
        }

        /** Takes the edits out of the prose, and returns what is left: name and message, or the reason. */
        private String inlineEdits(String text) {
            Matcher edit = EDIT.matcher(text);
            StringBuilder left = new StringBuilder();
            int from = 0;
            boolean any = false;
            while (edit.find()) {
                String between = text.substring(from, edit.start());
                left.append(any && BETWEEN.matcher(between).matches() ? "" : between);
                int times = edit.group(3) != null ? 2 : edit.group(4) == null ? 1 : Integer.parseInt(edit.group(4));
                edits.add(new Edit(edit.group(1), edit.group(2), times, false, lineAt(edit.start())));
                from = edit.end();
                any = true;
            }
            String rest = text.substring(from);
            return left.append(any && BETWEEN.matcher(rest).matches() ? "" : rest)
                    .toString();
        }

        private int lineAt(int offset) {
            int line = start;
            for (int i = 0; i < lineStarts.size() && lineStarts.get(i) <= offset; i++) {
                line = proseLines.get(i);
            }
            return cell.line() + line;
        }

        private int fence(int open, String language) {
            int close = open + 1;
            while (close < end && !lines.get(close).strip().startsWith("```")) {
                close++;
            }
            List<String> inside = lines.subList(open + 1, Math.min(close, end));
            if (language.equals("diff")) {
                diff(open + 1, inside);
            } else if (language.equals("java")) {
                body = Optional.of(String.join("\n", inside));
            } else {
                problem(open, "a fence in an item is ```diff or ```java, found ```" + language);
            }
            return close;
        }

        /** Lines with - and + and those around them that stay; a blank line begins another place. */
        private void diff(int first, List<String> inside) {
            StringBuilder old = new StringBuilder();
            StringBuilder fresh = new StringBuilder();
            int at = first;
            for (int i = 0; i <= inside.size(); i++) {
                String line = i < inside.size() ? inside.get(i).strip() : "";
                if (line.isEmpty()) {
                    if (!old.isEmpty()) {
                        edits.add(new Edit(old.toString(), fresh.toString(), 1, true, cell.line() + at));
                    } else if (!fresh.isEmpty()) {
                        problem(
                                at,
                                "this diff only adds; begin with a line of the solution, so that its place is known");
                    }
                    old.setLength(0);
                    fresh.setLength(0);
                    at = first + i + 1;
                    continue;
                }
                boolean removed = line.startsWith("-");
                boolean added = line.startsWith("+");
                String code = removed || added ? line.substring(1).strip() : line;
                if (!added) {
                    old.append(old.isEmpty() ? "" : "\n").append(code);
                }
                if (!removed) {
                    fresh.append(fresh.isEmpty() ? "" : "\n").append(code);
                }
            }
        }
    }

    private void problem(int line, String message) {
        problems.add(master.problem(cell, line, message));
    }

    MasterCell cell() {
        return cell;
    }

    /** The mistakes, in the order of the page. */
    List<Item> items() {
        return items;
    }

    List<Equivalent> equivalents() {
        return equivalents;
    }

    /** What cannot be read. */
    List<Problem> problems() {
        return problems;
    }
}
