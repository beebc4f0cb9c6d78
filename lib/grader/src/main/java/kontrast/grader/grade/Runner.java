package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Setup;
import kontrast.grader.worker.Value;

/**
 * Runs questions, each in a fresh worker: keeps the workers' command line, the compilers and a temporary folder.
 */
final class Runner implements AutoCloseable {

    private final Limits limits;
    private final Path scratch;
    private final WorkerHome home;
    private final CompilerPool compilers;
    private final AtomicInteger processes = new AtomicInteger();
    private final DoubleAdder spent = new DoubleAdder();

    /**
     * Prepares to run questions.
     *
     * @param sandbox what answers run in
     * @param limits what each question may use
     * @throws IOException if the workers' files cannot be made
     */
    Runner(Sandbox sandbox, Limits limits) throws IOException {
        this.limits = limits;
        this.scratch = Scratch.make();
        sandbox.open(scratch);
        this.home = new WorkerHome(Files.createDirectory(scratch.resolve("worker")), sandbox);
        this.compilers = new CompilerPool(home::compiler, scratch, limits);
        home.rehearse(limits, this::rehearse);
    }

    /** Runs a function of the course through a worker, so that the archive holds the classes that a question loads. */
    private void rehearse(List<String> command) {
        Setup setup = new Setup(
                "rehearsal",
                Kind.NDARRAY,
                List.of(Kind.NDARRAY),
                List.of("import ai.djl.ndarray.*;"),
                List.of("""
                                NDArray rehearsal(NDArray z) {
                                    NDArray u = z.normalize(2, 1);
                                    return u.matMul(u.transpose()).logSoftmax(1).mean();
                                }
                                """),
                List.of());
        try (Child child = new Child(command, scratch, limits)) {
            compilers.define(setup, child);
            Value z = Value.tensor(new long[] {2, 2}, 1, 2, 3, 4);
            child.call(Call.of(z).withGradient(0));
            child.leave();
        } catch (ChildFailure e) {
            throw new IllegalStateException("a worker does not start: " + e.getMessage(), e);
        }
    }

    WorkerHome home() {
        return home;
    }

    /** How many workers have been started for questions. */
    int processes() {
        return processes.get();
    }

    /**
     * Runs a question, and once more if it failed through no fault of the answer.
     *
     * @param check the check of this exercise
     * @param setup the answer
     * @param seed draws the inputs
     * @return what it is worth
     */
    Score.Question run(Check<?> check, Setup setup, long seed) {
        Score.Question question = attempt(check, setup, seed, false);
        return question.status() == Score.Status.UNGRADED ? attempt(check, setup, seed, true) : question;
    }

    private Score.Question attempt(Check<?> check, Setup setup, long seed, boolean again) {
        processes.incrementAndGet();
        try {
            Path folder = Files.createTempDirectory(scratch, "question");
            try {
                return run(check, setup, seed, folder, again);
            } finally {
                Scratch.delete(folder);
            }
        } catch (ChildFailure e) {
            // Perhaps the machine was too busy: try again. An answer that sleeps will do so again.
            return Score.Question.zero(
                    check, e.isStarved() && !again ? Score.Status.UNGRADED : Score.Status.ERROR, e.getMessage());
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A failure at one question must not stop the others; this one is reported as not graded.
            return Score.Question.zero(
                    check, Score.Status.UNGRADED, "NOT GRADED, through no fault of the answer: " + e);
        }
    }

    private Score.Question run(Check<?> check, Setup setup, long seed, Path folder, boolean fresh) {
        Child child = new Child(home.worker(limits), folder, limits);
        try {
            compilers.define(setup, child, fresh);
            Report report = check.check(child, seed);
            boolean fits = report.verdict() == Report.Verdict.FAILED
                    && check.checkInPublic(child).passed();
            child.conclude();
            return Score.Question.of(report, fits);
        } finally {
            child.close();
            spent.add(child.processorSeconds());
        }
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
