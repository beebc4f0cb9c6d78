package kontrast.grader.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;

/**
 * A learner's copies of the lectures and exercises.
 *
 * <p>The notebooks of the course are never worked on: a run would change them, and the next version of the course could
 * not be fetched. They are copied into a folder of the learner's, and beside each copy, in {@code .handed-out}, lies
 * what was copied, so that three texts can be compared: what was handed out, what the learner has, and what the course
 * has now. A new version that was laid beside is remembered in {@code .laid-beside}: the learner goes on with the old
 * one.
 *
 * <ul>
 *   <li>The learner changed nothing: the new version takes its place.
 *   <li>The learner only ran it: on {@link Wish#UPDATE} the run moves to {@code earlier} and the new version takes its
 *       place.
 *   <li>The learner wrote into it: nothing is overwritten. On {@link Wish#UPDATE} the new version is laid beside it,
 *       and what the learner wrote into the answer cells of an exercise is carried over.
 * </ul>
 */
public final class LearnersCopy {

    private static final List<String> FOLDERS = List.of("notebooks", "exercises");

    /** How much may happen. */
    public enum Wish {
        /** Copies what is missing, and replaces what nobody touched. */
        OPEN,
        /** Also brings in new versions of what was run or written into. */
        UPDATE
    }

    /** What became of one notebook. */
    public enum Became {
        /** It was not there. */
        COPIED,
        /** It was untouched and is new now. */
        REPLACED,
        /** A new version waits for {@link Wish#UPDATE}. */
        WAITING,
        /** It had been run: that run lies in {@code earlier}. */
        RUN_KEPT,
        /** It had been written into: the new version lies beside it. */
        BESIDE
    }

    /**
     * One line of what was done.
     *
     * @param file the notebook, from the folder of copies
     * @param became what became of it
     * @param other where the run or the new version lies, from the same folder; else {@code file} again
     */
    public record Done(Path file, Became became, Path other) {

        @Override
        public String toString() {
            return switch (became) {
                case COPIED -> file + ": copied";
                case REPLACED -> file + ": new version (you had not changed it)";
                case WAITING -> file + ": there is a new version, and you have changed yours";
                case RUN_KEPT -> file + ": new version; your run of the old one is now " + other;
                case BESIDE ->
                    file + ": left as it is, since you wrote into it; the new version"
                            + (file.startsWith("exercises") ? ", with your answers," : "")
                            + " is " + other;
            };
        }
    }

    private final Path course;
    private final Path copies;

    /**
     * Names two folders; nothing is read yet.
     *
     * @param course the course
     * @param copies where the learner works; made if it is missing
     */
    public LearnersCopy(Path course, Path copies) {
        this.course = course;
        this.copies = copies;
    }

    /**
     * Brings the copies in step with the course, as far as {@code wish} allows.
     *
     * @param wish how much may happen
     * @return what was done, one entry for each notebook with which something happened or is to happen
     * @throws IOException if a file cannot be read or written; what was done before stays
     */
    public List<Done> refresh(Wish wish) throws IOException {
        List<Done> done = new ArrayList<>();
        for (String folder : FOLDERS) {
            if (Files.isDirectory(course.resolve(folder))) {
                for (Path released : released(course.resolve(folder))) {
                    refresh(Path.of(folder, released.getFileName().toString()), wish, done);
                }
            }
        }
        return done;
    }

    private static List<Path> released(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private void refresh(Path file, Wish wish, List<Done> done) throws IOException {
        Path mine = copies.resolve(file);
        Path handedOut = copies.resolve(".handed-out").resolve(file);
        byte[] now = Files.readAllBytes(course.resolve(file));
        if (!Files.exists(mine)) {
            write(mine, now);
            write(handedOut, now);
            done.add(new Done(file, Became.COPIED, file));
            return;
        }
        byte[] before = Files.exists(handedOut) ? Files.readAllBytes(handedOut) : new byte[0];
        Path laidBeside = copies.resolve(".laid-beside").resolve(file);
        if (Arrays.equals(before, now)
                || (Files.exists(laidBeside) && Arrays.equals(Files.readAllBytes(laidBeside), now))) {
            return;
        }
        byte[] own = Files.readAllBytes(mine);
        if (Arrays.equals(own, before) || Arrays.equals(own, now)) {
            write(mine, now);
            write(handedOut, now);
            if (!Arrays.equals(own, now)) {
                done.add(new Done(file, Became.REPLACED, file));
            }
        } else if (wish == Wish.OPEN) {
            done.add(new Done(file, Became.WAITING, file));
        } else if (sameSources(own, before)) {
            Path kept = unused(Path.of("earlier").resolve(file));
            Files.createDirectories(copies.resolve(kept).getParent());
            Files.move(mine, copies.resolve(kept));
            write(mine, now);
            write(handedOut, now);
            done.add(new Done(file, Became.RUN_KEPT, kept));
        } else {
            Path beside = unused(named(file, " (new version)"));
            write(copies.resolve(beside), withAnswers(now, own, before));
            write(laidBeside, now);
            done.add(new Done(file, Became.BESIDE, beside));
        }
    }

    /** A name that nothing has: "a.ipynb", "a 2.ipynb", ... */
    private Path unused(Path file) {
        Path free = file;
        for (int i = 2; Files.exists(copies.resolve(free)); i++) {
            free = named(file, " " + i);
        }
        return free;
    }

    private static Path named(Path file, String more) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(dot < 0 ? name + more : name.substring(0, dot) + more + name.substring(dot));
    }

    /** Whether only outputs differ. What is no notebook was changed. */
    private static boolean sameSources(byte[] one, byte[] other) {
        try {
            return sources(one).equals(sources(other));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> sources(byte[] notebook) throws IOException {
        return NotebookReader.parse(notebook, "a notebook").notebook().cells().stream()
                .map(cell -> cell.type() + cell.source())
                .toList();
    }

    /** The new version, with each answer that the learner wrote in the place of its stub. */
    private static byte[] withAnswers(byte[] now, byte[] own, byte[] before) {
        try {
            Map<String, String> stubs = answers(before);
            Map<String, String> written = answers(own);
            written.entrySet().removeIf(answer -> answer.getValue().equals(stubs.get(answer.getKey())));
            Notebook next = NotebookReader.parse(now, "the new version").notebook();
            List<Cell> cells = next.cells().stream()
                    .map(cell ->
                            isAnswer(cell) && written.containsKey(cell.gradeId().orElseThrow())
                                    ? cell.withSource(written.get(cell.gradeId().orElseThrow()))
                                    : cell)
                    .toList();
            return NotebookWriter.toJson(new Notebook(cells, next.metadata())).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return now; // what the learner has cannot be read as a notebook; it stays where it is
        }
    }

    private static Map<String, String> answers(byte[] notebook) throws IOException {
        Map<String, String> answers = new HashMap<>();
        for (Cell cell : NotebookReader.parse(notebook, "a notebook").notebook().cells()) {
            if (isAnswer(cell)) {
                answers.put(cell.gradeId().orElseThrow(), cell.source());
            }
        }
        return answers;
    }

    private static boolean isAnswer(Cell cell) {
        return cell.gradeId().isPresent()
                && cell.nbgrader()
                        .map(block -> block.get("solution"))
                        .filter(solution -> solution.isJsonPrimitive() && solution.getAsBoolean())
                        .isPresent();
    }

    /** Wholly or not at all. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
