package kontrast.grader.grade;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
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
import java.util.SplittableRandom;
import java.util.TreeMap;
import kontrast.grader.Command;
import kontrast.grader.check.Check;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.exercise.SetRules;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;

/**
 * {@code bench-grading}: how long a class takes, and how much of that is the start of processes.
 *
 * <p>The class is made up: of ten exercises of the course, most are solved, some left as they were,
 * some spoilt by one changed character, and some are attacks. The mix is the same in every run.
 */
public final class GradingBench implements Command {

    private static final int QUESTIONS = 10;
    private static final int STARTS = 10;

    /** Of ten submissions the first five solve everything. */
    private static final int SOLVERS = 5;

    private static final List<String> ATTACKS =
            List.of(
                    "while (true) { }",
                    "System.exit(0);",
                    "java.util.List<long[]> l = new java.util.ArrayList<>(); while (true) l.add(new long[1 << 20]);",
                    "while (true) System.out.println(\"flood\");",
                    "while (true) { Thread t = new Thread(() -> { while (true) { } }); t.start(); }");

    @Override
    public String usage() {
        return """
        bench-grading [--submissions N] [--jobs N] [--seconds N]
          grade a made-up class of ten questions (default: 100 submissions, 2 at a time)""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) throws Exception {
        Map<String, Integer> numbers =
                new TreeMap<>(Map.of("--submissions", 100, "--jobs", 2, "--seconds", 10));
        for (int i = 0; i < args.size(); i += 2) {
            if (!numbers.containsKey(args.get(i)) || i + 1 == args.size()) {
                throw new IllegalArgumentException("see bench-grading --help");
            }
            numbers.put(args.get(i), Integer.parseInt(args.get(i + 1)));
        }
        Path root = Path.of(System.getProperty("kontrast.root", "."));
        Path folder = Files.createTempDirectory("kontrast-class");
        try {
            measure(root, folder, numbers, out);
        } finally {
            Scratch.delete(folder);
        }
        return 0;
    }

    private static void measure(
            Path root, Path folder, Map<String, Integer> numbers, PrintStream out)
            throws IOException, InterruptedException {
        Mix mix = Mix.of(root);
        List<Submissions.Submission> submissions = new ArrayList<>();
        for (int i = 0; i < numbers.get("--submissions"); i++) {
            Path file = folder.resolve("student%03d.ipynb".formatted(i));
            Files.writeString(file, NotebookWriter.toJson(mix.submission(i)));
            String name = file.getFileName().toString();
            submissions.add(
                    new Submissions.Submission(name, Optional.of(file), name, Instant.EPOCH));
        }
        Grader.Course course =
                new Grader.Course(mix.set(), mix.released(), SetRules.STANDARD, new byte[32]);
        double begun = judge();
        long start = System.nanoTime();
        Limits limits = Limits.perCall(numbers.get("--seconds"));
        try (Grader grader = new Grader(course, Bubblewrap.find(), limits, Optional.empty())) {
            ClassRun run = new ClassRun(grader, numbers.get("--jobs"), out);
            List<Score> scores = run.grade(submissions);
            double wall = (System.nanoTime() - start) / 1e9;
            double judge = judge() - begun;
            double workers = grader.workerSeconds();
            double compilers = grader.compilerSeconds();
            double total = judge + workers + compilers;
            double starts = grader.processes() * startOf(grader, limits, folder);
            out.printf(
                    Locale.ROOT,
                    "%n%d submissions of %d questions, %d at a time: %.0f s (%.1f min)%n",
                    scores.size(),
                    mix.set().checks().size(),
                    numbers.get("--jobs"),
                    wall,
                    wall / 60);
            out.printf(Locale.ROOT, "processor time        %8.1f s%n", total);
            row(out, "judging", judge, total);
            row(out, "compilers", compilers, total);
            row(out, grader.processes() + " workers", workers, total);
            row(out, "of which to start", starts, total);
            outcomes(scores, out);
        }
    }

    private static void outcomes(List<Score> scores, PrintStream out) {
        Map<Score.Status, Integer> counts = new TreeMap<>();
        scores.forEach(s -> s.questions().forEach(q -> counts.merge(q.status(), 1, Integer::sum)));
        out.println("answers: " + counts);
        for (int i = 0; i < scores.size(); i++) {
            if (i % 10 < SOLVERS) {
                for (Score.Question question : scores.get(i).questions()) {
                    if (question.status() != Score.Status.PASSED) {
                        out.printf(
                                "A RIGHT ANSWER LOST POINTS: %s %s: %s%n",
                                scores.get(i).student(), question.id(), question.reason());
                    }
                }
            }
        }
    }

    private static void row(PrintStream out, String what, double seconds, double total) {
        out.printf(
                Locale.ROOT, "  %-18s  %8.1f s %4.0f %%%n", what, seconds, 100 * seconds / total);
    }

    private static double judge() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                / 1e9;
    }

    /** The processor time of a worker, in its sandbox, until its first answer could arrive. */
    private static double startOf(Grader grader, Limits limits, Path folder) {
        double seconds = 0;
        for (int i = 0; i < STARTS; i++) {
            try (Child child = new Child(grader.home().worker(limits), folder, limits)) {
                child.awaitStart();
                seconds += child.processorSeconds();
            }
        }
        return seconds / STARTS;
    }

    /** The exercises, and the cells that submissions are made of. */
    private record Mix(ExerciseSet set, Notebook released, Map<String, String> solutions) {

        static Mix of(Path root) throws IOException {
            List<Check<?>> checks = new ArrayList<>();
            List<Cell> cells = new ArrayList<>();
            Map<String, String> solutions = new TreeMap<>();
            for (ExerciseSet set : ExerciseSet.all()) {
                String file = set.name() + ".ipynb";
                Path exercises = root.resolve("exercises").resolve(file);
                Path solved = root.resolve("solutions").resolve(file);
                if (!Files.exists(exercises) || !Files.exists(solved)) {
                    continue;
                }
                cells.addAll(NotebookReader.read(exercises).notebook().cells());
                Notebook solution = NotebookReader.read(solved).notebook();
                for (Check<?> check : set.checks()) {
                    String id = Answers.gradeId(check.id());
                    if (checks.size() < QUESTIONS && !solution.withGradeId(id).isEmpty()) {
                        checks.add(check);
                        solutions.put(check.id(), solution.withGradeId(id).get(0).source());
                    }
                }
            }
            JsonObject metadata = new JsonObject();
            return new Mix(
                    new ExerciseSet("bench", checks), new Notebook(cells, metadata), solutions);
        }

        /** Of ten: five solve everything, two make mistakes, two stop half-way, one attacks. */
        Notebook submission(int number) {
            SplittableRandom random = new SplittableRandom(number);
            int kind = number % 10;
            int attacked = random.nextInt(set.checks().size());
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < set.checks().size(); i++) {
                String id = set.checks().get(i).id();
                String source = solutions.get(id);
                if (kind == 9 && i == attacked) {
                    source = attack(source, ATTACKS.get(number / 10 % ATTACKS.size()));
                } else if ((kind == 5 || kind == 6) && random.nextBoolean()) {
                    source = spoil(source, random);
                } else if ((kind == 7 || kind == 8) && i > set.checks().size() / 2) {
                    source = released.withGradeId(Answers.gradeId(id)).get(0).source();
                }
                cells.add(cell(id, source));
            }
            return new Notebook(cells, new JsonObject());
        }

        private static String attack(String source, String code) {
            int brace = source.indexOf('{') + 1;
            return source.substring(0, brace)
                    + " if (Math.random() >= 0) { "
                    + code
                    + " }"
                    + source.substring(brace);
        }

        /** Changes one character that matters, behind the head of the function. */
        private static String spoil(String source, SplittableRandom random) {
            List<Integer> places = new ArrayList<>();
            for (int i = source.indexOf('{'); i < source.length(); i++) {
                if ("+-01".indexOf(source.charAt(i)) >= 0) {
                    places.add(i);
                }
            }
            if (places.isEmpty()) {
                return source.replace("return ", "return null; // ");
            }
            int at = places.get(random.nextInt(places.size()));
            char other = "-+10".charAt("+-01".indexOf(source.charAt(at)));
            return source.substring(0, at) + other + source.substring(at + 1);
        }

        private static Cell cell(String exercise, String source) {
            JsonObject nbgrader = new JsonObject();
            nbgrader.addProperty("grade_id", Answers.gradeId(exercise));
            JsonObject metadata = new JsonObject();
            metadata.add("nbgrader", nbgrader);
            return new Cell(
                    Answers.gradeId(exercise),
                    kontrast.grader.notebook.CellType.CODE,
                    source,
                    metadata,
                    new JsonArray(),
                    java.util.OptionalInt.empty(),
                    new JsonObject());
        }
    }
}
