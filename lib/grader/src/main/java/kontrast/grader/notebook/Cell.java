package kontrast.grader.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One cell of a notebook.
 *
 * <p>The constructor copies the JSON parts; callers must not change the ones they get.
 *
 * @param id the cell id of nbformat 4.5: 1 to 64 of {@code a-z A-Z 0-9 - _}
 * @param type what kind of cell
 * @param source the text, lines separated by {@code \n}, none at the end
 * @param metadata the cell's metadata, empty if it has none
 * @param outputs the outputs as nbformat has them; empty for cells that are not code
 * @param executionCount the number in {@code In[n]}; empty if never executed or no code
 * @param attachments pasted pictures of a Markdown cell; empty if it has none
 */
public record Cell(
        String id,
        CellType type,
        String source,
        JsonObject metadata,
        JsonArray outputs,
        OptionalInt executionCount,
        JsonObject attachments) {

    /**
     * Copies the JSON parts.
     *
     * @throws IllegalArgumentException if a cell that is not code has outputs
     */
    public Cell {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(executionCount, "executionCount");
        metadata = metadata.deepCopy();
        outputs = outputs.deepCopy();
        attachments = attachments.deepCopy();
        if (type != CellType.CODE && !outputs.isEmpty()) {
            throw new IllegalArgumentException("cell " + id + " is " + type.word() + " and has outputs; only code has");
        }
    }

    /**
     * Makes a cell that was never executed.
     *
     * @param id the cell id
     * @param type what kind of cell
     * @param source the text
     * @return the cell, with empty metadata
     */
    public static Cell of(String id, CellType type, String source) {
        return new Cell(id, type, source, new JsonObject(), new JsonArray(), OptionalInt.empty(), new JsonObject());
    }

    /**
     * Returns this cell with another source.
     *
     * @param newSource the text
     * @return the changed copy
     */
    public Cell withSource(String newSource) {
        return new Cell(id, type, newSource, metadata, outputs, executionCount, attachments);
    }

    /**
     * Returns this cell with other metadata.
     *
     * @param newMetadata the metadata
     * @return the changed copy
     */
    public Cell withMetadata(JsonObject newMetadata) {
        return new Cell(id, type, source, newMetadata, outputs, executionCount, attachments);
    }

    /**
     * Returns this cell with other results.
     *
     * @param newOutputs the outputs
     * @param newCount the number in {@code In[n]}
     * @return the changed copy
     */
    public Cell withOutputs(JsonArray newOutputs, OptionalInt newCount) {
        return new Cell(id, type, source, metadata, newOutputs, newCount, attachments);
    }

    /**
     * Returns the nbgrader block of the metadata.
     *
     * @return the block, empty if there is none or it is no object
     */
    public Optional<JsonObject> nbgrader() {
        JsonElement block = metadata.get("nbgrader");
        return block != null && block.isJsonObject() ? Optional.of(block.getAsJsonObject()) : Optional.empty();
    }

    /**
     * Returns nbgrader's {@code grade_id}, by which a submission's cells are found again.
     *
     * @return the id, empty if the cell has none
     */
    public Optional<String> gradeId() {
        return nbgrader()
                .map(block -> block.get("grade_id"))
                .filter(e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString);
    }
}
