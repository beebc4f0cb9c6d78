package kontrast.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import kontrast.data.Examples;
import kontrast.method.Method;
import kontrast.train.Preset;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;

/**
 * How much of the labels, how often, and which settings to choose from.
 *
 * @param fractions shares of the training labels, each in (0, 1]; at least one
 * @param seeds one pretraining and one draw of the labels each; at least one
 * @param neighbours kNN classifiers to choose from; those with more neighbours than labels are left
 *     out
 * @param probe the linear probe, with the strengths that it chooses from
 * @param fineTuning learning on a pretrained encoder, with and without the stop-gradient
 * @param fromScratch learning of the supervised baseline
 */
public record ProtocolOptions(
        List<Double> fractions,
        List<Long> seeds,
        List<Knn> neighbours,
        LinearProbe probe,
        Learning fineTuning,
        Learning fromScratch) {

    /**
     * Learning with labels by gradient descent: AdamW with weight decay 1e-4 and a cosine schedule.
     * A step is a step for every fraction, so few labels are seen more often.
     *
     * @param steps steps, at least 1; rounded up to whole epochs
     * @param batchSize images in a batch, at least 2; all there are, if there are fewer
     * @param learningRates rates to choose from, each above 0; at least one
     */
    public record Learning(int steps, int batchSize, List<Double> learningRates) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Learning {
            learningRates = List.copyOf(learningRates);
            if (steps < 1 || batchSize < 2) {
                throw new IllegalArgumentException(
                        "need at least 1 step and 2 images a batch, found %d and %d".formatted(steps, batchSize));
            }
            if (learningRates.isEmpty() || learningRates.stream().anyMatch(r -> !(r > 0))) {
                throw new IllegalArgumentException(
                        "learningRates = %s is not a list of rates above 0".formatted(learningRates));
            }
        }

        /** Trains a classifier to the end. */
        void train(Method classifier, Examples some, double rate, long seed) {
            int batch = Math.min(batchSize, some.size());
            int perEpoch = some.size() / batch;
            TrainingOptions plan = TrainingOptions.of((steps + perEpoch - 1) / perEpoch, batch);
            try (Pretraining training = new Pretraining(classifier, some, plan.with(o -> {
                o.learningRate = rate;
                o.seed = seed;
            }))) {
                training.quietly().run();
            }
        }
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a list is empty or a fraction out of range
     */
    public ProtocolOptions {
        fractions = List.copyOf(fractions);
        seeds = List.copyOf(seeds);
        neighbours = List.copyOf(neighbours);
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(fineTuning, "fineTuning");
        Objects.requireNonNull(fromScratch, "fromScratch");
        if (fractions.isEmpty() || fractions.stream().anyMatch(f -> !(f > 0 && f <= 1))) {
            throw new IllegalArgumentException(
                    "fractions = %s is not a list of shares in (0, 1]; 1 %% is 0.01".formatted(fractions));
        }
        if (seeds.isEmpty() || neighbours.isEmpty()) {
            throw new IllegalArgumentException(
                    "need at least one seed and one kNN, found %s and %s".formatted(seeds, neighbours));
        }
    }

    /**
     * Returns the options of a preset: 1, 10 and 100 % of the labels; 3 seeds (smoke: 1).
     *
     * @param preset how much work
     * @return the options
     */
    public static ProtocolOptions of(Preset preset) {
        int steps = switch (preset) {
            case SMOKE -> 2;
            case CPU -> 200;
            case GPU -> 2000;
        };
        int seeds = preset == Preset.SMOKE ? 1 : 3;
        List<Double> rates = preset == Preset.SMOKE ? List.of(1e-3) : List.of(3e-4, 3e-3);
        return new ProtocolOptions(
                List.of(0.01, 0.1, 1.0),
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                List.of(new Knn(1, 0.07), new Knn(5, 0.07), new Knn(20, 0.07), new Knn(100, 0.07)),
                LinearProbe.standard(),
                new Learning(steps, 64, rates),
                new Learning(3 * steps, 64, rates));
    }

    /** Returns a copy with some of them changed, e.g. {@code with(o -> o.seeds = List.of(1L))}, and checks it. */
    public ProtocolOptions with(Consumer<Draft> change) {
        Draft o = new Draft();
        change.accept(o);
        return new ProtocolOptions(o.fractions, o.seeds, o.neighbours, o.probe, o.fineTuning, o.fromScratch);
    }

    /** A copy of these options that may be changed; see {@link #with}. */
    public final class Draft {
        public List<Double> fractions = ProtocolOptions.this.fractions;
        public List<Long> seeds = ProtocolOptions.this.seeds;
        public List<Knn> neighbours = ProtocolOptions.this.neighbours;
        public LinearProbe probe = ProtocolOptions.this.probe;
        public Learning fineTuning = ProtocolOptions.this.fineTuning;
        public Learning fromScratch = ProtocolOptions.this.fromScratch;
    }
}
