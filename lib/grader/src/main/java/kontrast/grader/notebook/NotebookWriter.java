package kontrast.grader.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeSet;

/**
 * Writes nbformat 4.5 as Jupyter itself does: keys sorted, indented by one blank, text as lists of
 * lines, UTF-8, a line end at the end. A notebook saved from JupyterLab therefore differs from a
 * generated one only where it was edited.
 */
public final class NotebookWriter {

    private NotebookWriter() {}

    /**
     * Writes a notebook, replacing the file in one step.
     *
     * @param notebook what to write
     * @param file where to; its folder must exist
     * @throws IOException if the file cannot be written
     */
    public static void write(Notebook notebook, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, toJson(notebook).getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Returns the file's text.
     *
     * @param notebook what to write
     * @return JSON with a line end at the end
     */
    public static String toJson(Notebook notebook) {
        JsonObject root = new JsonObject();
        JsonArray cells = new JsonArray();
        notebook.cells().forEach(cell -> cells.add(toJson(cell)));
        root.add("cells", cells);
        root.add("metadata", notebook.metadata());
        root.addProperty("nbformat", 4);
        root.addProperty("nbformat_minor", 5);
        StringWriter text = new StringWriter();
        JsonWriter writer = new JsonWriter(text);
        writer.setIndent(" ");
        try {
            writeSorted(root, writer);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static JsonObject toJson(Cell cell) {
        JsonObject json = new JsonObject();
        json.addProperty("cell_type", cell.type().word());
        json.addProperty("id", cell.id());
        json.add("metadata", cell.metadata());
        json.add("source", MultilineText.split(cell.source()));
        if (cell.type() == CellType.CODE) {
            json.add("outputs", cell.outputs());
            json.add(
                    "execution_count",
                    cell.executionCount().isPresent()
                            ? new JsonPrimitive(cell.executionCount().getAsInt())
                            : JsonNull.INSTANCE);
        } else if (!cell.attachments().isEmpty()) {
            json.add("attachments", cell.attachments());
        }
        return json;
    }

    private static void writeSorted(JsonElement element, JsonWriter writer) throws IOException {
        if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            writer.beginObject();
            for (String key : new TreeSet<>(object.keySet())) {
                writer.name(key);
                writeSorted(object.get(key), writer);
            }
            writer.endObject();
        } else if (element.isJsonArray()) {
            writer.beginArray();
            for (JsonElement item : element.getAsJsonArray()) {
                writeSorted(item, writer);
            }
            writer.endArray();
        } else if (element.isJsonNull()) {
            writer.nullValue();
        } else if (element.getAsJsonPrimitive().isBoolean()) {
            writer.value(element.getAsBoolean());
        } else if (element.getAsJsonPrimitive().isNumber()) {
            writer.value(element.getAsNumber());
        } else {
            writer.value(element.getAsString());
        }
    }
}
