package kontrast.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a cell apart into Java and magics.
 *
 * <p>A magic is a line that begins with {@code %} where a statement may start: at the beginning,
 * after {@code ;}, after a closing brace, or after another magic, outside brackets, strings, text
 * blocks and comments. So a text block may contain anything, and a remainder ({@code a % b}) may
 * begin a line.
 */
final class CellParser {

    /**
     * A stretch of a cell.
     *
     * @param name the magic's name, or null for Java
     * @param text the Java, or the arguments of the magic
     * @param offset where {@code text} begins in the cell
     * @param body for {@code %%name}: where the rest of the cell begins; otherwise -1
     */
    record Part(String name, String text, int offset, int body) {
        boolean isJava() {
            return name == null;
        }
    }

    private final String cell;
    private final int begin;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private int javaStart;
    private int depth;
    private boolean mayStart = true;
    private char last = '\n';

    private CellParser(String cell, int begin) {
        this.cell = cell;
        this.begin = begin;
        this.at = begin;
        this.javaStart = begin;
    }

    /**
     * The parts of a cell, in order; a {@code %%magic} is one part, and the only one.
     *
     * @param begin where in the cell to begin; offsets of parts count from the cell's start all the
     *     same
     */
    static List<Part> parse(String cell, int begin) {
        CellParser parser = new CellParser(cell, begin);
        parser.run();
        return List.copyOf(parser.parts);
    }

    /** Whether this Java ends with a semicolon, comments aside. */
    static boolean endsWithSemicolon(String java) {
        CellParser parser = new CellParser(java, 0);
        while (parser.at < java.length()) {
            parser.step();
        }
        return parser.last == ';';
    }

    /**
     * A string or text block.
     *
     * @param offset where it begins
     * @param bytes its length in UTF-8 as it stands in the source
     */
    record Literal(int offset, int bytes) {}

    /** The literals of a cell that are longer than so many bytes. */
    static List<Literal> literals(String cell, int longerThan) {
        List<Literal> found = new ArrayList<>();
        CellParser parser = new CellParser(cell, 0);
        while (cell.length() > longerThan / 3 && parser.at < cell.length()) {
            int from = parser.at;
            boolean literal = cell.charAt(from) == '"';
            parser.step();
            if (literal) {
                int quotes = cell.startsWith("\"\"\"", from) ? 6 : 2;
                int bytes = cell.substring(from, parser.at).getBytes(StandardCharsets.UTF_8).length - quotes;
                if (bytes > longerThan) {
                    found.add(new Literal(from, bytes));
                }
            }
        }
        return found;
    }

    /** Splits a magic's arguments at blanks; double quotes keep blanks, and vanish. */
    static List<String> words(String arguments) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean open = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                open = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    private void run() {
        while (at < cell.length()) {
            if (depth == 0 && mayStart && cell.charAt(at) == '%' && startsLine() && magic()) {
                continue;
            }
            step();
        }
        java(cell.length());
    }

    private void step() {
        char c = cell.charAt(at);
        if (cell.startsWith("//", at)) {
            at = lineEnd(at);
        } else if (cell.startsWith("/*", at)) {
            at = after("*/", at + 2);
        } else if (cell.startsWith("\"\"\"", at)) {
            literal("\"\"\"");
        } else if (c == '"' || c == '\'') {
            literal(String.valueOf(c));
        } else {
            at++;
            if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth = Math.max(0, depth - 1);
            }
            if (!Character.isWhitespace(c)) {
                last = c;
                mayStart = c == ';' || c == '}';
            }
        }
    }

    /** Skips a literal; one that is never closed ends with its line, a text block with the cell. */
    private void literal(String quote) {
        mayStart = false;
        last = quote.charAt(0);
        at += quote.length();
        while (at < cell.length() && !cell.startsWith(quote, at)) {
            if (quote.length() == 1 && cell.charAt(at) == '\n') {
                return;
            }
            at += cell.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(cell.length(), at + quote.length());
    }

    private boolean magic() {
        boolean wholeCell = cell.startsWith("%%", at);
        int nameStart = at + (wholeCell ? 2 : 1);
        int end = lineEnd(at);
        int nameEnd = nameStart;
        while (nameEnd < end && Character.isJavaIdentifierPart(cell.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == nameStart || (wholeCell && !onlyComments(cell.substring(begin, at)))) {
            return false;
        }
        if (!wholeCell) {
            java(at);
        }
        int body = wholeCell ? Math.min(cell.length(), end + 1) : -1;
        String name = cell.substring(nameStart, nameEnd);
        parts.add(new Part(name, cell.substring(nameEnd, end), nameEnd, body));
        at = wholeCell ? cell.length() : end;
        javaStart = at;
        return true;
    }

    private static boolean onlyComments(String java) {
        CellParser parser = new CellParser(java, 0);
        parser.last = ' ';
        while (parser.at < java.length()) {
            parser.step();
        }
        return parser.last == ' ';
    }

    private void java(int end) {
        String text = cell.substring(javaStart, end);
        if (!text.isBlank()) {
            parts.add(new Part(null, text, javaStart, -1));
        }
    }

    private boolean startsLine() {
        int lineStart = cell.lastIndexOf('\n', at - 1) + 1;
        return cell.substring(Math.max(begin, lineStart), at).isBlank();
    }

    private int lineEnd(int from) {
        int end = cell.indexOf('\n', from);
        return end < 0 ? cell.length() : end;
    }

    private int after(String what, int from) {
        int found = cell.indexOf(what, from);
        return found < 0 ? cell.length() : found + what.length();
    }
}
