package kontrast.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How {@link Pretraining} trains.
 *
 * @param epochs passes over the images, at least 1
 * @param batchSize N, images in a batch, at least 2; the last images of an epoch that do not fill a
 *     batch are left out
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
        OptionChecks.atLeastZero("learningRate", learningRate);
        OptionChecks.atLeastZero("checkpointSeconds", checkpointSeconds);
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
        return of(epochs, batchSize, new AdamW(1e-4), 2e-3);
    }

    /**
     * Returns options with the schedule, the seed and the checkpoints of {@link #of(int, int)}.
     *
     * @param epochs passes over the images, at least 1
     * @param batchSize images in a batch, at least 2
     * @param optimizer the optimizer
     * @param learningRate its highest learning rate, at least 0
     * @return the options
     * @throws IllegalArgumentException if a number is out of range
     */
    public static TrainingOptions of(int epochs, int batchSize, Optimizer optimizer, double learningRate) {
        return new TrainingOptions(
                epochs, batchSize, optimizer, learningRate, 0.05, Decay.COSINE, 0, Optional.empty(), 30);
    }

    /** Returns a copy with some of them changed, e.g. {@code with(o -> o.epochs = 3)}, and checks it. */
    public TrainingOptions with(Consumer<Draft> change) {
        Draft o = new Draft();
        change.accept(o);
        return new TrainingOptions(
                o.epochs,
                o.batchSize,
                o.optimizer,
                o.learningRate,
                o.warmup,
                o.decay,
                o.seed,
                o.checkpoint,
                o.checkpointSeconds);
    }

    /**
     * A copy of these options that may be changed; see {@link #with}. Each record of options has such a
     * class: its fields have the names of the components. The record itself never changes, and its
     * constructor checks the changed values together.
     */
    public final class Draft {
        public int epochs = TrainingOptions.this.epochs;
        public int batchSize = TrainingOptions.this.batchSize;
        public Optimizer optimizer = TrainingOptions.this.optimizer;
        public double learningRate = TrainingOptions.this.learningRate;
        public double warmup = TrainingOptions.this.warmup;
        public Decay decay = TrainingOptions.this.decay;
        public long seed = TrainingOptions.this.seed;
        public Optional<Path> checkpoint = TrainingOptions.this.checkpoint;
        public double checkpointSeconds = TrainingOptions.this.checkpointSeconds;
    }
}
