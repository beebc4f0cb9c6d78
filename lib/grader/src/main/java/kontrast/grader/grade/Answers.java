package kontrast.grader.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookException;
import kontrast.grader.notebook.NotebookReader;

/**
 * The answer cells of one submission, found by their {@code grade_id}; all other cells of it are
 * never run.
 *
 * @param cells exercise id to the source of its answer cell; no entry where the cell is missing
 * @param refused exercise id to the reason why its cell is not run
 * @param helpers sources of the cells that the learner has added or changed, in the notebook's order
 * @param repairs what had to be mended or guessed
 * @param broken why nothing could be read; empty if it could
 */
record Answers(
        Map<String, String> cells,
        Map<String, String> refused,
        List<String> helpers,
        List<String> repairs,
        String broken) {

    /** Most bytes of a cell: what is sent to a worker in one piece. */
    private static final int MOST_OF_CELL = 1 << 20;

    /** Most characters of all helping cells, and most cells; one that is too long is passed over, the others count. */
    private static final int MOST_HELP = 200_000;

    private static final int MOST_HELPERS = 200;

    /** A magic where a statement may start; the worker's JShell knows none. */
    private static final Pattern MAGIC = Pattern.compile("\\s*(%%?)([A-Za-z]\\w*).*");

    /** What the course's kernel knows and what does not change what an answer computes. */
    private static final Set<String> HARMLESS =
            Set.of("time", "maven", "jars", "classpath", "addMavenDependency", "loadFromPOM");

    Answers {
        cells = Map.copyOf(cells);
        refused = Map.copyOf(refused);
        helpers = List.copyOf(helpers);
        repairs = List.copyOf(repairs);
    }

    /** What there is of a notebook that nobody can read. */
    static Answers broken(String reason) {
        return new Answers(Map.of(), Map.of(), List.of(), List.of(), reason);
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
     * @param functions the exercises to look for, each with the name of its function
     * @param released the notebook that was handed out
     * @return what was found; never throws for a broken file
     */
    static Answers read(Path file, Map<String, String> functions, Notebook released) {
        NotebookReader.Result read;
        try {
            read = NotebookReader.read(file);
        } catch (NotebookException e) {
            return broken(String.valueOf(e.getMessage()).replace(file.toString(), "The file"));
        } catch (IOException e) {
            return broken("The file cannot be read: " + e.getClass().getSimpleName());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return broken("The file is not a notebook (" + e.getClass().getSimpleName() + ").");
        }
        List<String> repairs = new ArrayList<>(read.repairs());
        kernel(read.notebook()).ifPresent(repairs::add);
        repairs.addAll(edited(read.notebook(), released));
        Map<String, String> cells = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        functions.forEach((exercise, function) -> {
            List<String> stubs = sources(released, gradeId(exercise));
            String chosen = find(read.notebook(), exercise, function, stubs, repairs);
            if (chosen != null) {
                cells.put(exercise, withoutMagics(exercise, chosen, repairs, refused));
                int bytes = chosen.getBytes(StandardCharsets.UTF_8).length;
                if (bytes > MOST_OF_CELL) {
                    refused.put(
                            exercise,
                            "the cell has %,d bytes, and at most %,d are taken".formatted(bytes, MOST_OF_CELL));
                }
            }
        });
        return new Answers(cells, refused, helpers(read.notebook(), released, cells), repairs, "");
    }

    /** All that is neither an answer nor as it was handed out. */
    private static List<String> helpers(Notebook notebook, Notebook released, Map<String, String> answers) {
        Set<String> known = new HashSet<>();
        released.cells().forEach(cell -> known.add(pressed(cell.source())));
        answers.values().forEach(source -> known.add(pressed(source)));
        List<String> helpers = new ArrayList<>();
        int length = 0;
        for (Cell cell : code(notebook.cells())) {
            String source = withoutMagics(cell.source(), magic -> {});
            boolean fits = helpers.size() < MOST_HELPERS && length + source.length() <= MOST_HELP;
            if (fits && !source.isBlank() && known.add(pressed(source))) {
                helpers.add(source);
                length += source.length();
            }
        }
        return helpers;
    }

    private static Optional<String> kernel(Notebook notebook) {
        return notebook.language()
                .filter(language -> !language.equals("java"))
                .map(language -> "the notebook says that its kernel is for %s; its answers were run as"
                                .formatted(clean(language))
                        + " Java");
    }

    /** Locked cells that are gone or changed: no harm is done, since ours are used. */
    private static List<String> edited(Notebook notebook, Notebook released) {
        List<String> notes = new ArrayList<>();
        for (Cell ours : released.cells()) {
            boolean locked = ours.nbgrader()
                    .map(block -> block.get("locked"))
                    .filter(e -> e.isJsonPrimitive() && e.getAsBoolean())
                    .isPresent();
            if (!locked || ours.gradeId().isEmpty()) {
                continue;
            }
            String id = ours.gradeId().get();
            List<Cell> theirs = notebook.withGradeId(id);
            if (theirs.isEmpty()) {
                notes.add("the cell %s is gone; ours was used".formatted(id));
            } else if (theirs.stream().anyMatch(c -> !same(c.source(), ours.source()))) {
                notes.add("the cell %s was edited; ours was used".formatted(id));
            }
        }
        return notes;
    }

    private static String find(
            Notebook notebook, String exercise, String function, List<String> stubs, List<String> repairs) {
        String id = gradeId(exercise);
        List<Cell> found = code(notebook.withGradeId(id));
        if (found.isEmpty()) {
            found = code(
                    notebook.cells().stream().filter(c -> c.id().equals(id)).toList());
        }
        if (found.isEmpty()) {
            found = code(notebook.cells()).stream()
                    .filter(c -> c.gradeId().isEmpty() && defines(c.source(), function))
                    .toList();
            if (!found.isEmpty()) {
                repairs.add(
                        "the cell of %s had lost its id; it was found by the name of its function".formatted(exercise));
            }
        }
        String chosen =
                choose(exercise, function, found.stream().map(Cell::source).toList(), stubs, repairs);
        if (chosen != null && stubs.stream().anyMatch(stub -> same(stub, chosen))) {
            // Somebody has left the stub as it was, and written the answer below.
            List<String> elsewhere = code(notebook.cells()).stream()
                    .filter(c -> c.gradeId().isEmpty() && defines(c.source(), function))
                    .map(Cell::source)
                    .toList();
            if (!elsewhere.isEmpty()) {
                repairs.add("the answer to %s is in a cell of its own, below the one that was meant for it"
                        .formatted(exercise));
                return elsewhere.get(elsewhere.size() - 1);
            }
        }
        return chosen;
    }

    private static boolean defines(String source, String function) {
        // A type, the name, parameters and a brace, at the left of a line: no call looks so.
        return Pattern.compile("(?m)^[\\w<>\\[\\], .]+\\s" + Pattern.quote(function) + "\\s*\\([^)]*\\)[^;{]*\\{")
                .matcher(source)
                .find();
    }

    private static List<Cell> code(List<Cell> cells) {
        return cells.stream().filter(c -> c.type() == CellType.CODE).toList();
    }

    private static List<String> sources(Notebook notebook, String gradeId) {
        return code(notebook.withGradeId(gradeId)).stream().map(Cell::source).toList();
    }

    private static String choose(
            String exercise, String function, List<String> found, List<String> stubs, List<String> repairs) {
        if (found.size() < 2) {
            return found.isEmpty() ? null : found.get(0);
        }
        List<String> written = found.stream()
                .filter(s -> !s.isBlank())
                .filter(s -> stubs.stream().noneMatch(stub -> same(s, stub)))
                .distinct()
                .toList();
        repairs.add("%d cells claim to be the answer to %s; the last one that is not the stub was taken"
                .formatted(found.size(), exercise));
        // Of a cell that was split, the part with the function is the answer, and the rest helps it.
        List<String> whole =
                written.stream().filter(source -> defines(source, function)).toList();
        List<String> best = whole.isEmpty() ? written : whole;
        return best.isEmpty() ? found.get(0) : best.get(best.size() - 1);
    }

    private static String withoutMagics(
            String exercise, String source, List<String> repairs, Map<String, String> refused) {
        return withoutMagics(source, magic -> {
            String line = clean(magic.group().strip());
            if (!HARMLESS.contains(magic.group(2)) || magic.group(1).length() == 2) {
                refused.putIfAbsent(
                        exercise, "the cell is not Java: it has a line \"%s\", which is not run here".formatted(line));
            }
            repairs.add("in %s the line \"%s\" was left out".formatted(exercise, line));
        });
    }

    private static String withoutMagics(String source, Consumer<Matcher> leftOut) {
        StringBuilder kept = new StringBuilder();
        boolean textBlock = false;
        for (String line : source.split("\n", -1)) {
            Matcher magic = MAGIC.matcher(line);
            if (!textBlock && magic.matches()) {
                leftOut.accept(magic);
                continue;
            }
            textBlock ^= (line.split("\"\"\"", -1).length - 1) % 2 == 1;
            kept.append(line).append('\n');
        }
        return kept.toString().stripTrailing();
    }

    /** Text of a learner's in a message of ours. */
    private static String clean(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 80 ? line.substring(0, 80) + "..." : line;
    }

    /** Compares sources, white space aside. */
    static boolean same(String a, String b) {
        return pressed(a).equals(pressed(b));
    }

    private static String pressed(String source) {
        return source.replaceAll("\\s+", "");
    }
}
