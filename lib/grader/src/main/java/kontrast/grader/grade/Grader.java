package kontrast.grader.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.ExerciseSet;
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

    private final ExerciseSet set;
    private final Notebook released;
    private final byte[] secret;
    private final Limits limits;
    private final Path scratch;
    private final WorkerHome home;

    /**
     * Prepares to grade.
     *
     * @param set the exercises
     * @param released the notebook that was handed out; its given cells are run first
     * @param secret the course's secret
     * @param sandbox what answers run in
     * @param limits what each question may use
     * @throws IOException if the workers' files cannot be made
     */
    Grader(ExerciseSet set, Notebook released, byte[] secret, Sandbox sandbox, Limits limits)
            throws IOException {
        this.set = set;
        this.released = released;
        this.secret = secret.clone();
        this.limits = limits;
        this.scratch = Files.createTempDirectory("kontrast-grading");
        this.home = new WorkerHome(Files.createDirectory(scratch.resolve("worker")), sandbox);
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
        try (Child child = new Child(command, scratch, setup, limits)) {
            Value z = Value.tensor(new long[] {2, 2}, 1, 2, 3, 4);
            child.call(Call.of(z).withGradient());
            child.finish(Duration.ofSeconds(30));
        } catch (ChildFailure e) {
            throw new IllegalStateException("a worker does not start: " + e.getMessage(), e);
        }
    }

    WorkerHome home() {
        return home;
    }

    /**
     * Grades one submission.
     *
     * @param student who
     * @param file the notebook
     * @param name the notebook's name in the results
     * @param slot a small number, different for calls at the same time
     * @return the score; a broken notebook has one too
     */
    Score grade(String student, Path file, String name, int slot) {
        long start = System.nanoTime();
        List<String> ids = set.checks().stream().map(Check::id).toList();
        Answers answers = Answers.read(file, ids, released);
        List<Score.Question> questions = new ArrayList<>();
        for (Check<?> check : set.checks()) {
            questions.add(question(check, answers, student, slot));
        }
        List<String> notes = new ArrayList<>(answers.repairs());
        if (!answers.broken().isEmpty()) {
            notes.add(answers.broken());
        }
        return new Score(student, name, questions, notes, (System.nanoTime() - start) / 1e9);
    }

    private Score.Question question(Check<?> check, Answers answers, String student, int slot) {
        String source = answers.cells().get(check.id());
        if (!answers.broken().isEmpty()) {
            return zero(check, "the notebook could not be read");
        } else if (source == null) {
            return zero(check, "its cell is missing (" + Answers.gradeId(check.id()) + ")");
        } else if (isStub(check, source)) {
            return zero(check, "not written");
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory(scratch, "question");
            return run(check, answers, source, student, folder, slot);
        } catch (ChildFailure e) {
            return zero(check, e.getMessage());
        } catch (IllegalStateException | IOException e) {
            return zero(check, "NOT GRADED, through no fault of the answer: " + e.getMessage());
        } finally {
            delete(folder);
        }
    }

    private Score.Question run(
            Check<?> check, Answers answers, String source, String student, Path folder, int slot) {
        Frames.Setup setup =
                new Frames.Setup(
                        check.signature().method(),
                        check.signature().returns(),
                        check.signature().types(),
                        given(check.id()),
                        List.of(source),
                        others(check.id(), answers.cells()));
        try (Child child = new Child(home.command(limits, slot), folder, setup, limits)) {
            Report report = check.check(child, seed(check.id(), student));
            String reason = reason(report);
            if (report.verdict() == Report.Verdict.FAILED && check.checkInPublic(child).passed()) {
                reason =
                        "passes the check in the notebook, but not on fresh inputs: does the answer"
                                + " fit those inputs only? "
                                + reason;
            }
            return new Score.Question(
                    check.id(), report.earned(), report.points(), reason, Optional.of(report));
        }
    }

    private static String reason(Report report) {
        return switch (report.verdict()) {
            case PASSED -> "";
            case NOT_WRITTEN -> "not written";
            case FAILED ->
                    report.misconception().map(name -> name + ": ").orElse("") + report.message();
        };
    }

    private static Score.Question zero(Check<?> check, String reason) {
        return new Score.Question(check.id(), 0, check.points(), reason, Optional.empty());
    }

    private boolean isStub(Check<?> check, String source) {
        return released.withGradeId(Answers.gradeId(check.id())).stream()
                .anyMatch(cell -> Answers.same(cell.source(), source));
    }

    /** The set-up cells, and what is given for this exercise; from us, not from the submission. */
    private List<String> given(String exercise) {
        String set = exercise.substring(0, exercise.indexOf('.'));
        return Stream.of(set + ".0", exercise)
                .flatMap(id -> released.withGradeId(Answers.gradeId(id) + "_given").stream())
                .filter(cell -> cell.type() == CellType.CODE)
                .map(Cell::source)
                .toList();
    }

    private List<String> others(String exercise, Map<String, String> cells) {
        return set.checks().stream()
                .map(Check::id)
                .filter(id -> !id.equals(exercise) && cells.containsKey(id))
                .map(cells::get)
                .toList();
    }

    /** HMAC-SHA-256 of (set, exercise, student) under the course's secret; its first 8 bytes. */
    private long seed(String exercise, String student) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String message = set.name() + "\0" + exercise + "\0" + student;
            return ByteBuffer.wrap(mac.doFinal(message.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        delete(scratch);
    }

    private static void delete(Path folder) {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + folder + ": " + e.getMessage());
        }
    }
}
