package kontrast.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.encoder.Activations;
import kontrast.method.Batch;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * The training loop: batches in a new order every epoch, the method's loss, its gradients, one step
 * of the optimizer; with progress, history, checkpoints and interruption.
 *
 * <p>All random numbers of a step are a function of the seed and the step. A run that was stopped,
 * or killed, and goes on from its checkpoint therefore computes the same numbers as one that was
 * not. Every array of a step belongs to one manager that closes with the step.
 *
 * <p>An interrupt of the thread is honoured between two steps: the checkpoint is written, {@link
 * TrainingInterrupted} is thrown, the networks are usable as they are, and {@link #run} goes on if
 * called again. The end of the process (not {@code kill -9}) interrupts too, and waits for the
 * step.
 */
public final class Pretraining implements AutoCloseable {

    private static final int CANARY = 3; // steps that are computed again before a kept run is loaded

    private final Method method;
    private final Examples images;
    private final int[] labels; // or null
    private final TrainingOptions options;
    private final Schedule schedule;
    private final Updater updater;
    private final History history = new History();
    private final BatchOrder order;
    private final List<NDArray> statistics; // running means and variances of all networks
    private Path file; // of checkpoints, or null
    private boolean kept; // whether the file is the cache's, which nobody misses
    private Fingerprint fingerprint; // once it was asked for
    private int done;
    private Consumer<History.Row> onStep = row -> {};
    private Consumer<History.Row> onEpoch = row -> {};
    private boolean resumed;
    private boolean quiet;

    /**
     * Prepares a run.
     *
     * @param method what to minimise; its networks are trained, and stay the caller's to close
     * @param images the training images
     * @param options how to train
     * @throws IllegalArgumentException if there are fewer images than one batch holds, or the method cannot learn
     *     from them
     */
    public Pretraining(Method method, Examples images, TrainingOptions options) {
        this.method = method;
        this.images = images;
        file = options.checkpoint().orElse(null);
        labels = images.isLabelled() ? images.labels() : null;
        method.objection(images).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        this.options = options;
        order = new BatchOrder(images.size(), options.batchSize(), options.seed());
        int steps = steps();
        method.begin(steps);
        int warmup = (int) Math.round(options.warmup() * steps);
        schedule = options.decay().schedule(options.learningRate(), warmup, steps);
        updater = options.optimizer().start(method.manager(), ParameterGroup.of(method.network(), method::rate));
        statistics = arrays().entrySet().stream()
                .filter(named -> named.getKey().matches(".*running(Mean|Var)"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns the number of steps of the whole run: epochs times full batches in an epoch. */
    public int steps() {
        return options.epochs() * order.stepsPerEpoch();
    }

    /** Returns the number of steps taken so far: 0 to {@link #steps()}. */
    public int stepsTaken() {
        return done;
    }

    /** Returns what happened so far: the history, which grows with the training. */
    public History history() {
        return history;
    }

    /**
     * Sets what to call after every step, e.g. to draw a live plot.
     *
     * @param listener gets the step's row; runs in the training thread, between two steps
     * @return this
     */
    public Pretraining onStep(Consumer<History.Row> listener) {
        onStep = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Sets what to call after every epoch, e.g. to evaluate the encoder.
     *
     * @param listener gets the row of the epoch's last step; runs in the training thread, between
     *     two steps
     * @return this
     */
    public Pretraining onEpoch(Consumer<History.Row> listener) {
        onEpoch = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Prints no progress, for a run that is a small part of something that prints its own.
     *
     * @return this
     */
    public Pretraining quietly() {
        quiet = true;
        return this;
    }

    /**
     * Keeps this run in the user's cache: {@link #run} loads it if it was trained before, goes on if it was
     * interrupted, and says which. See {@link Kept} for the place, its bound, and how to train anew.
     *
     * <p>Settings do not show a change of the code. So before a run is loaded its first steps are computed again: if
     * the losses are others, it is trained anew.
     *
     * @return this
     * @throws IllegalArgumentException if a part of the method has no text, see {@link #fingerprint()}
     * @throws IllegalStateException if the options name a checkpoint of their own
     */
    public Pretraining kept() {
        if (file != null && !kept) {
            throw new IllegalStateException("this run has a checkpoint of its own: " + file);
        }
        file = Kept.file(fingerprint());
        kept = true;
        return this;
    }

    /**
     * Trains to the end: from the checkpoint if there is one, else from where an earlier call of
     * this object stopped, else from the start.
     *
     * @return the history of all steps
     * @throws TrainingInterrupted if the thread was interrupted; call this again to go on
     * @throws ArithmeticException if the loss of a step, or a weight, is not finite; a step with such a loss changes
     *     nothing
     * @throws UncheckedIOException if a checkpoint cannot be read or written, or does not fit
     */
    public History run() {
        return runTo(steps());
    }

    /**
     * Trains as {@link #run} does, but stops after some step.
     *
     * @param end the number of steps taken after which to stop, 0 to {@link #steps()}
     * @return the history of all steps so far
     * @throws TrainingInterrupted if the thread was interrupted
     * @throws ArithmeticException if the loss of a step, or a weight, is not finite; a step with such a loss changes
     *     nothing
     * @throws UncheckedIOException if a checkpoint cannot be read or written, or does not fit
     */
    public History runTo(int end) {
        Objects.checkIndex(end, steps() + 1);
        try (StopAtExit stop = StopAtExit.of(Thread.currentThread())) {
            stop.watch();
            return train(end);
        }
    }

    private History train(int end) {
        Progress progress = new Progress(
                quiet ? Progress.Style.NONE : Progress.Style.current(),
                System.out,
                method.name(),
                steps(),
                done,
                System.nanoTime());
        if (!resumed && file != null) {
            resume(progress);
        }
        if (done > CANARY && done < end) {
            progress.say("%s continues after step %d".formatted(method.name(), done));
        }
        if (done == 0 && end > 0) {
            method.remark(images).ifPresent(progress::say);
        }
        progress.begin(done, System.nanoTime());
        long begun = System.nanoTime();
        double before = history.rows().isEmpty() ? 0 : history.last().seconds();
        long saved = begun;
        while (done < end) {
            if (Thread.interrupted()) {
                save(progress, true);
                String message =
                        "%s was interrupted after step %d of %d. The model keeps what it has learned; run() continues from there."
                                .formatted(method.name(), done, steps());
                progress.say(message);
                throw new TrainingInterrupted(message);
            }
            History.Row row = next(begun, before);
            long now = System.nanoTime();
            progress.step(done, row.loss(), now, done == end);
            if (file != null && (done == end || (now - saved) / 1e9 >= options.checkpointSeconds())) {
                save(progress, done == end);
                saved = now;
            }
            onStep.accept(row);
            if (order.endsEpoch(done)) {
                onEpoch.accept(row);
            }
        }
        progress.rest();
        if (done == steps()) {
            checkFinite(); // here and not in the loop: a run that has diverged is not done when it is asked again,
            // either
        }
        return history;
    }

    /** Trains one step and writes it into the history. */
    private History.Row next(long begun, double before) {
        double rate = schedule.at(done);
        double loss = step(done, rate);
        History.Row row =
                new History.Row(done, order.epoch(done), loss, rate, before + (System.nanoTime() - begun) / 1e9);
        history.add(row);
        done++;
        return row;
    }

    /** Computes one step and returns its loss. */
    private double step(int step, double rate) {
        try (NDManager manager = method.manager().newSubManager()) {
            manager.setName("step");
            List<NDArray> before = copies(manager);
            try {
                return step(step, rate, manager);
            } catch (RuntimeException e) {
                updater.forgetGradients();
                NoGrad.run(() -> {
                    for (int i = 0; i < before.size(); i++) {
                        statistics.get(i).set(new NDIndex("..."), before.get(i));
                    }
                });
                throw e;
            }
        }
    }

    /** The running statistics as they are, which the forward pass changes before the loss is known. */
    private List<NDArray> copies(NDManager manager) {
        List<NDArray> copies = new ArrayList<>(statistics.size());
        for (NDArray array : statistics) {
            NDArray copy = array.duplicate();
            copy.attach(manager);
            copies.add(copy);
        }
        return copies;
    }

    private Batch batch(int step, NDManager manager) {
        int[] indices = order.batch(step);
        NDArray pixels = images.tensor(manager, indices); // [B, C, H, W]
        RandomGenerator random = Seeds.stream(options.seed(), "batch", step);
        return new Batch(pixels, labels(manager, indices), indices, step, random);
    }

    private double step(int step, double rate, NDManager manager) {
        Batch batch = batch(step, manager);
        double value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = method.loss(batch);
            collector.backward(loss);
            value = Transfer.number(loss);
        }
        if (!Double.isFinite(value)) {
            throw new ArithmeticException(
                    "the loss of step %d is %s; the learning rate %s may be too high, or the images contain NaN. Nothing was changed by this step."
                            .formatted(step, value, rate));
        }
        updater.step(rate);
        NoGrad.run(() -> method.afterStep(batch));
        return value;
    }

    /** A loss shows what went wrong one step late; so the weights themselves are looked at before they are kept. */
    private void checkFinite() {
        arrays().forEach((name, array) -> {
            if (array.getDataType().isFloating()) {
                try (NDArray sum = array.sum()) {
                    if (!Double.isFinite(Transfer.number(sum))) {
                        throw new ArithmeticException(
                                "after step %d %s holds numbers that are not finite; the learning rate %s is too high.%s"
                                        .formatted(
                                                done - 1,
                                                name,
                                                options.learningRate(),
                                                file == null ? "" : " The checkpoint before it is kept."));
                    }
                }
            }
        });
    }

    private NDArray labels(NDManager manager, int[] indices) {
        if (labels == null) {
            return null;
        }
        long[] some = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            some[i] = labels[indices[i]];
        }
        return Transfer.send(manager, some);
    }

    private void resume(Progress progress) {
        fingerprint();
        try {
            if (kept) {
                load(progress);
            } else if (Files.exists(file)) {
                restore();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        resumed = true;
    }

    private void restore() throws IOException {
        done = Math.toIntExact(Checkpoint.read(file, fingerprint, history, arrays()));
        updater.restoreSteps(done);
    }

    /** Loads what is kept of this run, if it is sound and the code still computes it. */
    private void load(Progress progress) throws IOException {
        String name = "%s (run %s)".formatted(method.name(), fingerprint.hash());
        if (!Files.exists(file) || Kept.fresh()) {
            progress.say("%s is being trained; next time it will be loaded from %s"
                    .formatted(name, Kept.shown(file.getParent())));
            return;
        }
        try {
            List<Double> losses = Checkpoint.losses(file, fingerprint);
            for (int step = 0; step < Math.min(CANARY, losses.size()); step++) {
                double loss = next(System.nanoTime(), 0).loss();
                if (Math.abs(loss - losses.get(step)) > 1e-3 * Math.abs(losses.get(step))) {
                    progress.say(
                            "%s was kept, but step %d now has the loss %.5f and not %.5f: the code has changed, so it is trained again"
                                    .formatted(name, step, loss, losses.get(step)));
                    return;
                }
            }
            restore();
            Kept.use(file);
        } catch (IOException e) {
            progress.say("What was kept of %s was damaged and is deleted. It is trained again.".formatted(name));
            Files.deleteIfExists(file);
            return;
        }
        if (done == steps()) {
            progress.say(
                    "%s is loaded: it was trained before, in %s. To train it again: ./course lab --fresh, or delete %s"
                            .formatted(name, Progress.time(history.last().seconds()), Kept.shown(file)));
        }
    }

    /** A failed save costs only what would be lost if the process ended now; the next one may succeed. */
    private void save(Progress progress, boolean last) {
        if (file == null) {
            return;
        }
        checkFinite();
        try {
            Checkpoint.write(file, fingerprint, done, history, arrays());
            if (kept) {
                Kept.makeRoom(file);
            }
        } catch (IOException e) {
            String message = "cannot write the checkpoint %s: %s".formatted(file, e.getMessage());
            if (!kept && last) {
                throw new UncheckedIOException(message, e);
            }
            progress.say(message + (kept ? " Training continues, but is not kept." : " Training continues."));
            file = kept ? null : file;
        }
    }

    /**
     * Returns what this run computes from, the first weights by their content: they are a function of a seed, and of
     * the pretrained encoder where there is one. It is what tells this run's checkpoints from another run's.
     *
     * @return the fingerprint
     * @throws IllegalArgumentException if a part of the method has no text, e.g. a view that is a lambda
     * @throws IllegalStateException if it is asked for the first time after a step
     */
    public Fingerprint fingerprint() {
        if (fingerprint == null) {
            if (done > 0) {
                throw new IllegalStateException("the first weights are gone; ask before the first step");
            }
            fingerprint = Fingerprint.of(method.options(), options, images, Fingerprint.content(arrays()))
                    .and("class", method.getClass());
        }
        return fingerprint;
    }

    /**
     * Returns the bytes of what stays from step to step, gradients included, which have the size of their parameters.
     */
    long bytesKept() {
        long gradients = method.network().getParameters().stream()
                .map(Pair::getValue)
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> bytes(parameter.getArray()))
                .sum();
        return gradients
                + arrays().values().stream().mapToLong(Pretraining::bytes).sum();
    }

    /**
     * Returns the bytes that the loss of the next step leaves for the backward pass: all arrays of the step, and the
     * closed outputs of layers. No step is taken, but running statistics move.
     */
    long bytesOfAStep() {
        try (NDManager manager = method.manager().newSubManager()) {
            long closed;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.zeroGradients(); // and what follows is recorded
                closed = Activations.count(() -> method.loss(batch(done, manager)));
            }
            return closed
                    + manager.getManagedArrays().stream()
                            .mapToLong(Pretraining::bytes)
                            .sum();
        }
    }

    private static long bytes(NDArray array) {
        return array.size() * array.getDataType().getNumOfBytes();
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : method.network().getParameters()) {
            arrays.put("network." + named.getKey(), named.getValue().getArray());
        }
        method.state().forEach((name, array) -> arrays.put("method." + name, array));
        updater.state().forEach((name, array) -> arrays.put("optimizer." + name, array));
        return arrays;
    }

    /** Frees the optimizer's state; the method stays. */
    @Override
    public void close() {
        updater.close();
    }
}
