package kontrast.grader.authoring;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code key=value} words behind a fence's language or a region's marker, each value in JSON,
 * as Jupytext writes them: {@code exercise="11.3" points=4 tags=["a", "b"] .noeval}. Also {@code
 * {..}}, one JSON object.
 */
final class FenceMetadata {

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final String text;
    private int at;

    private FenceMetadata(String text) {
        this.text = text;
    }

    /**
     * Reads the words.
     *
     * @param text the rest of the line
     * @return the values in their order; JSON null for a word without a value
     * @throws IllegalArgumentException naming the word that cannot be read
     */
    static JsonObject parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("{")) {
            return json(trimmed, "the metadata").getAsJsonObject();
        }
        return new FenceMetadata(trimmed).words();
    }

    private JsonObject words() {
        JsonObject result = new JsonObject();
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            Matcher key = KEY.matcher(text).region(at, text.length());
            if (!key.lookingAt()) {
                throw new IllegalArgumentException("'" + text.substring(at) + "' is not key=value metadata");
            }
            at = key.end();
            if (at < text.length() && text.charAt(at) == '=') {
                int start = ++at;
                skipValue();
                result.add(key.group(), json(text.substring(start, at), key.group()));
            } else {
                result.add(key.group(), JsonNull.INSTANCE);
            }
        }
        return result;
    }

    /** Moves behind a JSON value: to the first blank outside of strings and brackets. */
    private void skipValue() {
        int depth = 0;
        boolean quoted = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ' ' && depth == 0) {
                return;
            }
        }
        at = Math.min(at, text.length());
    }

    private static JsonElement json(String value, String key) {
        JsonElement parsed;
        try {
            parsed = STRICT.fromJson(value, JsonElement.class);
        } catch (JsonParseException e) {
            parsed = null;
        }
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "the value of " + key + " is not JSON: " + value + " (text needs \" quotes)");
        }
        return parsed;
    }
}
