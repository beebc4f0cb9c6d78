package kontrast.grader.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads notebooks leniently: any nbformat that has cells, with or without cell ids, with a byte order mark, Windows
 * line ends, or text that is not UTF-8. The result lists what had to be repaired.
 */
public final class NotebookReader {

    /** Files above this size are refused: 64 MiB. */
    public static final long MAX_BYTES = 64L << 20;

    private final String name;
    private final Set<String> repairs = new LinkedHashSet<>();

    private NotebookReader(String name) {
        this.name = name;
    }

    /**
     * What was read.
     *
     * @param notebook the notebook
     * @param repairs one sentence for each thing that had to be mended; empty for a sound file
     */
    public record Result(Notebook notebook, List<String> repairs) {

        /** Copies the list. */
        public Result {
            repairs = List.copyOf(repairs);
        }
    }

    /**
     * Reads a file.
     *
     * @param file the notebook
     * @return the notebook and what was mended
     * @throws NotebookException if it is no notebook, or larger than {@link #MAX_BYTES}
     * @throws IOException if the file cannot be read
     */
    public static Result read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe would wait for ever, reading a device might never end.
            throw new NotebookException(file + " is a folder, a pipe or a device, not a file");
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new NotebookException(file
                    + " has "
                    + size
                    + " bytes; at most "
                    + MAX_BYTES
                    + " are read. Clear"
                    + " the outputs and save it again.");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads the bytes of a file.
     *
     * @param bytes the file's content
     * @param name what to call it in messages
     * @return the notebook and what was mended
     * @throws NotebookException if it is no notebook
     */
    public static Result parse(byte[] bytes, String name) throws NotebookException {
        NotebookReader reader = new NotebookReader(name);
        Notebook notebook = reader.notebook(reader.decode(bytes));
        return new Result(notebook, List.copyOf(reader.repairs));
    }

    private String decode(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        if (mark == 0xfffe || mark == 0xfeff) {
            repairs.add("the file was UTF-16, not UTF-8");
            return new String(bytes, StandardCharsets.UTF_16);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            repairs.add("the file was not UTF-8; it was read as Windows-1252");
            text = new String(bytes, Charset.forName("windows-1252"));
        }
        if (text.startsWith("\uFEFF")) {
            repairs.add("there was a byte order mark before the JSON");
            text = text.substring(1);
        }
        return text;
    }

    private Notebook notebook(String text) throws NotebookException {
        JsonObject root = root(text);
        JsonElement major = root.get("nbformat");
        if (!isNumber(major)) {
            repairs.add("the file did not say its nbformat; 4 was assumed");
        } else if (!major.getAsString().equals("4")) {
            repairs.add("the file is nbformat " + major + ", not 4; it was read anyway");
        }
        List<Cell> cells = new ArrayList<>();
        for (JsonElement json : cells(root)) {
            if (json.isJsonObject()) {
                cells.add(cell(json.getAsJsonObject(), cells.size()));
            } else {
                repairs.add("an entry in the list of cells is not a cell; it was left out");
            }
        }
        return new Notebook(cells, object(root, "metadata"));
    }

    /** Up to nbformat 3 the cells lie in worksheets. */
    private List<JsonElement> cells(JsonObject root) throws NotebookException {
        List<JsonElement> cells = new ArrayList<>();
        if (root.has("cells") && root.get("cells").isJsonArray()) {
            root.getAsJsonArray("cells").forEach(cells::add);
            return cells;
        }
        if (root.has("worksheets") && root.get("worksheets").isJsonArray()) {
            for (JsonElement sheet : root.getAsJsonArray("worksheets")) {
                if (sheet.isJsonObject() && sheet.getAsJsonObject().get("cells") != null) {
                    JsonElement list = sheet.getAsJsonObject().get("cells");
                    if (list.isJsonArray()) {
                        list.getAsJsonArray().forEach(cells::add);
                    }
                }
            }
            return cells;
        }
        throw new NotebookException(name + " has no list of cells: this is not a notebook.");
    }

    private JsonObject root(String text) throws NotebookException {
        JsonElement root;
        try {
            root = JsonParser.parseString(text);
        } catch (JsonParseException e) {
            String why = String.valueOf(e.getMessage()).replaceAll("^[\\w.]+Exception: ", "");
            throw new NotebookException(name + " is not JSON: " + why + ". Was the download cut short?");
        }
        if (!root.isJsonObject()) {
            throw new NotebookException(name + " is not a notebook: its JSON is not an object.");
        }
        return root.getAsJsonObject();
    }

    private Cell cell(JsonObject json, int index) {
        CellType type = type(json, index);
        JsonElement text = json.has("source") ? json.get("source") : json.get("input");
        String source = MultilineText.join(text).orElse(null);
        if (source == null) {
            repairs.add("cell " + (index + 1) + " had no source");
            source = "";
        }
        if (source.indexOf('\r') >= 0) {
            repairs.add("cells had Windows line ends");
            source = source.replace("\r\n", "\n").replace('\r', '\n');
        }
        JsonElement outputs = json.get("outputs");
        return new Cell(
                id(json, index),
                type,
                source,
                object(json, "metadata"),
                type == CellType.CODE && outputs != null && outputs.isJsonArray()
                        ? outputs.getAsJsonArray()
                        : new JsonArray(),
                count(json),
                object(json, "attachments"));
    }

    private CellType type(JsonObject json, int index) {
        String word = MultilineText.join(json.get("cell_type")).orElse("");
        for (CellType type : CellType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        repairs.add("cell " + (index + 1) + " was of type '" + word + "'; it was read as raw");
        return CellType.RAW;
    }

    private String id(JsonObject json, int index) {
        String id = MultilineText.join(json.get("id")).orElse("");
        if (id.matches("[a-zA-Z0-9_-]{1,64}")) {
            return id;
        }
        repairs.add("cells had no id (nbformat before 4.5)");
        return "cell-" + (index + 1);
    }

    private static OptionalInt count(JsonObject json) {
        JsonElement count = json.get("execution_count");
        try {
            return isNumber(count) ? OptionalInt.of(count.getAsInt()) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static JsonObject object(JsonObject parent, String key) {
        JsonElement child = parent.get(key);
        return child != null && child.isJsonObject() ? child.getAsJsonObject() : new JsonObject();
    }

    private static boolean isNumber(JsonElement e) {
        return e != null && e.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber();
    }
}
