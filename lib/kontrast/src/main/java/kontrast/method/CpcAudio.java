package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.encoder.Context;
import kontrast.encoder.Norm;
import kontrast.encoder.Predictor;
import kontrast.encoder.SoundEncoder;
import kontrast.encoder.WaveCnn;
import kontrast.encoder.Weights;
import kontrast.loss.Negatives;
import kontrast.tensor.NoGrad;

/**
 * Contrastive Predictive Coding on raw sound: what was heard so far is to predict the codes of what
 * comes.
 *
 * <pre>
 *   z = g_enc(x),   c_t = g_ar(z_1 .. z_t)
 *   W_k c_t   is to pick   z_t+k   out of other codes,   k = first .. last
 * </pre>
 *
 * <p>van den Oord et al., Representation learning with contrastive predictive coding, 2018, section
 * 3.1. It is {@link Cpc} on a grid of one column. With {@link Negatives#SAME_IMAGE} all wrong codes
 * are of the same stretch, hence of the same speaker, and who speaks is of no help; with the others
 * it is.
 */
public final class CpcAudio extends AbstractMethod {

    private final Options options;
    private final SeparateNetworks network = new SeparateNetworks();
    private final SoundEncoder encoder;
    private final Predictor predictor;
    private final int codes;

    /**
     * What this consists of.
     *
     * @param encoder g_enc
     * @param context g_ar
     * @param first smallest k, at least 1
     * @param last largest k, at least {@code first}; 12 in the paper, 120 ms
     * @param objective what is minimised
     */
    public record Options(WaveCnn encoder, Context context, int first, int last, CpcObjective objective) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the steps are not 1 or more in ascending order
         */
        public Options {
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(objective, "objective");
            if (first < 1 || last < first) {
                throw new IllegalArgumentException(
                        "expected steps ahead 1 <= first <= last, found %d and %d".formatted(first, last));
            }
        }

        /**
         * Returns options for two CPU cores and sound of 8 kHz: a code for 20 ms. As published
         * there is no normalisation: with that of single moments ({@link Norm#moment}), which takes
         * away how loud they are, the loss stayed at chance for the first 100 steps.
         *
         * @param width length of codes and contexts, at least 1
         * @return strides 5, 4, 4, 2, no normalisation, GRU, 6 steps, InfoNCE over all codes
         * @throws IllegalArgumentException if {@code width} is below 1
         */
        public static Options small(int width) {
            return new Options(
                    new WaveCnn(width, List.of(5, 4, 4, 2), Norm.none()),
                    Context.gru(width),
                    1,
                    6,
                    new CpcObjective.InfoNce(Negatives.ALL, 1));
        }

        /**
         * Returns the published options, for sound of 16 kHz.
         *
         * @return 512 channels, GRU of 256, 12 steps, InfoNCE over all codes
         */
        public static Options paper() {
            return new Options(WaveCnn.paper(), Context.gru(256), 1, 12, new CpcObjective.InfoNce(Negatives.ALL, 1));
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.last = 4)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.encoder, o.context, o.first, o.last, o.objective);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public WaveCnn encoder = Options.this.encoder;
            public Context context = Options.this.context;
            public int first = Options.this.first;
            public int last = Options.this.last;
            public CpcObjective objective = Options.this.objective;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what this consists of
     * @param sound shape {@code (1, L)} of one stretch; L is a multiple of the samples of a code
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     * @throws IllegalArgumentException if a stretch has too few codes for the steps ahead, or L
     *     does not fit
     */
    public CpcAudio(Options options, Shape sound, Device device, long seed) {
        super("CPC on sound");
        this.options = options;
        Shape stretch = new Shape(1).addAll(sound);
        codes = Math.toIntExact(sound.get(1) / options.encoder().samples());
        encoder = network.add("encoder", new SoundEncoder(options.encoder(), options.context()), stretch);
        Predictor maps =
                new Predictor(options.first(), options.last(), options.encoder().width());
        predictor = network.add(
                "predictor", maps, new Shape(1, codes, 1, options.context().units()));
        open(device, manager -> Weights.draw(network, manager, seed, stretch));
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns g_ar after g_enc, and the mean over all moments: a block from {@code [B, 1, L]} to h, {@code [B, u]}. */
    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns encoder, context network and maps: a block that holds them; applied, it is the encoder. */
    @Override
    public Block network() {
        return network;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray z = encoder.codes(store(), batch.images(), true); // [B, T, 1, w]
        NDList predictions = predict(z, true);
        return options.objective().loss(z, predictions, options.first(), batch.random());
    }

    private NDList predict(NDArray z, boolean training) {
        NDArray c = encoder.contexts(store(), z, training); // [B, T, 1, u]
        return predictor.forward(store(), new NDList(c), training);
    }

    /**
     * Returns how often the right code is recognised, for each step ahead, in evaluation mode.
     *
     * @param sound {@code [B, 1, L]}; the other codes come from it
     * @param random draws negatives, where the objective draws some
     * @return for k = first .. last an accuracy in [0, 1]; {@link #trivialAccuracy} asks for no
     *     learning
     */
    public double[] accuracies(NDArray sound, RandomGenerator random) {
        return NoGrad.call(() -> {
            try (NDManager scope = manager().newSubManager()) {
                NDArray alias = sound.stopGradient();
                alias.attach(scope);
                NDArray z = encoder.codes(store(), alias, false);
                return options.objective().accuracies(z, predict(z, false), options.first(), random);
            }
        });
    }

    /**
     * Returns the accuracy that asks for no learning.
     *
     * @param stretches B, stretches that are compared
     * @return in [0, 1]
     */
    public double trivialAccuracy(int stretches) {
        return options.objective().trivialAccuracy(stretches, codes);
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(options.objective().chance(batchSize, codes));
    }
}
