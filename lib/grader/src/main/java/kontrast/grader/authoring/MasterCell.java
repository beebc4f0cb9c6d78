package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import kontrast.grader.notebook.CellType;

/**
 * One cell of a master.
 *
 * @param number its place in the master, from 1
 * @param opens the line of the master on which it begins, from 1: its fence, if it has one
 * @param line the line on which its source starts
 * @param closes the line on which it ends: the closing fence, if it has one
 * @param type what kind of cell
 * @param source the text
 * @param metadata what stands behind the fence's language or the region's marker
 */
record MasterCell(int number, int opens, int line, int closes, CellType type, String source, JsonObject metadata) {

    /** How messages name this cell. */
    String label() {
        return metadata.has(Part.EXERCISE)
                ? "cell " + number + " (exercise " + metadata.get(Part.EXERCISE) + ")"
                : "cell " + number;
    }
}
