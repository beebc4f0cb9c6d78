package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A step of the build: compiles the solutions and known mistakes of all masters, and the classes that notebooks
 * name, into the module's classes. It runs when the module itself is compiled, and does nothing if neither the
 * masters nor those classes have changed since it ran last.
 *
 * <p>So no class of the module may name what is made here; {@link kontrast.grader.exercise.ExerciseSet} finds the
 * sets by the index that is written beside them. Tests may name it.
 */
public final class CompileExercises {

    private final Path root;
    private final Path classes;
    private final Path sources;
    private final Path stamp;

    private CompileExercises(Path root, Path target) {
        this.root = root;
        this.classes = target.resolve("classes");
        this.sources = target.resolve("generated-sources/exercises");
        this.stamp = target.resolve("exercises.stamp");
    }

    /**
     * Runs the step.
     *
     * @param args the course's folder, and the folder {@code target} of the module
     * @throws IOException if a master cannot be read, or something in it does not fit or compile
     */
    public static void main(String[] args) throws IOException {
        new CompileExercises(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws IOException {
        List<String> before = Files.exists(stamp) ? Files.readAllLines(stamp) : List.of("");
        Set<String> made = new TreeSet<>(before.subList(1, before.size()));
        String now = fingerprint(made);
        if (before.get(0).equals(now) && made.stream().allMatch(f -> Files.exists(classes.resolve(f)))) {
            return;
        }
        Files.deleteIfExists(stamp); // whatever goes wrong from here, the next build tries again
        Map<String, byte[]> files = compile();
        for (String old : made) {
            if (!files.containsKey(old)) {
                Files.deleteIfExists(classes.resolve(old));
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(classes.resolve(file.getKey()), file.getValue());
        }
        List<String> lines = new ArrayList<>(List.of(fingerprint(new TreeSet<>(files.keySet()))));
        lines.addAll(files.keySet());
        Files.write(stamp, lines);
    }

    private Map<String, byte[]> compile() throws IOException {
        List<JavaUnit> units = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        StringBuilder index = new StringBuilder();
        for (Path file : masters()) {
            try {
                Master master = MasterReader.read(file, "solutions/" + file.getFileName());
                SetSources set = new SetSources(master);
                if (!set.isCompiled()) {
                    continue; // its checks hold everything in Java
                }
                units.addAll(set.units());
                units.add(SetClass.of(master, set));
                index.append(file.getFileName().toString().replaceFirst("\\.md$", ""));
                index.append(' ')
                        .append(set.packageName())
                        .append('.')
                        .append(set.className())
                        .append('\n');
            } catch (AuthoringException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new AuthoringException(problems);
        }
        for (JavaUnit unit : units) {
            write(sources.resolve(path(unit.name(), ".java")), unit.source().getBytes(StandardCharsets.UTF_8));
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        VariantCompiler.compile(units, classes).forEach((name, bytes) -> files.put(path(name, ".class"), bytes));
        files.put("kontrast/grader/exercise/sets.txt", index.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static String path(String name, String suffix) {
        return name.replace('.', '/') + suffix;
    }

    private List<Path> masters() throws IOException {
        Path folder = root.resolve("solutions");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("\\d\\d_[a-z0-9_]+\\.md"))
                    .sorted()
                    .toList();
        }
    }

    /** Of the masters, and of all classes but those that were made here. */
    private String fingerprint(Set<String> made) throws IOException {
        CRC32 sum = new CRC32();
        long size = 0;
        List<Path> files = new ArrayList<>(masters());
        try (Stream<Path> all = Files.walk(classes)) {
            all.filter(f -> f.toString().endsWith(".class"))
                    .filter(f -> !made.contains(classes.relativize(f).toString().replace('\\', '/')))
                    .sorted()
                    .forEach(files::add);
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            sum.update(file.toString().getBytes(StandardCharsets.UTF_8));
            sum.update(bytes);
            size += bytes.length;
        }
        return Long.toHexString(sum.getValue()) + " " + size;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
