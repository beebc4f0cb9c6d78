package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kontrast.command.CountConverter;
import kontrast.grader.authoring.SetNames;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@code grade}, as it was typed. */
final class GradeArguments {

    @Parameters(
            paramLabel = "NN_topic",
            completionCandidates = SetNames.class,
            description = "the set, such as 11_simclr, or its released notebook")
    private Path exercise;

    @Option(
            names = "--submissions",
            paramLabel = "DIR",
            description = "a notebook or a folder of each learner, as Canvas, Moodle or nbgrader hand them over")
    private Path submissions;

    @Option(names = "--out", paramLabel = "DIR", description = "where the results go; not into the course's own folder")
    private Path out;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "submissions at the same time (default: the processors of this machine)")
    private Integer jobs;

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
    private Path secret;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "deadline, weights and feedback (default: solutions/NN_topic.yml)")
    private Path rules;

    @Option(
            names = "--roster",
            paramLabel = "FILE",
            description = "the gradebook that Canvas or Moodle exported, to be filled in")
    private Path roster;

    @Option(names = "--again", description = "run everything, also answers that have not changed since the last time")
    private boolean again;

    @Option(names = "--unsafe", description = "run answers without a sandbox: they can then read your files")
    private boolean unsafe;

    @Option(
            names = "--part",
            paramLabel = "K/N",
            converter = PartConverter.class,
            description = "grade the K-th of N parts of the class, as 3/20, for job arrays; all may share one --out")
    private Part part;

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
    private Path gradescope;

    @Option(names = "--one", paramLabel = "FILE", description = "score one submission, a notebook or a folder")
    private Path one;

    @Option(
            names = "--results",
            paramLabel = "FILE.json",
            description = "with --one: where its result goes, as Gradescope reads it")
    private Path results;

    @Option(
            names = "--contained",
            description = "in a container that is thrown away: without bubblewrap if it does not work")
    private boolean contained;

    /** For picocli. */
    GradeArguments() {}

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

    /** Returns which options do not go together; empty if all is well. */
    Optional<String> wrong() {
        boolean whole = submissions != null && out != null;
        boolean merge = !parts.isEmpty() && out != null;
        boolean single = one != null && results != null;
        if (part != null && !parts.isEmpty()) {
            return Optional.of("--part grades one part, and --merge puts all of them together: give one of them");
        } else if (part != null && !whole) {
            return Optional.of("--part goes with --submissions DIR --out DIR");
        } else if (part != null && roster != null) {
            return Optional.of("--roster is for the whole class: give it to --merge, not to --part");
        } else if (!(whole || merge || single || gradescope != null)) {
            return Optional.of("say what to grade: --submissions DIR --out DIR");
        }
        return Optional.empty();
    }

    GradeOptions options() throws IOException {
        Map<String, Path> paths = new HashMap<>();
        put(paths, "--submissions", submissions);
        put(paths, "--out", out);
        put(paths, "--secret", secret);
        put(paths, "--rules", rules);
        put(paths, "--roster", roster);
        put(paths, "--gradescope", gradescope);
        put(paths, "--one", one);
        put(paths, "--results", results);
        Set<String> flags = new HashSet<>();
        if (again) {
            flags.add("--again");
        }
        if (unsafe) {
            flags.add("--unsafe");
        }
        if (contained) {
            flags.add("--contained");
        }
        return new GradeOptions(
                GradeOptions.inTheCourse(exercise),
                Map.copyOf(paths),
                jobs == null ? Runtime.getRuntime().availableProcessors() : jobs,
                seconds,
                Set.copyOf(flags),
                Optional.ofNullable(part),
                List.copyOf(parts));
    }

    private static void put(Map<String, Path> paths, String option, Path path) {
        if (path != null) {
            paths.put(option, path);
        }
    }
}
