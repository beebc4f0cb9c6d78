package kontrast.grader.grade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.worker.Setup;

/**
 * Grades submissions of one exercise set: a fresh process for each question, inputs drawn from
 * (course secret, exercise, student), outputs compared here.
 */
final class Grader implements AutoCloseable {

    /** How the reason begins where a notebook lacks an answer's cell. */
    static final String CELL_MISSING = "its cell is missing";

    private final GradedSet course;
    private final Limits limits;
    private final Optional<Journal> journal;
    private final Runner runner;
    private final String judge = Hashes.ofTheJudge();
    private final AtomicInteger reused = new AtomicInteger();

    /**
     * What is graded, and how.
     *
     * @param set the exercises
     * @param released the notebook that was handed out; its given cells are run first
     * @param rules lateness, weights and feedback
     * @param secret the course's secret
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in, and never given out
    record GradedSet(ExerciseSet set, Notebook released, SetRules rules, byte[] secret) {
        GradedSet {
            secret = secret.clone();
        }

        /** The function that each exercise asks for, by its id. */
        Map<String, String> functions() {
            Map<String, String> functions = new LinkedHashMap<>();
            set.checks().forEach(c -> functions.put(c.id(), c.signature().method()));
            return functions;
        }

        /** How many answers of a notebook differ from what was handed out. */
        int answered(Path notebook) {
            Set<String> given =
                    released.cells().stream().map(cell -> cell.source().strip()).collect(Collectors.toSet());
            return (int) Answers.read(notebook, functions(), released).cells().values().stream()
                    .filter(source -> !given.contains(source.strip()))
                    .count();
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
    Grader(GradedSet course, Sandbox sandbox, Limits limits, Optional<Journal> journal) throws IOException {
        this.course = course;
        this.limits = limits;
        this.journal = journal;
        this.runner = new Runner(sandbox, limits);
    }

    /** What questions are run with. */
    Runner runner() {
        return runner;
    }

    /** How many questions were known already. */
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
        Map<String, String> functions = course.functions();
        Answers answers = submission
                .file()
                .map(file -> Answers.read(file, functions, course.released()))
                .orElseGet(() -> Answers.broken("There is no notebook (*.ipynb) in the folder."));
        List<Score.Question> questions = new ArrayList<>();
        for (Check<?> check : course.set().checks()) {
            questions.add(question(check, answers, submission.student())
                    .weighted(course.rules().weight(check.id())));
        }
        List<String> notes = new ArrayList<>(answers.repairs());
        if (!answers.broken().isEmpty()) {
            notes.add(answers.broken());
        }
        double share = 1;
        if (course.rules().deadline().isPresent() && submission.file().isPresent()) {
            Duration late = Duration.between(course.rules().deadline().get().toInstant(), submission.time());
            share = course.rules().late().share(late);
            if (!late.isNegative() && !late.isZero()) {
                notes.add("handed in %s after the deadline: %d %% of the points"
                        .formatted(spoken(late), Math.round(share * 100)));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, String> written = new LinkedHashMap<>(answers.cells());
        questions.stream().filter(q -> q.status() == Score.Status.NOT_WRITTEN).forEach(q -> written.remove(q.id()));
        return new Score(submission, questions, notes, share, written, seconds);
    }

    /** The row of a submission at which this program failed. */
    Score ungraded(Submissions.Submission submission, String reason) {
        List<Score.Question> questions = course.set().checks().stream()
                .map(c -> Score.Question.zero(c, Score.Status.UNGRADED, "NOT GRADED: " + reason)
                        .weighted(course.rules().weight(c.id())))
                .toList();
        return new Score(submission, questions, List.of("NOT GRADED: " + reason), 1, Map.of(), 0);
    }

    private static String spoken(Duration late) {
        if (late.toMinutes() == 0) {
            return "less than a minute";
        }
        return late.toDays() > 0
                ? "%d days and %d hours".formatted(late.toDays(), late.toHoursPart())
                : "%d hours and %d minutes".formatted(late.toHours(), late.toMinutesPart());
    }

    private Score.Question question(Check<?> check, Answers answers, String student) {
        String source = answers.cells().get(check.id());
        if (!answers.broken().isEmpty()) {
            return Score.Question.zero(check, Score.Status.ERROR, "the notebook could not be read");
        } else if (source == null) {
            return Score.Question.zero(
                    check, Score.Status.ERROR, CELL_MISSING + " (" + Answers.gradeId(check.id()) + ")");
        } else if (isStub(check, source)) {
            return Score.Question.zero(check, Score.Status.NOT_WRITTEN, "not written");
        } else if (answers.refused().containsKey(check.id())) {
            return Score.Question.zero(
                    check, Score.Status.ERROR, answers.refused().get(check.id()));
        }
        Setup setup = new Setup(
                check.signature().method(),
                check.signature().returns(),
                check.signature().types(),
                given(check.id()),
                List.of(source),
                answers.helpers(),
                others(check.id(), answers.cells()));
        String key = key(check, setup, student);
        Optional<Score.Question> known = journal.flatMap(j -> j.find(key));
        if (known.isPresent()) {
            reused.incrementAndGet();
            return known.get();
        }
        Score.Question question = runner.run(check, setup, seed(check.id(), student));
        if (journal.isPresent() && question.status() != Score.Status.UNGRADED) {
            try {
                journal.get().keep(key, question);
            } catch (IOException e) {
                System.err.println("the journal cannot be written: " + e.getMessage());
            }
        }
        return question;
    }

    private boolean isStub(Check<?> check, String source) {
        return course.released().withGradeId(Answers.gradeId(check.id())).stream()
                .anyMatch(cell -> Answers.same(cell.source(), source));
    }

    /** The set-up cells, and what is given for this exercise; from us, not from the submission. */
    private List<String> given(String exercise) {
        String set = exercise.substring(0, exercise.indexOf('.'));
        return Stream.of(set + ".0", exercise)
                .flatMap(id -> course.released().withGradeId(Answers.gradeId(id) + "_given").stream())
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
    private String key(Check<?> check, Setup setup, String student) {
        List<String> parts = new ArrayList<>(List.of("key", judge, course.set().name(), check.id(), student));
        parts.add(limits.toString());
        parts.add(setup.method() + setup.returns() + setup.types());
        for (List<String> cells : List.of(setup.imports(), setup.own(), setup.helpers(), setup.others())) {
            parts.add(Integer.toString(cells.size()));
            parts.addAll(cells);
        }
        byte[] hash = Hashes.hmac(course.secret(), parts);
        return HexFormat.of().formatHex(hash);
    }

    private long seed(String exercise, String student) {
        List<String> parts = List.of("inputs", course.set().name(), exercise, student);
        return ByteBuffer.wrap(Hashes.hmac(course.secret(), parts)).getLong();
    }

    @Override
    public void close() {
        runner.close();
    }
}
