package kontrast.grader.grade;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.command.CourseCommand;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.NotebookReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grade 11_simclr --submissions DIR --out DIR}: scores a class. */
@Command(
        name = "grade",
        description = {
            "Scores every submission in a folder: index.html, one page a student, and tables for other programs.",
            "A run that was interrupted continues where it stopped: call it again."
        },
        customSynopsis = {
            "./course grade NN_topic --submissions DIR --out DIR [--jobs N] [--seconds N] [--secret FILE]",
            "                        [--rules FILE] [--roster FILE] [--again] [--unsafe]",
            "./course grade NN_topic --submissions DIR --out PARTS --part 3/20 [...]",
            "./course grade NN_topic --merge PARTS... --out DIR [--submissions DIR] [--secret FILE] [...]",
            "./course grade NN_topic --gradescope FILE.zip",
            "./course grade NN_topic --one FILE --results FILE.json [--contained]"
        },
        sortOptions = false)
public final class GradeCommand extends CourseCommand {

    /** What is known already, in the folder of the results. */
    static final String JOURNAL = "grading.journal";

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    @Mixin
    private GradeOptions options = new GradeOptions();

    /** For the command line. */
    public GradeCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws Exception {
        Optional<String> wrong = options.wrong();
        if (wrong.isPresent()) {
            return refuse(err, wrong.get());
        }
        if (System.getProperty(THREADS) == null) {
            System.setProperty(THREADS, "1"); // the grader's own tensors are small
        }
        ExerciseSet set = set(options.name());
        checkSecret(options);
        Grader.GradedSet course = new Grader.GradedSet(
                set,
                NotebookReader.read(options.notebook()).notebook(),
                SetRules.read(options.rules(), set),
                Secret.of(options.secret()));
        if (options.gradescope().isPresent()) {
            Autograder.write(options, options.gradescope().get());
            out.println("Upload it as the autograder: " + options.gradescope().get());
            return 0;
        }
        if (!options.parts().isEmpty()) {
            return merge(options, course, out);
        }
        Optional<Sandbox> sandbox = sandbox(options, err);
        if (sandbox.isEmpty()) {
            return 1;
        }
        out.println(sandbox.get().describe());
        return options.one().isPresent()
                ? gradeOne(options, course, sandbox.get())
                : grade(options, course, sandbox.get(), out);
    }

    /** One that each machine made for itself would be another on each. */
    private static void checkSecret(GradeOptions options) {
        boolean many = options.part().isPresent() || !options.parts().isEmpty();
        if (many && !Files.exists(options.secret())) {
            throw new IllegalArgumentException(
                    "%s: there is no such secret, and all machines need the same. Make it once, where all of them read it: head -c 32 /dev/urandom > FILE, and give it as --secret FILE"
                            .formatted(options.secret()));
        }
    }

