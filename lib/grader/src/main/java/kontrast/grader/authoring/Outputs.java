package kontrast.grader.authoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.MultilineText;
import kontrast.grader.notebook.Notebook;

/** The outputs of committed notebooks: kept where the code is unchanged, cleaned, and small. */
final class Outputs {

    /** The most that one cell's outputs may take in the file, in bytes. */
    static final int MAX_CELL_BYTES = 400_000;

    /** The most that a notebook's outputs may take in the file, in bytes. */
    static final int MAX_NOTEBOOK_BYTES = 4_000_000;

    /** The library that a figure brings with it, once a notebook; too large to be committed. */
    private static final Pattern PLOTLY =
            Pattern.compile("<script\\b[^>]*class=[\"']?kontrast-plotly-library\\b.*?</script>\\s*", Pattern.DOTALL);

    private Outputs() {}

    /** Gives each code cell the cleaned outputs that {@code existing} has for the same code. */
    static Notebook carry(Notebook existing, Notebook made) {
        Map<String, Deque<Cell>> bySource = new HashMap<>();
        for (Cell cell : existing.cells()) {
            if (cell.type() == CellType.CODE) {
                bySource.computeIfAbsent(cell.source().stripTrailing(), s -> new ArrayDeque<>())
                        .add(cell);
            }
        }
        return made.map(cell -> {
            Deque<Cell> same = bySource.get(cell.source().stripTrailing());
            if (cell.type() != CellType.CODE || same == null || same.isEmpty()) {
                return cell;
            }
            Cell old = same.remove();
            return cell.withOutputs(clean(old.outputs()), old.executionCount());
        });
    }

    /** Strips what must not be committed, and writes what is left as Jupyter does. */
    static JsonArray clean(JsonArray outputs) {
        JsonArray result = new JsonArray();
        for (JsonElement element : outputs) {
            if (!element.isJsonObject()) {
                continue;
            }
            JsonObject output = element.deepCopy().getAsJsonObject();
            JsonElement data = output.get("data");
            if (data != null && data.isJsonObject()) {
                cleanData(data.getAsJsonObject());
            }
            if (!joinStream(result, output)) {
                result.add(output);
            }
        }
        for (JsonElement output : result) {
            if (output.getAsJsonObject().has("text")) {
                String text =
                        MultilineText.join(output.getAsJsonObject().get("text")).orElse("");
                String shown = onScreen(text);
                output.getAsJsonObject().add("text", MultilineText.split(shown));
            }
        }
        return result;
    }

    /** Drops progress that a later text on the same line overwrote. */
    private static String onScreen(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (String line : text.replace("\r\n", "\n").split("(?<=\n)", -1)) {
            String seen = line.replaceFirst("\r+(\n?)$", "$1");
            shown.append(seen, seen.lastIndexOf('\r') + 1, seen.length());
        }
        return shown.toString();
    }

    private static void cleanData(JsonObject data) {
        for (String mime : List.copyOf(data.keySet())) {
            boolean text =
                    mime.startsWith("text/") || mime.equals("image/svg+xml") || mime.equals("application/javascript");
            if (text) {
                MultilineText.join(data.get(mime))
                        .map(s -> PLOTLY.matcher(s).replaceAll(""))
                        .ifPresent(s -> data.add(mime, MultilineText.split(s)));
            }
        }
    }

    /** Joins a stream to the one before it, as it looks on the screen. */
    private static boolean joinStream(JsonArray before, JsonObject output) {
        if (before.isEmpty() || !isStream(output)) {
            return false;
        }
        JsonObject last = before.get(before.size() - 1).getAsJsonObject();
        if (!isStream(last) || !last.get("name").equals(output.get("name"))) {
            return false;
        }
        String text = MultilineText.join(last.get("text")).orElse("")
                + MultilineText.join(output.get("text")).orElse("");
        last.add("text", new JsonPrimitive(text));
        return true;
    }

    private static boolean isStream(JsonObject output) {
        JsonElement type = output.get("output_type");
        return type != null && type.equals(new JsonPrimitive("stream")) && output.has("name");
    }

    /**
     * Says which outputs are too large, and which are errors that nobody announced; with the line
     * of the master, where the notebook has one whose cells are its own.
     */
    static List<Problem> problems(String file, Notebook notebook, Optional<Master> master) {
        List<Problem> problems = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < notebook.cells().size(); i++) {
            int at = i;
            Cell cell = notebook.cells().get(i);
            int bytes = cell.outputs().toString().getBytes(StandardCharsets.UTF_8).length;
            total += bytes;
            Optional<MasterCell> from = master.map(m -> m.cells().get(at));
            if (bytes > MAX_CELL_BYTES) {
                problems.add(new Problem(
                        from.isPresent() ? master.get().file() : file,
                        from.map(MasterCell::opens).orElse(0),
                        from.map(MasterCell::label).orElse("cell " + (i + 1)),
                        "its outputs take "
                                + bytes
                                + " bytes, at most "
                                + MAX_CELL_BYTES
                                + " are committed; print less or draw a smaller picture"));
            }
            if (hasError(cell) && !cell.metadata().toString().contains("\"raises-exception\"")) {
                problems.add(new Problem(
                        from.isPresent() ? master.get().file() : file,
                        from.map(MasterCell::opens).orElse(0),
                        from.map(MasterCell::label).orElse("cell " + (i + 1)),
                        "it ended in an error; run it again, or mark the fence with"
                                + " tags=[\"raises-exception\"] if that is the point"));
            }
        }
        if (total > MAX_NOTEBOOK_BYTES) {
            problems.add(new Problem(
                    file,
                    0,
                    "",
                    "its outputs take " + total + " bytes, at most " + MAX_NOTEBOOK_BYTES + " are committed"));
        }
        return problems;
    }

    private static boolean hasError(Cell cell) {
        for (JsonElement output : cell.outputs()) {
            if (new JsonPrimitive("error").equals(output.getAsJsonObject().get("output_type"))) {
                return true;
            }
        }
        return false;
    }
}
