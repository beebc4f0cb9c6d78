package kontrast.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How {@link Pretraining} trains.
 *
 * @param epochs passes over the images, at least 1
 * @param batchSize N, images in a batch, at least 2; the rest of an epoch that fills no batch is
 *     left out
 * @param optimizer the optimizer
 * @param learningRate the highest learning rate, at least 0
 * @param warmup share of all steps that the learning rate rises, in [0, 1]
 * @param decay how the learning rate falls after that
 * @param seed seed of order and views
 * @param checkpoint the file to write and to resume from, if any
 * @param checkpointSeconds seconds between two checkpoints, at least 0 (0: after every step)
 */
public record TrainingOptions(
        int epochs,
        int batchSize,
        Optimizer optimizer,
        double learningRate,
        double warmup,
        Decay decay,
        long seed,
        Optional<Path> checkpoint,
        double checkpointSeconds) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public TrainingOptions {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(decay, "decay");
        Objects.requireNonNull(checkpoint, "checkpoint");
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, found " + epochs);
        }
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "batchSize must be at least 2 (one image has no negatives), found " + batchSize);
        }
        if (!(warmup >= 0 && warmup <= 1)) {
            throw new IllegalArgumentException("warmup is a share of all steps in [0, 1], found " + warmup);
        }
        Options.atLeastZero("learningRate", learningRate);
        Options.atLeastZero("checkpointSeconds", checkpointSeconds);
    }

    /**
     * Returns options with AdamW (weight decay 1e-4, learning rate 2e-3), a warm-up of 5 % of the
     * steps and a cosine after it, seed 0 and no checkpoints.
     *
     * @param epochs passes over the images, at least 1
     * @param batchSize images in a batch, at least 2
     * @return the options
     * @throws IllegalArgumentException if a number is out of range
     */
    public static TrainingOptions of(int epochs, int batchSize) {
        return new TrainingOptions(
                epochs, batchSize, new AdamW(1e-4), 2e-3, 0.05, Decay.COSINE, 0, Optional.empty(), 30);
    }

    /**
     * Returns these options for another number of epochs.
     *
     * @param epochs passes over the images, at least 1
     * @return the changed options
     */
    public TrainingOptions withEpochs(int epochs) {
        return with(o -> o.epochs = epochs);
    }

    /**
     * Returns these options with another batch size.
     *
     * @param batchSize images in a batch, at least 2
     * @return the changed options
     */
    public TrainingOptions withBatchSize(int batchSize) {
        return with(o -> o.batchSize = batchSize);
    }

    /**
     * Returns these options with another optimizer.
     *
     * @param optimizer the optimizer
     * @param learningRate its peak learning rate, at least 0
     * @return the changed options
     */
    public TrainingOptions withOptimizer(Optimizer optimizer, double learningRate) {
        return with(o -> {
            o.optimizer = optimizer;
            o.learningRate = learningRate;
        });
    }

    /**
     * Returns these options with another schedule of the learning rate.
     *
     * @param warmup share of all steps that it rises, in [0, 1]
     * @param decay how it falls after that
     * @return the changed options
     */
    public TrainingOptions withSchedule(double warmup, Decay decay) {
        return with(o -> {
            o.warmup = warmup;
            o.decay = decay;
        });
    }

    /**
     * Returns these options with another seed.
     *
     * @param seed seed of order and views
     * @return the changed options
     */
    public TrainingOptions withSeed(long seed) {
        return with(o -> o.seed = seed);
    }

    /**
     * Returns these options with checkpoints.
     *
     * @param file the file to write, and to resume from if it is there
     * @param seconds seconds between two checkpoints, at least 0
     * @return the changed options
     */
    public TrainingOptions withCheckpoint(Path file, double seconds) {
        return with(o -> {
            o.checkpoint = Optional.of(file);
            o.checkpointSeconds = seconds;
        });
    }

    private TrainingOptions with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.finish();
    }

    /**
     * These options, open to change. Records of options are immutable; where the constructor's call
     * would fill lines in each {@code with...}, they change a draft instead, and the call stands in
     * {@link #finish} alone, which checks what comes out.
     */
    private final class Draft {
        int epochs = TrainingOptions.this.epochs;
        int batchSize = TrainingOptions.this.batchSize;
        Optimizer optimizer = TrainingOptions.this.optimizer;
        double learningRate = TrainingOptions.this.learningRate;
        double warmup = TrainingOptions.this.warmup;
        Decay decay = TrainingOptions.this.decay;
        long seed = TrainingOptions.this.seed;
        Optional<Path> checkpoint = TrainingOptions.this.checkpoint;
        double checkpointSeconds = TrainingOptions.this.checkpointSeconds;

        TrainingOptions finish() {
            return new TrainingOptions(
                    epochs, batchSize, optimizer, learningRate, warmup, decay, seed, checkpoint, checkpointSeconds);
        }
    }
}
