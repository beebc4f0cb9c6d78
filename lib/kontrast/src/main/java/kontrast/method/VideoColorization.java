package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Weights;
import kontrast.loss.CrossEntropy;
import kontrast.loss.FrameAttention;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.view.Lab;

/**
 * Video colorization: a grey frame is to be coloured by copying from the coloured frames before it.
 * To copy the right colours, the features must find the same thing again.
 *
 * <pre>
 *   f = W map(L)                                           for every frame
 *   A_ij = exp(f_i . f_j / T) / sum over k of exp(f_k . f_j / T)
 *   y_j  = sum over i of A_ij c_i,    minimise  mean over j of -log y_j,q_j
 * </pre>
 *
 * <p>Vondrick et al., Tracking emerges by colorizing videos, 2018, equations 1 to 3. L is the
 * lightness of a frame, map = {@link Options#encoder()}, W a 1 x 1 convolution to d = {@link
 * Options#dimension()} channels; i runs over the positions of all frames but the last, j over those
 * of the last; c_i and q_j are the {@linkplain ColorClusters clusters} of the mean colours of the
 * positions, as one of K and as a number; T = {@link Options#temperature()}.
 *
 * <p>Deviations: no 3 x 3 x 3 convolutions over time between map and attention, so that the
 * features of a frame are its own; and see {@link FrameAttention#loss} for the logarithm.
 */
public final class VideoColorization extends AbstractMethod {

    private final Options options;
    private final Block encoder;
    private final SequentialBlock network;
    private final FrameAttention copying;

    /**
     * What video colorization consists of.
     *
     * @param encoder map: one plane, lightness, to features
     * @param frames T, frames in a clip, at least 2: the references and, last, the target
     * @param dimension d, length of a position's feature, at least 1
     * @param temperature T of the attention, above 0
     * @param clusters the colours
     */
    public record Options(ConvEncoder encoder, int frames, int dimension, double temperature, ColorClusters clusters) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public Options {
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(clusters, "clusters");
            if (frames < 2 || dimension < 1) {
                throw new IllegalArgumentException(
                        "frames must be at least 2 (a reference and the target) and dimension at least 1, found %d and %d"
                                .formatted(frames, dimension));
            }
            temperature = new FrameAttention(temperature).temperature(); // checks it
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.temperature = 0.5)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.encoder, o.frames, o.dimension, o.temperature, o.clusters);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public ConvEncoder encoder = Options.this.encoder;
            public int frames = Options.this.frames;
            public int dimension = Options.this.dimension;
            public double temperature = Options.this.temperature;
            public ColorClusters clusters = Options.this.clusters;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what video colorization consists of
     * @param clip shape {@code (3T, H, W)} of one clip
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     * @throws IllegalArgumentException if the clips have another number of frames
     */
    public VideoColorization(Options options, Shape clip, Device device, long seed) {
        super("video colorization");
        this.options = options;
        if (clip.dimension() != 3 || clip.get(0) != 3L * options.frames()) {
            throw new IllegalArgumentException(
                    "expected clips (3T, H, W) of T = %d frames, found %s".formatted(options.frames(), clip));
        }
        copying = new FrameAttention(options.temperature());
        Block map = options.encoder().map();
        encoder = new SequentialBlock()
                .add(lightness())
                .add(map)
                .add(options.encoder().pool());
        network = new SequentialBlock()
                .add(lightness())
                .add(map)
                .add(Conv2d.builder()
                        .setFilters(options.dimension())
                        .setKernelShape(new Shape(1, 1))
                        .optBias(false)
                        .build());
        Shape frame = new Shape(1, 3, clip.get(1), clip.get(2));
        open(device, manager -> Weights.draw(network, manager, seed, frame));
    }

    /** RGB to normalised L: the network sees no colour, whatever it is given. */
    private static Block lightness() {
        return LambdaBlock.singleton(
                rgb -> {
                    NDArray lab = new Lab().apply(rgb, Seeds.stream(0, "none", 0));
                    return lab.get(new NDIndex(":, 0:1")); // [N, 1, H, W]
                },
                "lightness");
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Returns the encoder of single frames: a block from RGB images {@code [B, 3, H, W]}, of which it sees the
     * lightness, to representations {@code [B, n]}.
     */
    @Override
    public Block encoder() {
        return encoder;
    }

    /**
     * Returns the features f of single frames: a block from RGB frames {@code [N, 3, H, W]}, of which it sees the
     * lightness, to {@code [N, d, h, w]}.
     */
    @Override
    public Block network() {
        return network;
    }

    /**
     * Returns the features of frames, as evaluation wants them: batch normalisation with its
     * running statistics, no gradient.
     *
     * @param frames RGB, {@code [N, 3, H, W]}
     * @return {@code [N, d, h, w]}; belongs to the manager of {@code frames}
     */
    public NDArray features(NDArray frames) {
        ParameterStore store = new ParameterStore(frames.getManager(), false);
        return NoGrad.call(
                () -> network.forward(store, new NDList(frames), false).singletonOrThrow());
    }

    @Override
    public NDArray loss(Batch batch) {
        Shape s = batch.images().getShape(); // [B, 3T, H, W]
        long b = s.get(0);
        int t = options.frames();
        NDArray frames = batch.images().reshape(b * t, 3, s.get(2), s.get(3)); // [BT, 3, H, W]
        NDArray f = forward(network, frames, true); // [BT, d, h, w]
        long d = f.getShape().get(1);
        long n = f.getShape().get(2) * f.getShape().get(3); // positions of a frame
        NDArray features = f.reshape(b, t, d, n).transpose(0, 1, 3, 2).reshape(b, t * n, d); // [B, Tn, d]
        NDArray colours = colours(frames).reshape(b, t * n); // [B, Tn]
        NDArray past = colours.get(new NDIndex(":, :{}", (t - 1) * n));
        NDArray oneHot = past.oneHot(options.clusters().size()); // [B, (T-1)n, K]
        return copying.loss(
                features.get(new NDIndex(":, {}:", (t - 1) * n)),
                features.get(new NDIndex(":, :{}", (t - 1) * n)),
                oneHot.toType(DataType.FLOAT32, false),
                colours.get(new NDIndex(":, {}:", (t - 1) * n)));
    }

    /** The clusters of the positions' mean colours: {@code [N, 3, H, W] -> [N, h w]}, int64. */
    private NDArray colours(NDArray frames) {
        long s = options.encoder().stride();
        NDArray ab = Lab.of(frames).get(new NDIndex(":, 1:3")); // [N, 2, H, W]
        Shape shape = ab.getShape();
        long h = shape.get(2) / s;
        long w = shape.get(3) / s;
        NDArray mean = ab.reshape(shape.get(0), 2, h, s, w, s)
                .mean(new int[] {5}) // one axis at a time: DJL takes no more
                .mean(new int[] {3}); // [N, 2, h, w]
        return options.clusters().nearest(mean);
    }

    /**
     * The loss of a uniform guess among the clusters; one that knows how often each is has less.
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(CrossEntropy.chance(options.clusters().size()));
    }
}
