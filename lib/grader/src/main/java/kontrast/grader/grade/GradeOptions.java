package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kontrast.grader.authoring.CourseFolder;
import picocli.CommandLine;

/**
 * What is to be graded, and how, as {@link GradeArguments} say.
 *
 * @param exercise the released notebook, with or without its ending
 * @param paths what options with a file say
 * @param jobs submissions at the same time
 * @param seconds for one call
 * @param flags options without a value
 * @param part which part of the class; empty for all of it
 * @param parts folders with the parts to merge; empty if none are to be merged
 */
record GradeOptions(
        Path exercise,
        Map<String, Path> paths,
        int jobs,
        int seconds,
        Set<String> flags,
        Optional<Part> part,
        List<Path> parts) {

    static GradeOptions parse(List<String> args) throws IOException {
        GradeArguments arguments = new GradeArguments();
        new CommandLine(arguments).setOverwrittenOptionsAllowed(true).parseArgs(args.toArray(String[]::new));
        return arguments.options();
    }

    /** A bare name, {@code 11_simclr}, is a set of the course, whatever the working folder. */
    static Path inTheCourse(Path exercise) throws IOException {
        boolean bare = exercise.getNameCount() == 1 && !exercise.isAbsolute();
        return bare && !Files.exists(sibling(exercise.toAbsolutePath()))
                ? CourseFolder.find().resolve("exercises").resolve(exercise)
                : exercise;
    }

    private static Path sibling(Path exercise) {
        String name = exercise.getFileName().toString().replaceFirst("\\.ipynb$", "");
        return exercise.resolveSibling(name + ".ipynb");
    }

    /** The set's name. */
    String name() {
        return exercise.getFileName().toString().replaceFirst("\\.ipynb$", "");
    }

    Path notebook() {
        return sibling(exercise);
    }

    /** The folder that holds {@code exercises} and {@code solutions}. */
    Path root() {
        Path folder = exercise.toAbsolutePath().normalize().getParent();
        return folder.getParent() == null ? folder : folder.getParent();
    }

    Path rules() {
        path("--rules").filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new IllegalArgumentException("--rules %s: there is no such file".formatted(file));
        });
        return path("--rules").orElse(root().resolve("solutions").resolve(name() + ".yml"));
    }

    Path secret() {
        return path("--secret").orElse(Path.of(System.getProperty("user.home"), ".config/kontrast/course-secret"));
    }

    Optional<Path> path(String option) {
        return Optional.ofNullable(paths.get(option));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }
}
