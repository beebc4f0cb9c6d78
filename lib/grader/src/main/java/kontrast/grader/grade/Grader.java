package kontrast.grader.grade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.exercise.SetRules;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Frames;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/**
 * Grades submissions of one exercise set: a fresh process for each question, inputs drawn from
 * (course secret, exercise, student), outputs judged here.
 */
final class Grader implements AutoCloseable {

    private final Course course;
    private final Limits limits;
    private final Optional<Journal> journal;
    private final Path scratch;
    private final WorkerHome home;
    private final CompilerPool compilers;
    private final String judge = Fingerprint.ofTheJudge();
    private final AtomicInteger processes = new AtomicInteger();
    private final AtomicInteger reused = new AtomicInteger();
    private final DoubleAdder spent = new DoubleAdder();

    /**
     * What is graded, and how.
     *
     * @param set the exercises
     * @param released the notebook that was handed out; its given cells are run first
     * @param rules lateness, weights and feedback
     * @param secret the course's secret
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in, and never given out
    record Course(ExerciseSet set, Notebook released, SetRules rules, byte[] secret) {
        Course {
            secret = secret.clone();
        }
    }

    /**
     * Prepares to grade.
     *
     * @param course what is graded, and how
     * @param sandbox what answers run in
     * @param limits what each question may use
     * @param journal what is known already; empty to run everything
     * @throws IOException if the workers' files cannot be made
     */
    Grader(Course course, Sandbox sandbox, Limits limits, Optional<Journal> journal)
            throws IOException {
        this.course = course;
        this.limits = limits;
        this.journal = journal;
        this.scratch = Scratch.make();
        sandbox.open(scratch);
        this.home = new WorkerHome(Files.createDirectory(scratch.resolve("worker")), sandbox);
        this.compilers = new CompilerPool(home::compiler, scratch, limits);
        home.rehearse(limits, this::rehearse);
    }

    /** Runs code of ours through a worker, so that the archive holds what a question loads. */
    private void rehearse(List<String> command) {
        Frames.Setup setup =
                new Frames.Setup(
                        "rehearsal",
                        Kind.NDARRAY,
                        List.of(Kind.NDARRAY),
                        List.of("import ai.djl.ndarray.*;"),
                        List.of(
                                """
                                NDArray rehearsal(NDArray z) {
                                    NDArray u = z.normalize(2, 1);
                                    return u.matMul(u.transpose()).logSoftmax(1).mean();
                                }
                                """),
                        List.of());
        try (Child child = new Child(command, scratch, limits)) {
            compilers.define(setup, child);
            Value z = Value.tensor(new long[] {2, 2}, 1, 2, 3, 4);
            child.call(Call.of(z).withGradient());
            child.leave();
        } catch (ChildFailure e) {
            throw new IllegalStateException("a worker does not start: " + e.getMessage(), e);
        }
    }

    WorkerHome home() {
        return home;
    }

    /** How many questions were run, and how many were known. */
    int processes() {
        return processes.get();
    }

    int reused() {
        return reused.get();
    }

