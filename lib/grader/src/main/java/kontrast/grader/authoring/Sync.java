package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;

/**
 * Carries work that was done in a notebook back into its master: edited, new, moved and deleted
 * cells, and their metadata. Refuses where the master has changed as well.
 */
final class Sync {

    /** How a notebook and its master stand to each other. */
    enum State {
        /** The notebook is as it was made, and so is the master. */
        SAME,
        /** Only the notebook has changed: it can be carried back. */
        NOTEBOOK_CHANGED,
        /** Only the master has changed: a release makes the notebook anew. */
        MASTER_CHANGED,
        /** Both have changed, and not in the same way. */
        BOTH_CHANGED,
        /** The notebook differs, and does not say what it was made from. */
        UNKNOWN
    }

    private final Path file;
    private final Path masterFile;
    private final String text;
    private final Master master;
    private final Notebook notebook;
    private final Map<String, MasterCell> origins = new HashMap<>();
    private final Notebook made;

    private Sync(Path root, Path file) throws IOException {
        this.file = file;
        this.masterFile = Path.of(file.toString().replaceFirst("\\.ipynb$", ".md"));
        String name = root.relativize(masterFile).toString().replace('\\', '/');
        this.text = Files.readString(masterFile);
        this.master = MasterReader.parse(text, name);
        this.notebook = NotebookReader.read(file).notebook();
        this.made = name.startsWith("solutions/") ? solution() : lecture();
    }

    /**
     * Reads a notebook and its master.
     *
     * @param root the course
     * @param file the notebook of a lecture or of solutions
     * @throws IOException if one of the two cannot be read
     */
    static Sync of(Path root, Path file) throws IOException {
        return new Sync(root, file);
    }

    private Notebook lecture() throws IOException {
        Notebook fresh = Lecture.notebook(master);
        for (int i = 0; i < fresh.cells().size(); i++) {
            origins.put(fresh.cells().get(i).id(), master.cells().get(i));
        }
        return fresh;
    }

    private Notebook solution() throws IOException {
        List<Made> cells = new ExerciseMaster(master).solutions();
        cells.forEach(cell -> origins.put(cell.cell().id(), cell.from()));
        return Made.notebook(cells, Header.paired(master));
    }

    State state() {
        String now = Fingerprint.of(notebook);
        String fresh = Fingerprint.of(made);
        String then = Fingerprint.stamped(notebook).orElse("");
        if (now.equals(fresh)) {
            return State.SAME;
        } else if (then.isEmpty()) {
            return State.UNKNOWN;
        } else if (now.equals(then)) {
            return State.MASTER_CHANGED;
        }
        return fresh.equals(then) ? State.NOTEBOOK_CHANGED : State.BOTH_CHANGED;
    }

    /**
     * Writes the master so that it makes this notebook.
     *
     * @throws AuthoringException if a cell cannot be written as Markdown
     */
    void carryBack() throws IOException {
        String carried = MasterText.rewrite(master, text, origins, notebook.cells());
        if (text.contains("\r\n")) {
            carried = carried.replace("\n", "\r\n");
        }
        Path part = masterFile.resolveSibling(masterFile.getFileName() + ".part");
        Files.writeString(part, carried, StandardCharsets.UTF_8);
        Files.move(part, masterFile, StandardCopyOption.REPLACE_EXISTING);
    }

    Path file() {
        return file;
    }

    Path masterFile() {
        return masterFile;
    }
}
