package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;

/** Makes a lecture's notebook from its master. */
final class Lecture {

    private Lecture() {}

    /**
     * Makes the notebook, without outputs.
     *
     * @throws AuthoringException if a code line would be taken for a magic
     */
    static Notebook notebook(Master master) throws AuthoringException {
        List<Problem> problems = MagicLines.problems(master);
        if (!problems.isEmpty()) {
            throw new AuthoringException(problems);
        }
        CellIds ids = new CellIds();
        List<Cell> cells = new ArrayList<>();
        for (MasterCell cell : master.cells()) {
            cells.add(cell(cell, cell.source(), ids));
        }
        return new Notebook(cells, Header.paired(master));
    }

    /** Makes one cell, with the metadata that the master gives it. */
    static Cell cell(MasterCell from, String source, CellIds ids) {
        CellType type = from.type();
        return Cell.of(ids.next(type, source), type, source).withMetadata(from.metadata());
    }
}
