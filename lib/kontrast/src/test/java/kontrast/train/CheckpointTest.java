package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped or killed goes on to the same numbers, bit by bit. */
class CheckpointTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    private static RunResult train(TrainingOptions options, Consumer<Pretraining> how) {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, TinyRun.images(), options)) {
            return RunResult.of(training, method, how);
        }
    }

    @Test
    void aStoppedRunGoesOnToTheSameNumbers() {
        RunResult whole = train(TinyRun.options(), Pretraining::run);
        assertEquals(TinyRun.STEPS, whole.losses().size());
        TrainingOptions saved = TinyRun.options().with(o -> {
            o.checkpoint = Optional.of(folder.resolve("run"));
            o.checkpointSeconds = 1e9;
        });
        train(saved, training -> training.runTo(23));
        RunResult resumed = train(saved, Pretraining::run);
        RunResult.assertSame(whole, resumed);
        RunResult read = train(
                saved,
                training -> assertEquals(TinyRun.STEPS, training.run().rows().size()));
        RunResult.assertSame(whole, read);
    }

    @Test
    void stoppingInTheSameProcessChangesNothing() {
        RunResult whole = train(TinyRun.options(), Pretraining::run);
        RunResult parts = train(TinyRun.options(), training -> {
            training.runTo(7);
            training.run();
        });
        RunResult.assertSame(whole, parts);
    }

    /** Another seed gives other numbers: the equalities above are not empty. */
    @Test
    void anotherSeedDiffers() {
        RunResult one = train(TinyRun.options(), training -> training.runTo(2));
        RunResult two = train(TinyRun.options().with(o -> o.seed = 12), training -> training.runTo(2));
        assertFalse(one.losses().equals(two.losses()));
    }

    /** Kills a process at a random step, wherever it is in it, several times over. */
    @Test
    void aKilledRunGoesOnToTheSameNumbers() throws Exception {
        Path file = folder.resolve("killed");
        int before = 0;
        for (int kill = 0; kill < 2; kill++) {
            int steps = ThreadLocalRandom.current().nextInt(3, 15);
            Process child = start(file);
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                for (int seen = 0; seen < steps; seen++) {
                    String line = lines.readLine();
                    assertTrue(line != null && line.startsWith("step "), "child said " + line);
                }
                Thread.sleep(ThreadLocalRandom.current().nextInt(20));
                child.destroyForcibly(); // SIGKILL
                assertTrue(child.waitFor(60, TimeUnit.SECONDS));
                assertTrue(child.exitValue() != 0);
            }
            before += steps;
        }
        int least = before;
        RunResult resumed = train(
                TinyRun.options().with(o -> {
                    o.checkpoint = Optional.of(file);
                    o.checkpointSeconds = 1e9;
                }),
                training -> {
                    training.runTo(TinyRun.STEPS);
                    assertTrue(training.stepsTaken() >= least);
                });
        RunResult.assertSame(train(TinyRun.options(), Pretraining::run), resumed);
        // What a killed writer leaves behind is named so that nobody takes it for a checkpoint.
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.allMatch(f -> f.equals(file) || f.toString().endsWith(".part")));
        }
    }

    /** SIGTERM waits for the step: the exit is orderly, and the file holds that very step. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aTerminatedRunEndsItsStep() throws Exception {
        Path file = folder.resolve("terminated");
        Process child = start(file);
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int seen = 0; seen < 5; seen++) {
                assertTrue(lines.readLine() != null);
            }
            child.destroy(); // SIGTERM
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
            assertEquals(128 + 15, child.exitValue()); // 134 would be a crash
        }
        RunResult resumed = train(
                TinyRun.options().with(o -> {
                    o.checkpoint = Optional.of(file);
                    o.checkpointSeconds = 1e9;
                }),
                Pretraining::run);
        RunResult.assertSame(train(TinyRun.options(), Pretraining::run), resumed);
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TinyRun.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The stop button may be pressed while a checkpoint is written; a channel would be closed. */
    @Test
    void anInterruptDoesNotCutAWriteShort() throws IOException {
        Path file = folder.resolve("interrupted");
        Thread.currentThread().interrupt();
        Fingerprint run = new Fingerprint("run");
        Checkpoint.write(file, run, 0, new History(), Map.of());
        assertTrue(Thread.interrupted(), "the interrupt is left for the loop");
        assertEquals(0, Checkpoint.read(file, run, new History(), Map.of()));
    }

    @Test
    void damagedFilesAreTold() throws IOException {
        Path file = folder.resolve("run");
        TrainingOptions saved = TinyRun.options().with(o -> {
            o.checkpoint = Optional.of(file);
            o.checkpointSeconds = 1e9;
        });
        train(saved, training -> training.runTo(3));
        // runTo's end is written, so that the file is there without waiting.
        byte[] good = Files.readAllBytes(file);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Files.write(file, flipped);
        assertTold(saved, "checksum");
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 100));
        assertTold(saved, "checksum");
        Files.write(file, new byte[5]);
        assertTold(saved, "only 5 bytes");
        Files.write(file, new byte[500]);
        assertTold(saved, "not a checkpoint");
        Files.write(file, good);
        assertTold(
                saved.with(o -> o.seed = 99), "another run:\ntraining.seed: %d, expected 99".formatted(saved.seed()));
    }

    /** What the method does is part of a run's identity: one file, two temperatures, would share weights. */
    @Test
    void anotherMethodsCheckpointIsNotTaken() {
        TrainingOptions saved = TinyRun.options().with(o -> {
            o.checkpoint = Optional.of(folder.resolve("run"));
            o.checkpointSeconds = 1e9;
        });
        train(saved, training -> training.runTo(3));
        SimClr.Options warm;
        try (SimClr method = TinyRun.method(3)) {
            warm = method.options().with(o -> o.temperature = 1);
        }
        Shape image = new Shape(3, 16, 16);
        try (SimClr method = new SimClr(warm, image, Devices.best(), 3);
                Pretraining training = new Pretraining(method, TinyRun.images(), saved)) {
            String message =
                    assertThrows(UncheckedIOException.class, training::run).getMessage();
            assertTrue(message.contains("method.temperature: 0.5, expected 1.0"), message);
        }
        try (SimClr method = TinyRun.method(4);
                Pretraining training = new Pretraining(method, TinyRun.images(), saved)) {
            String message =
                    assertThrows(UncheckedIOException.class, training::run).getMessage();
            assertTrue(message.contains("weights: "), message);
        }
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(method, Synthetic.discs(100, 16, 4, 6), saved)) {
            String message =
                    assertThrows(UncheckedIOException.class, training::run).getMessage();
            assertTrue(message.contains("data: "), message);
        }
    }

    private static void assertTold(TrainingOptions options, String part) {
        String message = assertThrows(UncheckedIOException.class, () -> train(options, training -> training.runTo(4)))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    /** A disk that is full for a while must not cost the hours that were trained already. */
    @Test
    void aSaveThatFailsBeforeTheEndIsToldAndTheTrainingGoesOn(@TempDir Path folder) throws IOException {
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(
                        method, TinyRun.images(), TinyRun.options().with(o -> {
                            o.checkpoint = Optional.of(folder.resolve("later"));
                            o.checkpointSeconds = 0;
                        }))) {
            Path later = folder.resolve("later");
            training.onStep(row -> {
                try {
                    if (row.step() == 2) {
                        Files.delete(later);
                        Files.createDirectories(later.resolve("in the way"));
                    } else if (row.step() == 4) {
                        Files.delete(later.resolve("in the way"));
                        Files.delete(later);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            training.runTo(6);
            assertEquals(6, training.stepsTaken());
            assertTrue(Files.isRegularFile(later));
        }
    }

    @Test
    void leftoversOfKilledProcessesGoAndOthersMayReadTheFile(@TempDir Path folder) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path leftover = Files.createFile(folder.resolve("run." + ended.pid() + ".part"));
        Path others = Files.createFile(folder.resolve("run.1.part")); // process 1 lives
        try (SimClr method = TinyRun.method(3);
                Pretraining training = new Pretraining(
                        method,
                        TinyRun.images(),
                        TinyRun.options().with(o -> o.checkpoint = Optional.of(folder.resolve("run"))))) {
            training.runTo(1);
        }
        assertFalse(Files.exists(leftover));
        assertTrue(Files.exists(others));
        Path plain = Files.createFile(folder.resolve("plain"));
        assertEquals(
                Files.getPosixFilePermissions(plain),
                Files.getPosixFilePermissions(folder.resolve("run")),
                "as umask says");
    }
}
