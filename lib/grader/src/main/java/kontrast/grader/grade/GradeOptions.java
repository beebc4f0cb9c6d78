package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.command.CountConverter;
import kontrast.grader.authoring.CourseFolder;
import kontrast.grader.authoring.SetNames;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What is to be graded, and how: the command line of {@code grade}. */
final class GradeOptions {

    @Parameters(
            paramLabel = "NN_topic",
            completionCandidates = SetNames.class,
            description = "the set, such as 11_simclr, or its released notebook")
    private Path exercise;

    @Option(
            names = "--submissions",
            paramLabel = "DIR",
            description = "a notebook or a folder for each learner, as Canvas, Moodle or nbgrader hand them over")
    private Optional<Path> submissions = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "where the results go; not into the course's own folder")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "submissions at the same time (default: the processors of this machine)")
    private Optional<Integer> jobs = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "for one call of an answer (default ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--secret",
            paramLabel = "FILE",
            description = "the course's secret, from which hidden inputs are drawn (default: made once, kept in"
                    + " ~/.config/kontrast/course-secret)")
    private Optional<Path> secret = Optional.empty();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "deadline, weights and feedback (default: solutions/NN_topic.yml)")
    private Optional<Path> rules = Optional.empty();

    @Option(
            names = "--roster",
            paramLabel = "FILE",
            description = "the gradebook that Canvas or Moodle exported, to be filled in")
    private Optional<Path> roster = Optional.empty();

    @Option(names = "--again", description = "run everything, also answers that have not changed since the last time")
    private boolean again;

    @Option(names = "--unsafe", description = "run answers without a sandbox: they can then read your files")
    private boolean unsafe;

    @Option(
            names = "--part",
            paramLabel = "K/N",
            converter = PartConverter.class,
            description = "grade the K-th of N parts of the class, as 3/20, for job arrays; all may share one --out")
    private Optional<Part> part = Optional.empty();

    @Option(
            names = "--merge",
            arity = "1..*",
            paramLabel = "PARTS",
            description =
                    "put the parts in these folders together; those of another version of the course, the set, the"
                            + " rules, the secret or the submissions are refused. What comes out is what one run would have"
                            + " written, byte for byte, but for the seconds that each submission took (time in junit.xml,"
                            + " execution_time in gradescope/)")
    private List<Path> parts = List.of();

    @Option(
            names = "--gradescope",
            paramLabel = "FILE.zip",
            description = "make an autograder for Gradescope; it installs a JDK where there is none")
    private Optional<Path> gradescope = Optional.empty();

    @Option(names = "--one", paramLabel = "FILE", description = "score one submission, a notebook or a folder")
    private Optional<Path> one = Optional.empty();

    @Option(
            names = "--results",
            paramLabel = "FILE.json",
            description = "with --one: where its result goes, as Gradescope reads it")
    private Optional<Path> results = Optional.empty();

    @Option(
            names = "--contained",
            description = "in a container that is thrown away: without bubblewrap if it does not work")
    private boolean contained;

    /** For picocli. */
    GradeOptions() {}

    static GradeOptions parse(List<String> args) {
        GradeOptions options = new GradeOptions();
        new CommandLine(options).setOverwrittenOptionsAllowed(true).parseArgs(args.toArray(String[]::new));
        return options;
    }

    /** Returns which options do not go together; empty if all is well. */
    Optional<String> wrong() {
        boolean whole = submissions.isPresent() && out.isPresent();
        boolean merge = !parts.isEmpty() && out.isPresent();
        boolean single = one.isPresent() && results.isPresent();
        List<String> kinds = new ArrayList<>();
        gradescope.ifPresent(file -> kinds.add("--gradescope"));
        one.ifPresent(file -> kinds.add("--one"));
        if (!parts.isEmpty()) {
            kinds.add("--merge"); // which may look at --submissions, too
        } else if (submissions.isPresent()) {
            kinds.add("--submissions");
        }
        if (part.isPresent() && !parts.isEmpty()) {
            return Optional.of("--part grades one part, and --merge puts all of them together: give one of them");
        } else if (part.isPresent() && !whole) {
            return Optional.of("--part goes with --submissions DIR --out DIR");
        } else if (part.isPresent() && roster.isPresent()) {
            return Optional.of("--roster is for the whole class: give it to --merge, not to --part");
        } else if (kinds.size() > 1) {
            return Optional.of(
                    "%s cannot be done in one call: give one of them".formatted(String.join(" and ", kinds)));
        } else if (!(whole || merge || single || gradescope.isPresent())) {
            return Optional.of("say what to grade: --submissions DIR --out DIR");
        }
        return Optional.empty();
    }

    /** The released notebook, with or without its ending: a bare name is a set of the course, whatever the folder. */
    private Path exercise() throws IOException {
        boolean bare = exercise.getNameCount() == 1 && !exercise.isAbsolute();
        return bare && !Files.exists(sibling(exercise.toAbsolutePath()))
                ? CourseFolder.find().resolve("exercises").resolve(exercise)
                : exercise;
    }

    private static Path sibling(Path exercise) {
        return exercise.resolveSibling(name(exercise) + ".ipynb");
    }

    private static String name(Path exercise) {
        return exercise.getFileName().toString().replaceFirst("\\.ipynb$", "");
    }

    /** The set's name. */
    String name() {
        return name(exercise);
    }

    Path notebook() throws IOException {
        return sibling(exercise());
    }

    /** The folder that holds {@code exercises} and {@code solutions}. */
    Path root() throws IOException {
        Path folder = exercise().toAbsolutePath().normalize().getParent();
        return folder.getParent() == null ? folder : folder.getParent();
    }

    Path rules() throws IOException {
        rules.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new IllegalArgumentException("--rules %s: there is no such file".formatted(file));
        });
        return rules.isPresent() ? rules.get() : root().resolve("solutions").resolve(name() + ".yml");
    }

    Path secret() {
        return secret.orElse(Path.of(System.getProperty("user.home"), ".config/kontrast/course-secret"));
    }

    Optional<Path> submissions() {
        return submissions;
    }

    /** Where the results go; there is one wherever {@link #wrong} finds nothing and something is written. */
    Path out() {
        return out.orElseThrow();
    }

    /** Submissions at the same time. */
    int jobs() {
        return jobs.orElse(Runtime.getRuntime().availableProcessors());
    }

    /** For one call. */
    int seconds() {
        return seconds;
    }

    Optional<Path> roster() {
        return roster;
    }

    boolean again() {
        return again;
    }

    boolean unsafe() {
        return unsafe;
    }

    boolean contained() {
        return contained;
    }

    /** Which part of the class; empty for all of it. */
    Optional<Part> part() {
        return part;
    }

    /** Folders with the parts to merge; empty if none are to be merged. */
    List<Path> parts() {
        return List.copyOf(parts);
    }

    Optional<Path> gradescope() {
        return gradescope;
    }

    Optional<Path> one() {
        return one;
    }

    /** Where the result of {@link #one} goes. */
    Path results() {
        return results.orElseThrow();
    }

    /** Reads {@code 3/20}. */
    static final class PartConverter implements ITypeConverter<Part> {
        @Override
        public Part convert(String value) {
            try {
                return Part.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
