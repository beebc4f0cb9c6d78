package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kontrast.grader.authoring.CourseFolder;

/**
 * The command line of {@code grade}, read.
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

    private static final Set<String> PATHS =
            Set.of("--submissions", "--out", "--secret", "--rules", "--roster", "--gradescope", "--one", "--results");

    private static final Set<String> FLAGS = Set.of("--unsafe", "--again", "--contained");

    static GradeOptions parse(List<String> args) throws IOException {
        Path exercise = null;
        Map<String, Path> paths = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        Set<String> flags = new java.util.HashSet<>();
        Optional<Part> part = Optional.empty();
        List<Path> parts = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (PATHS.contains(arg)) {
                paths.put(arg, Path.of(value(args, ++i)));
            } else if (arg.equals("--jobs") || arg.equals("--seconds")) {
                numbers.put(arg, number(args, ++i));
            } else if (arg.equals("--part")) {
                part = Optional.of(Part.parse(value(args, ++i)));
            } else if (arg.equals("--merge")) {
                parts.add(Path.of(value(args, ++i)));
                while (i + 1 < args.size() && !args.get(i + 1).startsWith("-")) {
                    parts.add(Path.of(args.get(++i)));
                }
            } else if (FLAGS.contains(arg)) {
                flags.add(arg);
            } else if (arg.startsWith("-") || exercise != null) {
                throw new IllegalArgumentException("'" + arg + "' is not known; see grade --help");
            } else {
                exercise = Path.of(arg);
            }
        }
        boolean whole = paths.containsKey("--submissions") && paths.containsKey("--out");
        boolean merge = !parts.isEmpty() && paths.containsKey("--out");
        boolean one = paths.containsKey("--one") && paths.containsKey("--results");
        if (exercise == null || !(whole || merge || one || paths.containsKey("--gradescope"))) {
            throw new IllegalArgumentException("say what to grade: grade 11_simclr --submissions DIR --out DIR");
        }
        refuse(
                part.isPresent() && !parts.isEmpty(),
                "--part grades one part, and --merge puts all of them together: give one of them");
        refuse(part.isPresent() && !whole, "--part goes with --submissions DIR --out DIR");
        refuse(
                part.isPresent() && paths.containsKey("--roster"),
                "--roster is for the whole class: give it to --merge, not to --part");
        int processors = Runtime.getRuntime().availableProcessors();
        return new GradeOptions(
                inTheCourse(exercise),
                Map.copyOf(paths),
                numbers.getOrDefault("--jobs", processors),
                numbers.getOrDefault("--seconds", 10),
                Set.copyOf(flags),
                part,
                List.copyOf(parts));
    }

    private static void refuse(boolean condition, String message) {
        if (condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A bare name, {@code 11_simclr}, is a set of the course, whatever the working folder. */
    private static Path inTheCourse(Path exercise) throws IOException {
        boolean bare = exercise.getNameCount() == 1 && !exercise.isAbsolute();
        return bare && !Files.exists(sibling(exercise.toAbsolutePath()))
                ? CourseFolder.find().resolve("exercises").resolve(exercise)
                : exercise;
    }

    private static Path sibling(Path exercise) {
        String name = exercise.getFileName().toString().replaceFirst("\\.ipynb$", "");
        return exercise.resolveSibling(name + ".ipynb");
    }

    private static String value(List<String> args, int i) {
        if (i >= args.size()) {
            throw new IllegalArgumentException(args.get(i - 1) + " needs a value");
        }
        return args.get(i);
    }

    private static int number(List<String> args, int i) {
        String text = value(args, i);
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(args.get(i - 1) + " needs a number from 1 to 9999, found " + text);
        }
        return Integer.parseInt(text);
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
