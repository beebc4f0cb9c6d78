package kontrast.grader.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.Optional;

/** nbformat's multi-line strings: one string, or a list of lines that keep their line ends. */
public final class MultilineText {

    private MultilineText() {}

    /**
     * Joins a multi-line string.
     *
     * @param value a string or a list of strings
     * @return the text; empty if it is neither
     */
    public static Optional<String> join(JsonElement value) {
        if (isString(value)) {
            return Optional.of(value.getAsString());
        }
        if (value == null || !value.isJsonArray()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (JsonElement line : value.getAsJsonArray()) {
            if (!isString(line)) {
                return Optional.empty();
            }
            text.append(line.getAsString());
        }
        return Optional.of(text.toString());
    }

    /**
     * Splits a text after each line end, as Jupyter does when it writes.
     *
     * @param text any text
     * @return its lines, with their {@code \n}; no line for the empty text
     */
    public static JsonArray split(String text) {
        JsonArray lines = new JsonArray();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, next));
            start = next;
        }
        return lines;
    }

    private static boolean isString(JsonElement e) {
        return e != null && e.isJsonPrimitive() && e.getAsJsonPrimitive().isString();
    }
}
