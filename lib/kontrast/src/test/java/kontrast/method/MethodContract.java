package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.BufferedReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kontrast.data.Examples;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;
import kontrast.train.ParameterGroup;
import kontrast.train.Pretraining;
import kontrast.train.RunResult;
import kontrast.train.Sgd;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every method keeps: same seed, same numbers; a run that was stopped or killed goes on to the
 * same numbers, with all of the method's state; native memory is flat; whatever is to be optimized
 * gets a gradient. A method's test class extends this one and gives a tiny instance.
 *
 * <p>The class needs a constructor without arguments: the run that is killed is another process.
 */
public abstract class MethodContract {

    private static final int STEPS = 24;

    @TempDir
    private Path folder;

    /** Builds a tiny method whose step takes milliseconds. */
    protected abstract Method method(long seed);

    /** What it learns from; small enough for an epoch of a few steps. */
    protected Examples examples() {
        return Synthetic.discs(48, 16, 4, 5);
    }

    /** Samples in a batch. */
    protected int batchSize() {
        return 8;
    }

    /** Names (or parts of them) of parameters that rightly get no gradient. */
    protected Set<String> withoutGradient() {
        return Set.of();
    }

    private TrainingOptions options() {
        int steps = examples().size() / batchSize();
        return TrainingOptions.of((STEPS + steps - 1) / steps, batchSize(), new Sgd(0.9, 1e-4), 0.01)
                .with(o -> o.seed = 11);
    }

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    private RunResult train(TrainingOptions options, Consumer<Pretraining> how) {
        try (Method method = method(3);
                Pretraining training = new Pretraining(method, examples(), options)) {
            return RunResult.of(training, method, how);
        }
    }

    @Test
    void sameSeedSameNumbersAndAnotherSeedOthers() {
        RunResult one = train(options(), training -> training.runTo(6));
        RunResult.assertSame(one, train(options(), training -> training.runTo(6)));
        RunResult other = train(options().with(o -> o.seed = 12), training -> training.runTo(6));
        assertNotEquals(one.losses(), other.losses());
        assertTrue(one.losses().stream().allMatch(Double::isFinite), () -> "" + one.losses());
    }

    @Test
    void aStoppedRunGoesOnToTheSameNumbers() {
        RunResult whole = train(options(), Pretraining::run);
        TrainingOptions saved = options().with(o -> {
            o.checkpoint = Optional.of(folder.resolve("run"));
            o.checkpointSeconds = 1e9;
        });
        int stop = ThreadLocalRandom.current().nextInt(1, whole.losses().size());
        train(saved, training -> training.runTo(stop));
        RunResult.assertSame(whole, train(saved, Pretraining::run));
    }

    /** Kills a process at a random step, wherever it is in it. */
    @Test
    void aKilledRunGoesOnToTheSameNumbers() throws Exception {
        Path file = folder.resolve("killed");
        int steps = ThreadLocalRandom.current().nextInt(2, 12);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MethodContract.class.getName(),
                        getClass().getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int seen = 0; seen < steps; seen++) {
                String line = lines.readLine();
                assertTrue(line != null && line.startsWith("step "), "the process said " + line);
            }
            Thread.sleep(ThreadLocalRandom.current().nextInt(20));
        } finally {
            child.destroyForcibly(); // SIGKILL
        }
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        RunResult resumed = train(
                options().with(o -> {
                    o.checkpoint = Optional.of(file);
                    o.checkpointSeconds = 1e9;
                }),
                training -> {
                    training.run();
                    assertTrue(training.stepsTaken() >= steps);
                });
        RunResult.assertSame(train(options(), Pretraining::run), resumed);
    }

    /**
     * The process that is killed: trains with a checkpoint after every step.
     *
     * @param args the test class, the checkpoint file
     * @throws ReflectiveOperationException if the class has no constructor without arguments
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        quiet();
        Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        MethodContract contract = (MethodContract) constructor.newInstance();
        try (Method method = contract.method(3);
                Pretraining training = new Pretraining(
                        method, contract.examples(), contract.options().with(o -> {
                            o.checkpoint = Optional.of(Path.of(args[1]));
                            o.checkpointSeconds = 0;
                        }))) {
            training.onStep(row -> System.out.println("step " + row.step()));
            training.run();
        }
    }

    @Test
    void nativeMemoryIsFlatAndFreedAtTheEnd() {
        int outside = liveArrays();
        try (Method method = method(3);
                Pretraining training = new Pretraining(method, examples(), options())) {
            training.runTo(4);
            int before = liveArrays();
            training.run();
            assertEquals(before, liveArrays(), "arrays that outlive their step");
        }
        assertEquals(outside, liveArrays(), "arrays that outlive their method");
    }

    /** What a step fetches makes the program wait for a GPU: the loss must be all. */
    @Test
    void aStepFetchesItsLossAndNothingElse() {
        try (Method method = method(3)) {
            assertOneFetchAStep(method, examples(), options());
        }
    }

    /** Trains, and counts after each step what came back from the device in it. */
    static void assertOneFetchAStep(Method method, Examples examples, TrainingOptions options) {
        try (Pretraining training = new Pretraining(method, examples, options).quietly()) {
            for (int step = 0; step < 4; step++) {
                Transfer.Count before = Transfer.count();
                training.runTo(step + 1);
                Transfer.Count moved = Transfer.count().since(before);
                assertEquals(1, moved.fetched(), "numbers fetched in step " + step);
                assertTrue(moved.sent() > 0, "the images at least were sent");
            }
        }
    }

    /** All native arrays of this process: they hang below the engine's one root. */
    private static int liveArrays() {
        try (NDManager any = NDManager.newBaseManager()) {
            return any.getParentManager().getManagedArrays().size();
        }
    }

    /** A parameter that no gradient reaches is dead weight, or cut off by a silent detach. */
    @Test
    void everyTrainableParameterGetsAGradient() {
        try (Method method = method(3);
                NDManager manager = method.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = method.loss(batch(manager));
            assertEquals(1, loss.size(), "the loss is a scalar");
            collector.backward(loss);
            Set<Parameter> trained = new HashSet<>();
            ParameterGroup.of(method.network()).forEach(g -> trained.addAll(g.parameters()));
            assertFalse(trained.isEmpty());
            Set<String> dead = new TreeSet<>();
            for (Pair<String, Parameter> named : method.network().getParameters()) {
                NDArray array = named.getValue().getArray();
                if (trained.contains(named.getValue())
                        && withoutGradient().stream().noneMatch(named.getKey()::contains)
                        && array.getGradient().abs().max().getFloat() == 0) {
                    dead.add(named.getKey());
                }
            }
            assertEquals(Set.of(), dead, "parameters without a gradient");
        }
    }

    private Batch batch(NDManager manager) {
        Examples examples = examples();
        int[] indices = new int[batchSize()];
        Arrays.setAll(indices, i -> i);
        NDArray labels = null;
        if (examples.isLabelled()) {
            int[] all = examples.labels();
            labels =
                    manager.create(Arrays.stream(indices).mapToLong(i -> all[i]).toArray());
        }
        return new Batch(examples.tensor(manager, indices), labels, indices, 0, Seeds.stream(1, "batch", 0));
    }
}
