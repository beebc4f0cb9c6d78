package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookException;
import kontrast.grader.notebook.NotebookReader;

/**
 * The answer cells of one submission, found by their {@code grade_id}; all other cells of it are
 * never looked at.
 *
 * @param cells exercise id to the source of its answer cell; no entry where the cell is missing
 * @param repairs what had to be mended or guessed
 * @param broken why nothing could be read; empty if it could
 */
record Answers(Map<String, String> cells, List<String> repairs, String broken) {

    /** A magic where a statement may start; the worker's JShell knows none. */
    private static final Pattern MAGIC = Pattern.compile("\\s*%%?[A-Za-z].*");

    Answers {
        cells = Map.copyOf(cells);
        repairs = List.copyOf(repairs);
    }

    /**
     * Returns the id that an exercise's answer cell has in a notebook.
     *
     * @param exercise for instance {@code 11.3}
     * @return for instance {@code ex11_3}
     */
    static String gradeId(String exercise) {
        return "ex" + exercise.replace('.', '_');
    }

    /**
     * Reads a submission.
     *
     * @param file the notebook
     * @param exercises the ids to look for
     * @param released the notebook that was handed out
     * @return what was found; never throws for a broken file
     */
    static Answers read(Path file, List<String> exercises, Notebook released) {
        NotebookReader.Result read;
        try {
            read = NotebookReader.read(file);
        } catch (NotebookException e) {
            String reason = String.valueOf(e.getMessage()).replace(file.toString(), "The file");
            return new Answers(Map.of(), List.of(), reason);
        } catch (IOException e) {
            return new Answers(Map.of(), List.of(), "The file cannot be read: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return new Answers(
                    Map.of(),
                    List.of(),
                    "The file is no notebook (" + e.getClass().getSimpleName() + ").");
        }
        List<String> repairs = new ArrayList<>(read.repairs());
        Map<String, String> cells = new LinkedHashMap<>();
        for (String exercise : exercises) {
            String id = gradeId(exercise);
            List<String> found = sources(read.notebook(), id);
            List<String> stubs = sources(released, id);
            String chosen = choose(exercise, found, stubs, repairs);
            if (chosen != null) {
                cells.put(exercise, withoutMagics(exercise, chosen, repairs));
            }
        }
        return new Answers(cells, repairs, "");
    }

    /** By grade id; by the cell's own id where an editor has dropped the metadata. */
    private static List<String> sources(Notebook notebook, String gradeId) {
        List<Cell> cells = notebook.withGradeId(gradeId);
        if (cells.isEmpty()) {
            cells = notebook.cells().stream().filter(c -> c.id().equals(gradeId)).toList();
        }
        return cells.stream().filter(c -> c.type() == CellType.CODE).map(Cell::source).toList();
    }

    private static String choose(
            String exercise, List<String> found, List<String> stubs, List<String> repairs) {
        if (found.size() < 2) {
            return found.isEmpty() ? null : found.get(0);
        }
        List<String> written =
                found.stream()
                        .filter(s -> stubs.stream().noneMatch(stub -> same(s, stub)))
                        .distinct()
                        .toList();
        repairs.add(
                "%d cells claim to be the answer to %s; the last one that is not the stub was taken"
                        .formatted(found.size(), exercise));
        return written.isEmpty() ? found.get(0) : written.get(written.size() - 1);
    }

    private static String withoutMagics(String exercise, String source, List<String> repairs) {
        StringBuilder kept = new StringBuilder();
        boolean textBlock = false;
        for (String line : source.split("\n", -1)) {
            if (!textBlock && MAGIC.matcher(line).matches()) {
                repairs.add("in %s the line \"%s\" was left out".formatted(exercise, line.strip()));
                continue;
            }
            textBlock ^= (line.split("\"\"\"", -1).length - 1) % 2 == 1;
            kept.append(line).append('\n');
        }
        return kept.toString().stripTrailing();
    }

    /** Compares sources, white space aside. */
    static boolean same(String a, String b) {
        return a.replaceAll("\\s+", "").equals(b.replaceAll("\\s+", ""));
    }
}
