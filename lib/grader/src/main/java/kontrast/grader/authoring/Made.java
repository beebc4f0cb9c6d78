package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import java.util.List;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;

/**
 * A cell of a notebook, and the cell of the master from which it was made.
 *
 * @param from the master's
 * @param cell the notebook's
 */
record Made(MasterCell from, Cell cell) {

    static Notebook notebook(List<Made> cells, JsonObject metadata) {
        return new Notebook(cells.stream().map(Made::cell).toList(), metadata);
    }
}
