package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;

/**
 * Finds work that a release would overwrite: cells of the existing notebook that were edited after
 * they were made, and whose text is not in the master.
 */
final class Edits {

    private Edits() {}

    static List<Problem> lost(String file, Notebook existing, Notebook made) {
        Set<String> sources = new HashSet<>();
        made.cells().forEach(cell -> sources.add(cell.source().strip()));
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < existing.cells().size(); i++) {
            Cell cell = existing.cells().get(i);
            String text = cell.source().strip();
            if (!text.isEmpty() && !sources.contains(text) && !CellIds.isUntouched(cell)) {
                problems.add(
                        new Problem(
                                file,
                                0,
                                "cell " + (i + 1) + " (" + cell.id() + ")",
                                "was edited in the notebook and is not in the master; carry it"
                                        + " over, or release --force to throw it away"));
            }
        }
        return problems;
    }
}
