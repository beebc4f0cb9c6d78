package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A Markdown master, taken apart.
 *
 * @param file the file's name in messages
 * @param metadata what stands under {@code jupyter:} in the header
 * @param cells the cells from top to bottom
 */
record Master(String file, JsonObject metadata, List<MasterCell> cells) {

    Master {
        cells = List.copyOf(cells);
    }

    /** A problem of a whole cell, on the line where it begins: its fence, if it has one. */
    Problem problem(MasterCell cell, String message) {
        return new Problem(file, cell.opens(), cell.label(), message);
    }

    /** A problem on a certain line of a cell's source, from 0. */
    Problem problem(MasterCell cell, int lineInCell, String message) {
        return new Problem(file, cell.line() + lineInCell, cell.label(), message);
    }
}
