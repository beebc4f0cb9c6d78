package kontrast.grader.grade;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import kontrast.command.CountConverter;
import kontrast.command.CourseCommand;
import kontrast.grader.notebook.NotebookWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench grading}: how long a class takes, and how much of that is the start of processes.
 *
 * <p>The class is made up, and the same in every run: see {@link SyntheticClass}. The report ends
 * with what became of right answers, of mistakes, of stubs and of attacks.
 */
@Command(
        name = GradingBench.WORDS,
        description = "Grades a made-up class of ten questions, and says what became of every kind of answer.",
        sortOptions = false)
public final class GradingBench extends CourseCommand {

    /** How it is called: the one command of two words. */
    public static final String WORDS = "bench grading";

    private static final int STARTS = 10;

    @Option(
            names = "--submissions",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "how many (default ${DEFAULT-VALUE})")
    private int count = 100;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "at the same time (default ${DEFAULT-VALUE})")
    private int jobs = 2;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "for one call of an answer (default ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--parts",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "grade it once more in so many parts, merge them, and compare every file")
    private int parts;

    /** For the command line. */
    public GradingBench() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws Exception {
        Path root = Path.of(System.getProperty("kontrast.root", "."));
        Path folder = Files.createTempDirectory("kontrast-class");
        try {
            return measure(root, folder, out) ? 0 : 1;
        } finally {
            Scratch.delete(folder);
        }
    }

    private boolean measure(Path root, Path folder, PrintStream out) throws IOException, InterruptedException {
        SyntheticClass learners = SyntheticClass.of(root);
        List<Submissions.Submission> submissions = new ArrayList<>();
        List<Map<String, SyntheticClass.Answer>> handedIn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "student%03d.ipynb".formatted(i);
            Path file = folder.resolve(name);
            handedIn.add(learners.answers(i));
            Files.writeString(file, NotebookWriter.toJson(learners.notebook(handedIn.get(i))));
            submissions.add(new Submissions.Submission(name, Optional.of(file), name, Instant.EPOCH));
        }
        Grader.GradedSet course =
                new Grader.GradedSet(learners.set(), learners.released(), SetRules.STANDARD, new byte[32]);
        double begun = judge();
        long start = System.nanoTime();
        Limits limits = Limits.perCall(seconds);
        try (Grader grader = new Grader(course, Bubblewrap.find(), limits, Optional.empty())) {
            ClassRun run = new ClassRun(grader, jobs, out);
            List<Score> scores = run.grade(submissions);
            double wall = (System.nanoTime() - start) / 1e9;
            double judge = judge() - begun;
            double workers = grader.runner().workerSeconds();
            double compilers = grader.runner().compilerSeconds();
            double total = judge + workers + compilers;
            double starts = grader.runner().processes() * startOf(grader, limits, folder);
            out.printf(
                    Locale.ROOT,
                    "%n%d submissions of %d questions, %d at a time: %.0f s (%.1f min)%n",
                    scores.size(),
                    learners.set().checks().size(),
                    jobs,
                    wall,
                    wall / 60);
            out.printf(Locale.ROOT, "processor time           %8.1f s%n", total);
            row(out, "judging", judge, total);
            row(out, "compilers", compilers, total);
            row(out, grader.runner().processes() + " workers", workers, total);
            row(out, "their start", starts, total);
            outcomes(scores, handedIn, out);
            return parts == 0 || mergeIsTheSame(course, submissions, scores, folder, out);
        }
    }

    /** Grades all again, in parts, and compares what is written of both. */
    private boolean mergeIsTheSame(
            Grader.GradedSet course,
            List<Submissions.Submission> submissions,
            List<Score> scores,
            Path folder,
            PrintStream out)
            throws IOException, InterruptedException {
        String set = course.set().name();
        Path whole = folder.resolve("whole");
        Path merged = folder.resolve("merged");
        new ScoreFiles(set, course.rules(), scores, Optional.empty()).write(whole);
        Limits limits = Limits.perCall(seconds);
        Version version = Version.of(course, limits);
        Path files = Files.createDirectories(folder.resolve("parts"));
        for (int i = 1; i <= parts; i++) {
            PartFile.Head head =
                    new PartFile.Head(set, new Part(i, parts), version, ClassList.of(submissions), List.of());
            try (Grader grader = new Grader(course, Bubblewrap.find(), limits, Optional.empty())) {
                ClassRun run = new ClassRun(grader, jobs, out);
                GradeCommand.gradePart(
                        head, submissions, run, files.resolve(head.part().file(set)), course, out);
            }
        }
        Merge merge = Merge.of(List.of(files), set, course.secret(), version, Optional.empty());
        new ScoreFiles(set, course.rules(), merge.scores(), Optional.empty()).write(merged);
        Map<String, String> one = files(whole);
        Map<String, String> other = files(merged);
        long same = one.keySet().stream()
                .filter(name -> one.get(name).equals(other.get(name)))
                .count();
        out.printf(
                "%d parts merged against one run: %d files and %d, of which %d are the same, seconds aside%n",
                parts, one.size(), other.size(), same);
        one.forEach((name, text) -> {
            if (!text.equals(other.get(name))) {
                out.println("NOT THE SAME: " + name);
            }
        });
        return one.equals(other);
    }

    /** Every file of a graded class by its name, without how long each submission took. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                String text = Files.readString(file);
                if (name.equals("junit.xml")) {
                    text = text.replaceAll("(<testsuite [^>]*) time=\"[0-9.]*\">", "$1>");
                } else if (name.startsWith("gradescope")) {
                    text = text.replaceAll("\"execution_time\": [0-9.E-]*", "");
                }
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** What was handed in, and what became of it: exceptions by name, then the sums. */
    private static void outcomes(
            List<Score> scores, List<Map<String, SyntheticClass.Answer>> handedIn, PrintStream out) {
        Map<SyntheticClass.Role, Integer> answers = new TreeMap<>();
        Map<SyntheticClass.Role, Integer> surprises = new TreeMap<>();
        int slipsPassed = 0;
        for (int i = 0; i < scores.size(); i++) {
            for (Score.Question question : scores.get(i).questions()) {
                SyntheticClass.Answer answer = handedIn.get(i).get(question.id());
                answers.merge(answer.role(), 1, Integer::sum);
                boolean passed = question.earned() == question.points();
                boolean expected = switch (answer.role()) {
                    case RIGHT -> passed;
                    case MISTAKE -> !passed && question.misconception().equals(Optional.of(answer.mistake()));
                    case SLIP -> question.status() != Score.Status.UNGRADED;
                    case UNTOUCHED, ATTACK -> question.earned() == 0;
                };
                slipsPassed += answer.role() == SyntheticClass.Role.SLIP && passed ? 1 : 0;
                surprises.merge(answer.role(), expected ? 0 : 1, Integer::sum);
                if (!expected) {
                    out.printf(
                            "NOT AS EXPECTED: %s %s (%s %s) has %s of %s points: %s%n",
                            scores.get(i).student(),
                            question.id(),
                            answer.role(),
                            answer.mistake(),
                            Numbers.plain(question.earned()),
                            Numbers.plain(question.points()),
                            question.reason());
                }
            }
        }
        String slips = "not graded (%d are right all the same)".formatted(slipsPassed);
        answers.forEach((role, count) -> out.printf(
                "%-22s %6d, of which %s: %d%n",
                role,
                count,
                switch (role) {
                    case RIGHT -> "lost points";
                    case MISTAKE -> "not recognised by name";
                    case SLIP -> slips;
                    case UNTOUCHED, ATTACK -> "gained points";
                },
                surprises.get(role)));
    }

    private static void row(PrintStream out, String what, double seconds, double total) {
        out.printf(Locale.ROOT, "  %-22s %8.1f s %4.0f %%%n", what, seconds, 100 * seconds / total);
    }

    private static double judge() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** The processor time of a worker, in its sandbox, until its first answer could arrive. */
    private static double startOf(Grader grader, Limits limits, Path folder) {
        double seconds = 0;
        for (int i = 0; i < STARTS; i++) {
            try (Child child = new Child(grader.runner().home().worker(limits), folder, limits)) {
                child.awaitStart();
                seconds += child.processorSeconds();
            }
        }
        return seconds / STARTS;
    }
}
