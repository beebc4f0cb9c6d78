package kontrast.grader.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A notebook: its cells in order, and its metadata.
 *
 * @param cells the cells, from top to bottom
 * @param metadata kernelspec, language_info, jupytext and whatever else the file carries
 */
public record Notebook(List<Cell> cells, JsonObject metadata) {

    /** Copies both parts. */
    public Notebook {
        cells = List.copyOf(cells);
        metadata = metadata.deepCopy();
    }

    /**
     * Returns the cells that carry a {@code grade_id}; more than one where a learner copied a cell.
     *
     * @param gradeId nbgrader's id, e.g. {@code ex11_3}
     * @return the cells, from top to bottom
     */
    public List<Cell> withGradeId(String gradeId) {
        return cells.stream()
                .filter(c -> c.gradeId().equals(Optional.of(gradeId)))
                .toList();
    }

    /**
     * Returns the kernel's language as the kernelspec says it.
     *
     * @return for instance {@code "java"}; empty if the notebook does not say
     */
    public Optional<String> language() {
        JsonElement spec = metadata.get("kernelspec");
        if (spec == null || !spec.isJsonObject()) {
            return Optional.empty();
        }
        JsonElement language = spec.getAsJsonObject().get("language");
        return language != null && language.isJsonPrimitive() ? Optional.of(language.getAsString()) : Optional.empty();
    }

    /**
     * Returns this notebook with each cell changed.
     *
     * @param change what to do with a cell
     * @return the changed copy
     */
    public Notebook map(UnaryOperator<Cell> change) {
        return new Notebook(cells.stream().map(change).toList(), metadata);
    }
}
