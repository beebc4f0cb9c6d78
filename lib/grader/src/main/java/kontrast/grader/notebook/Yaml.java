package kontrast.grader.notebook;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of YAML that the course writes: maps in maps, one {@code key: value} a line. It is what
 * Jupytext puts into the header of a master, and enough for the rules of a set, so that no YAML
 * library is needed. Lists and text over several lines are refused.
 */
public final class Yaml {

    private static final Pattern ENTRY = Pattern.compile("( *)([A-Za-z0-9_.-]+):(?:\\s+(\\S.*?))?\\s*");

    private Yaml() {}

    /** An open map: its entries stand at this indentation. */
    private record Level(int indent, JsonObject map) {}

    /**
     * Reads a map.
     *
     * @param lines the lines
     * @param first the number of the first line in its file, for messages
     * @return the map
     * @throws IllegalArgumentException naming the line
     */
    public static JsonObject parse(List<String> lines, int first) {
        JsonObject root = new JsonObject();
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(0, root));
        JsonObject fresh = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i));
            if (line.isBlank()) {
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw bad(first + i, line, "is not 'key: value'");
            }
            int indent = entry.group(1).length();
            if (fresh != null && indent > open.element().indent()) {
                open.push(new Level(indent, fresh));
            }
            while (open.element().indent() > indent) {
                open.pop();
            }
            if (open.element().indent() != indent) {
                throw bad(first + i, line, "is indented like no line before it");
            }
            JsonObject map = open.element().map();
            if (map.has(entry.group(2))) {
                throw bad(first + i, line, "gives the key a second time");
            }
            if (entry.group(3) == null) {
                fresh = new JsonObject();
                map.add(entry.group(2), fresh);
            } else {
                fresh = null;
                map.add(entry.group(2), scalar(entry.group(3)));
            }
        }
        return root;
    }

    /** Cuts at a # that begins the line or follows a blank, outside of quotes. */
    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '#' && (i == 0 || line.charAt(i - 1) == ' ')) {
                return line.substring(0, i);
            } else if ((c == '"' || c == '\'') && (i == 0 || line.charAt(i - 1) == ' ')) {
                quote = c;
            }
        }
        return line;
    }

    private static JsonPrimitive scalar(String text) {
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            return new JsonPrimitive(text.substring(1, text.length() - 1).replace("''", "'"));
        }
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return new JsonPrimitive(text.substring(1, text.length() - 1));
        }
        if (text.equals("true") || text.equals("false")) {
            return new JsonPrimitive(Boolean.valueOf(text));
        }
        if (text.matches("-?\\d{1,18}")) {
            return new JsonPrimitive(Long.valueOf(text));
        }
        if (text.matches("-?\\d{1,15}\\.\\d{1,15}")) {
            return new JsonPrimitive(Double.valueOf(text));
        }
        return new JsonPrimitive(text);
    }

    private static IllegalArgumentException bad(int number, String line, String what) {
        return new IllegalArgumentException("line " + number + " " + what + ": " + line.strip());
    }
}
