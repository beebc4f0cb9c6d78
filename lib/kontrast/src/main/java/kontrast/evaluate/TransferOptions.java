package kontrast.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import kontrast.train.Preset;

/**
 * How many labels a target has, how often all is done, and which settings there are to choose from.
 *
 * @param perClass labels of each class of a target, at least 1
 * @param seeds one pretraining and one draw of the labels each; at least one
 * @param probe the linear classifier, with the strengths that it chooses from
 * @param fineTuning learning from a pretrained encoder
 * @param fromScratch learning from random weights
 */
public record TransferOptions(
        int perClass,
        List<Long> seeds,
        LinearProbe probe,
        ProtocolOptions.Learning fineTuning,
        ProtocolOptions.Learning fromScratch) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there are no labels or no seeds
     */
    public TransferOptions {
        seeds = List.copyOf(seeds);
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(fineTuning, "fineTuning");
        Objects.requireNonNull(fromScratch, "fromScratch");
        if (perClass < 1 || seeds.isEmpty()) {
            throw new IllegalArgumentException(
                    "need at least 1 label of each class and one seed, found %d and %s".formatted(perClass, seeds));
        }
    }

    /**
     * Returns the options of a preset: 20 labels of each class; 3 seeds (smoke: 1); three rates, the same for both.
     *
     * @param preset how much work
     * @return the options
     */
    public static TransferOptions of(Preset preset) {
        int steps = switch (preset) {
            case SMOKE -> 2;
            case CPU -> 80;
            case GPU -> 800;
        };
        boolean smoke = preset == Preset.SMOKE;
        List<Double> rates = smoke ? List.of(1e-2) : List.of(1e-3, 3e-3, 1e-2);
        return new TransferOptions(
                smoke ? 4 : 20,
                LongStream.rangeClosed(1, smoke ? 1 : 3).boxed().toList(),
                new LinearProbe(smoke ? List.of(0.1) : List.of(1.0, 0.1, 0.01), 100, 1e-3),
                new ProtocolOptions.Learning(steps, 50, rates),
                new ProtocolOptions.Learning(steps, 50, rates));
    }

    /** Returns a copy with some of them changed, e.g. {@code with(o -> o.perClass = 10)}, and checks it. */
    public TransferOptions with(Consumer<Draft> change) {
        Draft o = new Draft();
        change.accept(o);
        return new TransferOptions(o.perClass, o.seeds, o.probe, o.fineTuning, o.fromScratch);
    }

    /** A copy of these options that may be changed; see {@link #with}. */
    public final class Draft {
        public int perClass = TransferOptions.this.perClass;
        public List<Long> seeds = TransferOptions.this.seeds;
        public LinearProbe probe = TransferOptions.this.probe;
        public ProtocolOptions.Learning fineTuning = TransferOptions.this.fineTuning;
        public ProtocolOptions.Learning fromScratch = TransferOptions.this.fromScratch;
    }
}
