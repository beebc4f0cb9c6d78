package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.RelayedExamples;
import kontrast.encoder.SmallCnn;
import kontrast.method.Batch;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.method.Wrapped;
import kontrast.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    @Test
    void lossFallsFromChance() {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, TinyRun.images(), TinyRun.options())) {
            History history = training.run();
            double chance = method.chance(20).orElseThrow();
            assertEquals(Math.log(39), chance, 1e-12);
            // A random network is near chance; 60 steps bring it clearly below.
            assertEquals(chance, history.rows().get(0).loss(), 0.7);
            assertTrue(history.meanLoss(10) < chance - 0.1, history.toString());
        }
    }

    @Test
    void historyIsATable() {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, TinyRun.images(), TinyRun.options())) {
            List<Integer> epochs = new ArrayList<>();
            training.onEpoch(row -> epochs.add(row.epoch()));
            History history = training.runTo(12);
            assertEquals(12, history.table().rowCount());
            assertEquals(
                    List.of("step", "epoch", "loss", "learning rate", "seconds"),
                    history.table().columnNames());
            assertEquals(11, history.last().step());
            assertEquals(2, history.last().epoch());
            assertEquals(List.of(0, 1), epochs);
            assertEquals(12, training.stepsTaken());
        }
    }

    @Test
    void supervisedLearnsItsLabels() {
        Images images = TinyRun.images();
        Supervised.Options options = new Supervised.Options(
                Views.simclr(16, Views.Options.none().with(o -> o.flip = 0.5)), new SmallCnn(4), 4);
        try (Supervised method = new Supervised(options, new Shape(3, 16, 16), Device.cpu(), 1);
                Pretraining training =
                        new Pretraining(method, images, TinyRun.options().with(o -> {
                            o.optimizer = new Sgd(0.9, 0);
                            o.learningRate = 0.05;
                        }))) {
            training.run();
            // Four hues are easy; chance is ln 4 = 1.39.
            assertTrue(training.history().meanLoss(5) < 0.5, training.history().toString());
            assertEquals(Math.log(4), method.chance(20).orElseThrow(), 1e-12);
        }
    }

    @Test
    void aLabelBeyondTheClassesIsNamedBeforeTheFirstStep() {
        Supervised.Options options = new Supervised.Options(Views.unchanged(), new SmallCnn(4), 3);
        try (Supervised method = new Supervised(options, new Shape(3, 16, 16), Device.cpu(), 1)) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new Pretraining(method, TinyRun.images(), TinyRun.options()))
                    .getMessage();
            assertEquals("supervised tells 3 classes apart, 0 to 2; the images have a label 3", message);
        }
    }

    @Test
    void everyImageOfAnEpochIsSeenOnce() {
        Recorder method = new Recorder();
        Images images = Synthetic.discs(10, 4, 2, 1);
        try (method;
                Pretraining training = new Pretraining(method, images, TrainingOptions.of(3, 5))) {
            training.run();
        }
        List<Integer> all = IntStream.range(0, 10).boxed().toList();
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Integer> seen = method.seen.subList(10 * epoch, 10 * epoch + 10);
            assertEquals(all, seen.stream().sorted().toList());
        }
        assertFalse(method.seen.subList(0, 10).equals(method.seen.subList(10, 20)));
    }

    @Test
    void anInterruptStopsBetweenStepsAndTheModelStaysUsable() {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, TinyRun.images(), TinyRun.options())) {
            training.onStep(row -> {
                if (row.step() == 4) {
                    Thread.currentThread().interrupt();
                }
            });
            String message =
                    assertThrows(TrainingInterrupted.class, training::run).getMessage();
            assertTrue(message.contains("after step 5 of 60"), message);
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(5, training.history().rows().size());
            try (NDManager manager = method.manager().newSubManager()) {
                NDArray x = TinyRun.images().tensor(manager, 0, 1);
                NDArray h = method.encoder()
                        .forward(new ParameterStore(manager, false), new NDList(x), false)
                        .singletonOrThrow();
                assertEquals(new Shape(2, 32), h.getShape());
                assertTrue(Float.isFinite(h.sum().getFloat()));
            }
            training.onStep(row -> {});
            assertEquals(60, training.run().rows().size());
        }
    }

    /** Counted in every manager of the process, so that an array left anywhere would be seen. */
    @Test
    void nativeMemoryIsFlatOverAThousandSteps() {
        Images images = Synthetic.discs(16, 8, 2, 1);
        SimClr.Options options = new SimClr.Options(
                Views.simclr(8, Views.Options.imageNet().with(o -> o.minScale = 0.5)),
                new SmallCnn(1),
                kontrast.encoder.ProjectionHead.mlp(4, 4),
                0.5);
        for (Optimizer optimizer : List.of(new AdamW(1e-4), new Sgd(0.9, true, 1e-4), new Lars(0.9, 1e-4))) {
            int steps = optimizer instanceof AdamW ? 1000 : 50;
            try (SimClr method = new SimClr(options, new Shape(3, 8, 8), Device.cpu(), 1);
                    Pretraining training =
                            new Pretraining(method, images, TrainingOptions.of(steps / 2, 8, optimizer, 1e-3))) {
                training.runTo(10);
                int before = liveArrays();
                training.runTo(steps);
                assertEquals(before, liveArrays(), optimizer.toString());
            }
        }
    }

    @Test
    void closingFreesEverything() {
        int before = liveArrays();
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, TinyRun.images(), TinyRun.options())) {
            training.runTo(2);
            assertTrue(liveArrays() > before);
        }
        assertEquals(before, liveArrays());
    }

    private static int liveArrays() {
        try (NDManager any = NDManager.newBaseManager()) {
            return any.getParentManager().getManagedArrays().size();
        }
    }

    @Test
    void aLossThatIsNoNumberIsTold() {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(
                        method, TinyRun.images(), TinyRun.options().with(o -> {
                            o.optimizer = new Sgd(0, 0);
                            o.learningRate = 1e30;
                        }))) {
            String message =
                    assertThrows(ArithmeticException.class, training::run).getMessage();
            assertTrue(message.contains("learning rate"), message);
        }
    }

    /** The images, of which one batch is not a number, once. */
    private static final class Poisoned extends RelayedExamples {
        private boolean poison;

        Poisoned(Examples images) {
            super(images);
        }

        @Override
        public NDArray tensor(NDManager manager, int... indices) {
            NDArray batch = super.tensor(manager, indices);
            return poison ? batch.mul(Float.NaN) : batch;
        }
    }

    /** Gradients and running statistics of the failed step would else go into all later ones. */
    @Test
    void aStepThatFailsChangesNothing() {
        Poisoned images = new Poisoned(TinyRun.images());
        try (SimClr clean = TinyRun.method(3);
                SimClr hurt = TinyRun.method(3);
                Pretraining alone = new Pretraining(clean, images, TinyRun.options());
                Pretraining training = new Pretraining(hurt, images, TinyRun.options())) {
            alone.runTo(6);
            training.runTo(3);
            images.poison = true;
            String message = assertThrows(ArithmeticException.class, () -> training.runTo(6))
                    .getMessage();
            assertTrue(message.contains("step 3 is NaN"), message);
            assertEquals(3, training.stepsTaken());
            images.poison = false;
            training.runTo(6);
            for (int step = 0; step < 6; step++) {
                assertEquals(
                        alone.history().rows().get(step).loss(),
                        training.history().rows().get(step).loss(),
                        "step " + step);
            }
        }
    }

    /** Its loss is of the weights before the step, so that a run which diverges in its last step looks done. */
    @Test
    void aRunThatDivergesInItsLastStepIsNotDoneAndNotSaved(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run");
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(
                        method,
                        Synthetic.discs(20, 16, 4, 5),
                        TrainingOptions.of(1, 20).with(o -> {
                            o.optimizer = new Sgd(0, 0);
                            o.learningRate = 1e38;
                            o.warmup = 0;
                            o.checkpoint = Optional.of(file);
                        }))) {
            String message =
                    assertThrows(ArithmeticException.class, training::run).getMessage();
            assertTrue(message.contains("not finite") && message.contains("network."), message);
            assertThrows(ArithmeticException.class, training::run, "and it is not done when it is asked again");
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> TrainingOptions.of(0, 8));
        assertThrows(IllegalArgumentException.class, () -> TrainingOptions.of(1, 1));
        assertThrows(IllegalArgumentException.class, () -> TrainingOptions.of(1, 8, new Sgd(0, 0), -1));
        try (SimClr method = TinyRun.method(3)) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new Pretraining(method, TinyRun.images(), TrainingOptions.of(1, 101)))
                    .getMessage();
            assertTrue(message.contains("found 100"), message);
        }
    }

    /** A method that only remembers what it was shown. */
    private static final class Recorder extends Wrapped {
        private final List<Integer> seen = new ArrayList<>();

        Recorder() {
            super(new Supervised(
                    new Supervised.Options((x, random) -> x, new SmallCnn(1), 2), new Shape(3, 4, 4), Device.cpu(), 1));
        }

        @Override
        public NDArray loss(Batch batch) {
            for (int index : batch.indices()) {
                seen.add(index);
            }
            return super.loss(batch);
        }
    }
}
