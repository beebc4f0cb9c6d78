package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;

/**
 * Makes the notebooks of a course from its masters: {@code notebooks/NN_topic.md} becomes the
 * lecture beside it, {@code solutions/NN_topic.md} the solution beside it and the exercise in
 * {@code exercises/}. What is already as it should be is not written again.
 */
public final class Release {

    private static final Pattern NAME = Pattern.compile("\\d\\d_[a-z0-9_]+\\.(md|ipynb)");

    private final Options options;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Path> changed = new ArrayList<>();
    private final Set<Path> made = new LinkedHashSet<>();

    /**
     * What to release, and how.
     *
     * @param root the folder that holds {@code notebooks}, {@code solutions} and {@code exercises}
     * @param names topics such as {@code 11_simclr}; empty for all
     * @param check whether to compare only, and write nothing
     * @param force whether to overwrite notebooks that were edited by hand
     * @param compile whether to compile the cells of exercises and solutions
     */
    public record Options(Path root, Set<String> names, boolean check, boolean force, boolean compile) {

        /**
         * Checks that there is something to release.
         *
         * @throws IllegalArgumentException if {@code root} is no folder
         */
        public Options {
            names = Set.copyOf(names);
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException(root + " is not a folder");
            }
        }
    }

    /**
     * What came out.
     *
     * @param notebooks every notebook that has a master
     * @param changed those that were written, or with {@code check} would be
     * @param problems what must be mended first; a master with problems leaves its notebooks alone
     */
    public record Result(List<Path> notebooks, List<Path> changed, List<Problem> problems) {

        /** Copies the lists. */
        public Result {
            notebooks = List.copyOf(notebooks);
            changed = List.copyOf(changed);
            problems = List.copyOf(problems);
        }
    }

    private Release(Options options) {
        this.options = options;
    }

    /**
     * Releases.
     *
     * @param options what and how
     * @return what was made, changed and refused
     * @throws IOException if a file cannot be read or written
     */
    public static Result run(Options options) throws IOException {
        Release release = new Release(options);
        Set<String> unknown = new LinkedHashSet<>(options.names());
        for (Path master : release.masters("notebooks")) {
            unknown.remove(topic(master));
            release.attempt(master, release::lecture);
        }
        for (Path master : release.masters("solutions")) {
            unknown.remove(topic(master));
            release.attempt(master, release::exerciseSet);
        }
        for (String name : unknown) {
            release.problems.add(new Problem(name, 0, "", "there is no master of this name"));
        }
        release.findOrphans();
        return new Result(List.copyOf(release.made), release.changed, release.problems);
    }

    private interface Maker {
        void make(Path master) throws IOException;
    }

    private void attempt(Path master, Maker maker) throws IOException {
        try {
            maker.make(master);
        } catch (AuthoringException e) {
            problems.addAll(e.problems());
        }
    }

    private void lecture(Path file) throws IOException {
        Path target = sibling(file);
        made.add(target);
        Master master = MasterReader.read(file, name(file));
        put(target, Lecture.notebook(master), Optional.of(master));
    }

    private void exerciseSet(Path file) throws IOException {
        Path solution = sibling(file);
        Path exercise = options.root().resolve("exercises").resolve(topic(file) + ".ipynb");
        made.add(solution);
        made.add(exercise);
        Master master = MasterReader.read(file, name(file));
        ExerciseMaster set = new ExerciseMaster(master);
        if (options.compile()) {
            List<Problem> wrong = CellCompiler.problems(master, set.solutions());
            if (wrong.isEmpty()) {
                wrong = CellCompiler.problems(master, set.exercises());
            }
            if (wrong.isEmpty()) {
                wrong = AgainstChecks.problems(set, ExerciseSet.named(topic(file)));
            }
            if (wrong.isEmpty()) {
                wrong = SolutionsInLectures.problems(master, lectures());
            }
            if (!wrong.isEmpty()) {
                throw new AuthoringException(wrong);
            }
        }
        put(solution, Made.notebook(set.solutions(), Header.paired(master)), Optional.of(master));
        put(exercise, Made.notebook(set.exercises(), Header.unpaired(master)), Optional.empty());
    }

    /** Writes a notebook if it differs; {@code pair} is the master beside it, if one is. */
    private void put(Path target, Notebook fresh, Optional<Master> pair) throws IOException {
        Notebook notebook = pair.isPresent() ? Fingerprint.stamp(fresh) : fresh;
        String before = "";
        if (Files.exists(target)) {
            byte[] bytes = Files.readAllBytes(target);
            before = new String(bytes, StandardCharsets.UTF_8);
            Notebook existing = NotebookReader.parse(bytes, name(target)).notebook();
            List<Problem> lost = Edits.lost(name(target), existing, fresh);
            if (!lost.isEmpty() && !options.force()) {
                throw new AuthoringException(lost);
            }
            notebook = pair.isPresent() ? Outputs.carry(existing, notebook) : fresh;
        }
        List<Problem> wrong = Outputs.problems(name(target), notebook, pair);
        if (!wrong.isEmpty()) {
            throw new AuthoringException(wrong);
        }
        if (!NotebookWriter.toJson(notebook).equals(before)) {
            changed.add(target);
            if (!options.check()) {
                Files.createDirectories(target.toAbsolutePath().getParent());
                NotebookWriter.write(notebook, target);
            }
        }
        if (pair.isPresent() && !options.check()) {
            Path master = options.root().resolve(pair.get().file());
            makeOlder(target, Files.getLastModifiedTime(master));
        }
    }

    /** Jupytext does not open a pair whose notebook is newer than its Markdown. */
    private static void makeOlder(Path notebook, FileTime master) throws IOException {
        if (Files.getLastModifiedTime(notebook).compareTo(master) > 0) {
            Files.setLastModifiedTime(notebook, master);
        }
    }

    /** A notebook whose master is gone would be handed out for ever. */
    private void findOrphans() throws IOException {
        for (String folder : List.of("notebooks", "solutions", "exercises")) {
            for (Path notebook : files(folder, ".ipynb")) {
                if (options.names().isEmpty() && !made.contains(notebook)) {
                    problems.add(new Problem(name(notebook), 0, "", "has no master; remove it"));
                }
            }
        }
    }

    /** All lectures that can be read; what is wrong with the others is said elsewhere. */
    private List<Master> lectures() throws IOException {
        List<Master> lectures = new ArrayList<>();
        for (Path file : files("notebooks", ".md")) {
            try {
                lectures.add(MasterReader.read(file, name(file)));
            } catch (AuthoringException e) {
                // A release of that lecture says what is wrong.
            }
        }
        return lectures;
    }

    private List<Path> masters(String folder) throws IOException {
        return files(folder, ".md").stream()
                .filter(f -> options.names().isEmpty() || options.names().contains(topic(f)))
                .toList();
    }

    private List<Path> files(String folder, String suffix) throws IOException {
        Path path = options.root().resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                    .filter(f -> f.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private String name(Path file) {
        return options.root().relativize(file).toString().replace('\\', '/');
    }

    private static String topic(Path master) {
        return master.getFileName().toString().replaceFirst("\\.md$", "");
    }

    private static Path sibling(Path master) {
        return master.resolveSibling(topic(master) + ".ipynb");
    }
}
