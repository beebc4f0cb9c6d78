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
                problems.add(new Problem(
                        file,
                        0,
                        "cell " + (i + 1) + " (" + cell.id() + ")",
                        "was edited in the notebook and is not in the master; "
                                + (file.startsWith("exercises/")
                                        ? "change its solutions instead, as sync carries nothing back from exercises;"
                                        : "./course sync carries it back,")
                                + " release --force throws it away"));
            }
        }
        if (problems.isEmpty() && isRearranged(existing, made)) {
            problems.add(new Problem(
                    file,
                    0,
                    "",
                    "cells were moved, removed or tagged in the notebook; "
                            + (file.startsWith("exercises/") ? "" : "./course sync carries that back, ")
                            + "release --force undoes it"));
        }
        return problems;
    }

    private static boolean isRearranged(Notebook existing, Notebook made) {
        String now = Fingerprint.of(existing);
        return Fingerprint.stamped(existing).filter(then -> !then.equals(now)).isPresent()
                && !now.equals(Fingerprint.of(made));
    }
}
