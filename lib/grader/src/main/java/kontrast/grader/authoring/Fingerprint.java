package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;

/**
 * What a notebook was made from, kept in its metadata under {@code kontrast}: a hash over the type,
 * text and metadata of its cells. With it one can tell whether the notebook, its master, or both
 * have changed since. Outputs, and what front ends leave behind, do not count.
 */
final class Fingerprint {

    private static final String BLOCK = "kontrast";
    private static final String MADE = "made_from";

    /** What front ends and nbgrader write into a cell's metadata, and no master says. */
    private static final List<String> FOREIGN = List.of(
            "nbgrader",
            "execution",
            "ExecuteTime",
            "collapsed",
            "scrolled",
            "autoscroll",
            "trusted",
            "slideshow",
            "vscode",
            "editable",
            "deletable");

    private Fingerprint() {}

    /** Computes the fingerprint of the cells as they are. */
    static String of(Notebook notebook) {
        StringBuilder text = new StringBuilder();
        for (Cell cell : notebook.cells()) {
            String source = source(cell);
            if (!source.isEmpty()) {
                TreeMap<String, JsonElement> metadata =
                        new TreeMap<>(metadata(cell).asMap());
                text.append(cell.type().word()).append('\n');
                text.append(source.length()).append('\n').append(source).append('\n');
                text.append(metadata).append('\n');
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the notebook with its present fingerprint on it. */
    static Notebook stamp(Notebook notebook) {
        JsonObject metadata = notebook.metadata();
        JsonObject block = new JsonObject();
        block.addProperty(MADE, of(notebook));
        metadata.add(BLOCK, block);
        return new Notebook(notebook.cells(), metadata);
    }

    /** Returns the fingerprint that a notebook was stamped with when it was made. */
    static Optional<String> stamped(Notebook notebook) {
        JsonElement block = notebook.metadata().get(BLOCK);
        return block != null && block.isJsonObject() && block.getAsJsonObject().has(MADE)
                ? Optional.of(block.getAsJsonObject().get(MADE).getAsString())
                : Optional.empty();
    }

    /** A cell's text as a master can hold it: blank lines around prose do not count. */
    static String source(Cell cell) {
        if (cell.source().isBlank()) {
            return "";
        }
        return cell.type() == CellType.MARKDOWN
                ? cell.source().replaceAll("\\A(?:[ \\t]*\n)+|\\s+\\z", "")
                : cell.source();
    }

    /** A cell's metadata as a master can hold it. */
    static JsonObject metadata(Cell cell) {
        JsonObject metadata = cell.metadata().deepCopy();
        FOREIGN.forEach(metadata::remove);
        JsonElement view = metadata.get("jupyter");
        if (view != null && view.isJsonObject()) {
            view.getAsJsonObject().remove("outputs_hidden");
            if (view.getAsJsonObject().isEmpty()) {
                metadata.remove("jupyter");
            }
        }
        JsonElement tags = metadata.get("tags");
        if (tags != null && (tags.equals(JsonNull.INSTANCE) || tags.toString().equals("[]"))) {
            metadata.remove("tags");
        }
        return metadata;
    }
}