    private static ExerciseSet set(String name) {
        return ExerciseSet.named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no exercise set %s; there are %s"
                        .formatted(
                                name,
                                ExerciseSet.all().stream()
                                        .map(ExerciseSet::name)
                                        .toList())));
    }

    private static Optional<Sandbox> sandbox(GradeOptions options, PrintStream err) {
        if (options.unsafe()) {
            return Optional.of(new Unprotected());
        }
        try {
            return Optional.of(Bubblewrap.find());
        } catch (IOException e) {
            if (options.contained()) {
                return contained(err);
            }
            err.println("Not graded: answers are other people's programs, and there is no sandbox to run"
                    + " them in.\n  "
                    + e.getMessage()
                    + "\n  Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap), or"
                    + " call again with --unsafe if you trust every submission.");
            return Optional.empty();
        }
    }

    private static Optional<Sandbox> contained(PrintStream err) {
        try {
            return Optional.of(Contained.find());
        } catch (IOException e) {
            err.println("Not graded: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static int gradeOne(GradeOptions options, Grader.GradedSet course, Sandbox sandbox) throws IOException {
        Path results = options.results();
        Submissions.Submission submission =
                Submissions.one(options.one().orElseThrow(), options.name(), course::answered);
        Limits limits = Limits.perCall(options.seconds());
        try (Grader grader = new Grader(course, sandbox, limits, Optional.empty())) {
            Score score = grader.grade(submission);
            Files.writeString(
                    results,
                    Gradescope.results(score, course.rules().feedback()).toString());
            return score.isComplete() ? 0 : 1;
        }
    }

    private static int grade(GradeOptions options, Grader.GradedSet course, Sandbox sandbox, PrintStream out)
            throws IOException, InterruptedException {
        Path folder = options.submissions().orElseThrow();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "--submissions %s is not a folder; name the one that holds a notebook or a folder for each learner"
                            .formatted(folder));
        }
        Path results = options.out();
        checkOutside(results, options.root());
        checkNotAmong(results, folder);
        List<Submissions.Submission> submissions = Submissions.in(folder, options.name(), course::answered);
        List<String> passedOver = Submissions.passedOver(folder);
        sayPassedOver(passedOver, out);
        if (submissions.isEmpty()) {
            throw new IllegalArgumentException("no notebook (*.ipynb) lies in " + folder);
        }
        Optional<Roster> roster = roster(options);
        Files.createDirectories(results);
        Path journalFile = results.resolve(
                options.part().map(part -> part.journal(options.name())).orElse(JOURNAL));
        Limits limits = Limits.perCall(options.seconds());
        try (Journal journal = new Journal(journalFile, options.again());
                Grader grader = new Grader(course, sandbox, limits, Optional.of(journal))) {
            ClassRun run = new ClassRun(grader, options.jobs(), out);
            if (options.part().isPresent()) {
                Part part = options.part().get();
                PartFile.Head head = new PartFile.Head(
                        options.name(), part, Version.of(course, limits), ClassList.of(submissions), passedOver);
                return gradePart(head, submissions, run, results.resolve(part.file(options.name())), course, out);
            }
            List<Score> scores = run.grade(submissions);
            new ScoreFiles(options.name(), course.rules(), scores, roster).write(results);
            return end(out, run.summary(scores), scores, roster, results);
        }
    }

    /** Grades a part and writes it; 0 if all of it could be graded. */
    static int gradePart(
            PartFile.Head head,
            List<Submissions.Submission> submissions,
            ClassRun run,
            Path file,
            Grader.GradedSet course,
            PrintStream out)
            throws IOException, InterruptedException {
        Part part = head.part();
        List<Submissions.Submission> own = part.of(submissions);
        out.printf(
                "Part %s: %s%n",
                part,
                own.isEmpty()
                        ? "none, as there are only %d submissions".formatted(submissions.size())
                        : "submissions %d to %d of %d"
                                .formatted(
                                        part.begin(submissions.size()) + 1,
                                        part.end(submissions.size()),
                                        submissions.size()));
        Files.deleteIfExists(file); // of an earlier run: it may say something else than this one will
        List<Score> scores = run.grade(own);
        Optional<String> changed = new ClassList(part.of(head.everybody().entries())).difference(ClassList.of(own));
        if (changed.isPresent()) {
            throw new IllegalArgumentException(
                    "part %s was not written, as submissions changed while they were graded: %s. Call again when nobody writes to them any more; answers that are still the same are not run again"
                            .formatted(part, changed.get()));
        }
        new PartFile(file, head, scores).write(course.secret());
        out.println(run.summary(scores) + ": " + file);
        sayIncomplete(scores, out);
        out.printf(
                "When all %d are there: ./course grade %s --merge %s --out DIR, with the same --secret, --rules and --seconds%n",
                part.of(), head.set(), quoted(file.toAbsolutePath().getParent()));
        return scores.stream().allMatch(Score::isComplete) ? 0 : 1;
    }

    private static int merge(GradeOptions options, Grader.GradedSet course, PrintStream out) throws IOException {
        Path results = options.out();
        checkOutside(results, options.root());
        Optional<ClassList> now = Optional.empty();
        if (options.submissions().isPresent()) {
            checkNotAmong(results, options.submissions().get());
            now = Optional.of(
                    ClassList.of(Submissions.in(options.submissions().get(), options.name(), course::answered)));
        }
        Version here = Version.of(course, Limits.perCall(options.seconds()));
        Merge merge = Merge.of(options.parts(), options.name(), course.secret(), here, now);
        Optional<Roster> roster = roster(options);
        List<Score> scores = merge.scores();
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("the parts hold no submissions");
        }
        sayPassedOver(merge.passedOver(), out);
        new ScoreFiles(options.name(), course.rules(), scores, roster).write(results);
        String summary = "%d submissions of %d parts"
                .formatted(scores.size(), merge.parts().size());
        return end(out, summary, scores, roster, results);
    }

    private static Optional<Roster> roster(GradeOptions options) throws IOException {
        return options.roster().isPresent()
                ? Optional.of(Roster.read(options.roster().get()))
                : Optional.empty();
    }

    private static void sayPassedOver(List<String> names, PrintStream out) {
        if (!names.isEmpty()) {
            out.println("Not looked at, as they are not notebooks: " + names);
        }
    }

    private static int end(PrintStream out, String summary, List<Score> scores, Optional<Roster> roster, Path results) {
        out.println(summary + ": " + results.resolve("index.html"));
        sayIncomplete(scores, out);
        missing(scores, roster).forEach(out::println);
        return scores.stream().allMatch(Score::isComplete) ? 0 : 1;
    }

    /** Grades are personal data, and a file in a repository is soon committed. */
    private static void checkOutside(Path results, Path root) throws IOException {
        Path course = real(root);
        Path place = real(results);
        if (Files.isDirectory(course.resolve("solutions"))
                && place.startsWith(course)
                && !place.startsWith(course.resolve("target"))) {
            throw new IllegalArgumentException(
                    "--out %s lies in the course's own folder, where grades would be committed with it: choose a folder outside of %s"
                            .formatted(results, course));
        }
    }

    /** The next run would take the results for a learner's folder, and so would the other parts of this one. */
    private static void checkNotAmong(Path results, Path submissions) throws IOException {
        if (real(results).startsWith(real(submissions))) {
            throw new IllegalArgumentException(
                    "--out %s lies in --submissions %s, where it would be taken for what a learner handed in: choose a folder outside"
                            .formatted(results, submissions));
        }
    }

    /** A place through all links; it need not be there yet. */
    private static Path real(Path path) throws IOException {
        Path place = path.toAbsolutePath().normalize();
        Path there = place;
        while (!Files.exists(there)) {
            there = there.getParent(); // the root is there
        }
        return there.toRealPath().resolve(there.relativize(place)).normalize();
    }

    /** A path as a shell reads it back, to be copied from the terminal. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\p{L}\\p{N}_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** What concerns the whole class, and nobody would find on a page of one learner. */
    static List<String> missing(List<Score> scores, Optional<Roster> roster) {
        List<String> lines = new ArrayList<>();
        if (scores.size() > 1) {
            for (Score.Question question : scores.get(0).questions()) {
                boolean nobody = scores.stream()
                        .flatMap(score -> score.questions().stream())
                        .filter(q -> q.id().equals(question.id()))
                        .allMatch(q -> q.reason().startsWith(Grader.CELL_MISSING));
                if (nobody) {
                    lines.add("NOBODY HAS A CELL for %s: was the set changed after it was handed out?"
                            .formatted(question.id()));
                }
            }
        }
        roster.ifPresent(gradebook -> {
            List<String> strangers = scores.stream()
                    .map(Score::student)
                    .filter(student -> gradebook.find(student).isEmpty())
                    .map(ClassRun::plain)
                    .toList();
            if (!strangers.isEmpty()) {
                lines.add(
                        "NOT IN THE GRADEBOOK, so that their scores are not in canvas.csv or moodle.csv: " + strangers);
            }
        });
        return lines;
    }

    private static void sayIncomplete(List<Score> scores, PrintStream out) {
        List<Score> incomplete = scores.stream().filter(s -> !s.isComplete()).toList();
        if (!incomplete.isEmpty()) {
            out.println("NOT GRADED, at least in part; call again, and if it stays so, look at: "
                    + incomplete.stream().map(s -> ClassRun.plain(s.student())).toList());
        }
    }
}