    /**
     * Grades one submission.
     *
     * @param submission whose, and which file
     * @return the score; a broken notebook has one too, and so has one at which the grader fails
     */
    Score grade(Submissions.Submission submission) {
        long start = System.nanoTime();
        Map<String, String> functions = new LinkedHashMap<>();
        course.set().checks().forEach(c -> functions.put(c.id(), c.signature().method()));
        Answers answers =
                submission
                        .file()
                        .map(file -> Answers.read(file, functions, course.released()))
                        .orElseGet(
                                () ->
                                        Answers.broken(
                                                "There is no notebook (*.ipynb) in the folder."));
        List<Score.Question> questions = new ArrayList<>();
        for (Check<?> check : course.set().checks()) {
            questions.add(
                    question(check, answers, submission.student())
                            .weighted(course.rules().weight(check.id())));
        }
        List<String> notes = new ArrayList<>(answers.repairs());
        if (!answers.broken().isEmpty()) {
            notes.add(answers.broken());
        }
        double share = 1;
        if (course.rules().deadline().isPresent() && submission.file().isPresent()) {
            Duration late =
                    Duration.between(
                            course.rules().deadline().get().toInstant(), submission.time());
            share = course.rules().late().share(late);
            if (!late.isNegative() && !late.isZero()) {
                notes.add(
                        "handed in %s after the deadline: %d %% of the points"
                                .formatted(spoken(late), Math.round(share * 100)));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, String> written = new LinkedHashMap<>(answers.cells());
        questions.stream()
                .filter(q -> q.status() == Score.Status.NOT_WRITTEN)
                .forEach(q -> written.remove(q.id()));
        return new Score(submission, questions, notes, share, written, seconds);
    }

    /** The row of a submission at which this program failed. */
    Score ungraded(Submissions.Submission submission, String reason) {
        List<Score.Question> questions =
                course.set().checks().stream()
                        .map(
                                c ->
                                        zero(c, Score.Status.UNGRADED, "NOT GRADED: " + reason)
                                                .weighted(course.rules().weight(c.id())))
                        .toList();
        return new Score(submission, questions, List.of("NOT GRADED: " + reason), 1, Map.of(), 0);
    }

    private static String spoken(Duration late) {
        return late.toDays() > 0
                ? "%d days and %d hours".formatted(late.toDays(), late.toHoursPart())
                : "%d hours and %d minutes".formatted(late.toHours(), late.toMinutesPart());
    }

    private Score.Question question(Check<?> check, Answers answers, String student) {
        String source = answers.cells().get(check.id());
        if (!answers.broken().isEmpty()) {
            return zero(check, Score.Status.ERROR, "the notebook could not be read");
        } else if (source == null) {
            return zero(
                    check,
                    Score.Status.ERROR,
                    "its cell is missing (" + Answers.gradeId(check.id()) + ")");
        } else if (isStub(check, source)) {
            return zero(check, Score.Status.NOT_WRITTEN, "not written");
        } else if (answers.refused().containsKey(check.id())) {
            return zero(check, Score.Status.ERROR, answers.refused().get(check.id()));
        }
        Frames.Setup setup =
                new Frames.Setup(
                        check.signature().method(),
                        check.signature().returns(),
                        check.signature().types(),
                        given(check.id()),
                        List.of(source),
                        others(check.id(), answers.cells()));
        String key = key(check, setup, student);
        Optional<Score.Question> known = journal.flatMap(j -> j.find(key));
        if (known.isPresent()) {
            reused.incrementAndGet();
            return known.get();
        }
        Score.Question question = attempt(check, setup, student, false);
        if (question.status() == Score.Status.UNGRADED) {
            question = attempt(check, setup, student, true);
        }
        if (journal.isPresent() && question.status() != Score.Status.UNGRADED) {
            try {
                journal.get().keep(key, question);
            } catch (IOException e) {
                System.err.println("the journal cannot be written: " + e.getMessage());
            }
        }
        return question;
    }

    private Score.Question attempt(
            Check<?> check, Frames.Setup setup, String student, boolean fresh) {
        processes.incrementAndGet();
        try {
            Path folder = Files.createTempDirectory(scratch, "question");
            try {
                return run(check, setup, student, folder, fresh);
            } finally {
                Scratch.delete(folder);
            }
        } catch (ChildFailure e) {
            return zero(check, Score.Status.ERROR, e.getMessage());
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Whatever happens to one, the others are graded, and this one has a row.
            return zero(
                    check,
                    Score.Status.UNGRADED,
                    "NOT GRADED, through no fault of the answer: " + e);
        }
    }

    private Score.Question run(
            Check<?> check, Frames.Setup setup, String student, Path folder, boolean fresh) {
        Child child = new Child(home.worker(limits), folder, limits);
        try {
            compilers.define(setup, child, fresh);
            Report report = check.check(child, seed(check.id(), student));
            boolean fits =
                    report.verdict() == Report.Verdict.FAILED
                            && check.checkInPublic(child).passed();
            child.conclude();
            return question(report, fits);
        } finally {
            child.close();
            spent.add(child.processorSeconds());
        }
    }

    private static Score.Question question(Report report, boolean fits) {
        String reason =
                switch (report.verdict()) {
                    case PASSED -> "";
                    case NOT_WRITTEN -> "not written";
                    case FAILED ->
                            report.misconception().map(name -> name + ": ").orElse("")
                                    + report.message();
                };
        return new Score.Question(
                report.id(),
                report.title(),
                Score.Status.valueOf(report.verdict().name()),
                report.earned(),
                report.points(),
                fits
                        ? "passes the check in the notebook, but not on fresh inputs: does the answer"
                                + " fit those inputs only? "
                                + reason
                        : reason,
                report.misconception(),
                report.message(),
                report.example(),
                report.findings().stream()
                        .map(f -> new Score.Finding(f.property(), f.fault().orElse("")))
                        .toList(),
                fits);
    }

    private static Score.Question zero(Check<?> check, Score.Status status, String reason) {
        return new Score.Question(
                check.id(),
                check.title(),
                status,
                0,
                check.points(),
                reason,
                Optional.empty(),
                "",
                "",
                List.of(),
                false);
    }

    private boolean isStub(Check<?> check, String source) {
        return course.released().withGradeId(Answers.gradeId(check.id())).stream()
                .anyMatch(cell -> Answers.same(cell.source(), source));
    }

    /** The set-up cells, and what is given for this exercise; from us, not from the submission. */
    private List<String> given(String exercise) {
        String set = exercise.substring(0, exercise.indexOf('.'));
        return Stream.of(set + ".0", exercise)
                .flatMap(
                        id ->
                                course
                                        .released()
                                        .withGradeId(Answers.gradeId(id) + "_given")
                                        .stream())
                .filter(cell -> cell.type() == CellType.CODE)
                .map(Cell::source)
                .toList();
    }

    private List<String> others(String exercise, Map<String, String> cells) {
        return course.set().checks().stream()
                .map(Check::id)
                .filter(id -> !id.equals(exercise) && cells.containsKey(id))
                .map(cells::get)
                .toList();
    }

    /** Changes with all that a result depends on; tells nobody who lacks the secret anything. */
    private String key(Check<?> check, Frames.Setup setup, String student) {
        List<String> parts =
                new ArrayList<>(List.of("key", judge, course.set().name(), check.id(), student));
        parts.add(limits.toString());
        parts.add(setup.method() + setup.returns() + setup.types());
        for (List<String> cells : List.of(setup.imports(), setup.own(), setup.others())) {
            parts.add(Integer.toString(cells.size()));
            parts.addAll(cells);
        }
        byte[] hash = Fingerprint.hmac(course.secret(), parts);
        return HexFormat.of().formatHex(hash);
    }

    private long seed(String exercise, String student) {
        List<String> parts = List.of("inputs", course.set().name(), exercise, student);
        return ByteBuffer.wrap(Fingerprint.hmac(course.secret(), parts)).getLong();
    }

    /** The seconds of processor time of all workers. */
    double workerSeconds() {
        return spent.sum();
    }

    /** Ends the compilers and says how many seconds of processor time they have used. */
    double compilerSeconds() {
        compilers.close();
        return compilers.processorSeconds();
    }

    @Override
    public void close() {
        compilers.close();
        Scratch.delete(scratch);
    }
}
