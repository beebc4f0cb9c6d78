package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a master: the part of YAML that Jupytext writes there, which is maps in maps, one
 * {@code key: value} a line. Lists and text over several lines are refused.
 */
final class YamlHeader {

    private static final Pattern ENTRY =
            Pattern.compile("( *)([A-Za-z0-9_.-]+):(?:\\s+(\\S.*?))?\\s*");

    private YamlHeader() {}

    /** An open map: its entries stand at this indentation. */
    private record Level(int indent, JsonObject map) {}

    /**
     * Reads the lines between the two {@code ---}.
     *
     * @param lines the lines
     * @return the map
     * @throws IllegalArgumentException naming the line, counted from 1 within the file
     */
    static JsonObject parse(List<String> lines) {
        JsonObject root = new JsonObject();
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(0, root));
        JsonObject fresh = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw bad(i, line);
            }
            int indent = entry.group(1).length();
            if (fresh != null && indent > open.element().indent()) {
                open.push(new Level(indent, fresh));
            }
            while (open.element().indent() > indent) {
                open.pop();
            }
            if (open.element().indent() != indent) {
                throw bad(i, line);
            }
            JsonObject map = open.element().map();
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
        return new JsonPrimitive(text);
    }

    private static IllegalArgumentException bad(int index, String line) {
        return new IllegalArgumentException(
                "line " + (index + 2) + " of the header is no 'key: value': " + line.strip());
    }
}
