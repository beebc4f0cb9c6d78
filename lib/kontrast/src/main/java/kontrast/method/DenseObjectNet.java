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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.MatchedPairs;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Weights;
import kontrast.loss.PixelwiseContrast;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;

/**
 * Dense Object Nets: a descriptor for each pixel, the same wherever the same point of a thing is seen, and another one
 * for every other point.
 *
 * <pre>
 *   f = enlarge( W map(x) + c )                [B, 3, H, W] -&gt; [B, D, H, W]
 *   L = mean over matches of |f_A(u) - f_B(u')|^2
 *       + sum over non-matches of max(0, margin - |f_A(u) - f_B(v)|)^2 / number of hard ones
 * </pre>
 *
 * <p>Florence, Manuelli and Tedrake, Dense Object Nets, 2018. map = {@link Options#encoder()}, W a 1 x 1 convolution to
 * D = {@link Options#dimension()} numbers, enlarged bilinearly to the size of the picture; nothing normalises them. The
 * loss is {@link PixelwiseContrast}. A sample is one of {@link MatchedPairs}.
 *
 * <p>Of each pair of pictures are drawn: K pixels u of things in A that are seen in B, without repetition; N / 2 pixels
 * v of things in B and N / 2 of its background. Each v is a non-match of each u, if {@link Against} wants its kind and
 * it is not nearer to the match u' than {@link Options#apart()}. Where there are too few of what is wanted, fewer
 * count.
 *
 * <p>Deviations: the v of a pair are shared by all its u, where the paper draws some for each; the pairs are two
 * pictures of a made scene, whose motion is known, where the paper has a camera with depth on a robot's arm; the
 * network is small and nothing in it was trained before.
 */
public final class DenseObjectNet extends AbstractMethod {

    private static final int BILINEAR = 1; // of PyTorch in DJL; 2 repeats the nearest

    private final Options options;
    private final Block encoder;
    private final SequentialBlock network;

    /**
     * Which pixels of the other picture are non-matches.
     *
     * @param sameThing other points of the same thing
     * @param otherThings points of other things
     * @param background points of the background
     */
    public record Against(boolean sameThing, boolean otherThings, boolean background) {

        /**
         * Checks that there are any.
         *
         * @throws IllegalArgumentException if no kind is wanted
         */
        public Against {
            if (!sameThing && !otherThings && !background) {
                throw new IllegalArgumentException(
                        "without any non-matches all descriptors become one: choose at least one kind");
            }
        }

        /**
         * Returns all three kinds.
         *
         * @return everything that is not the match
         */
        public static Against everything() {
            return new Against(true, true, true);
        }
    }

    /**
     * What Dense Object Nets consist of.
     *
     * @param encoder map: RGB to features
     * @param dimension D, numbers of a descriptor, at least 1
     * @param loss the loss
     * @param matches K, pixels of a pair that are asked about, at least 1
     * @param nonMatches N, places of a pair that they are compared with, even and at least 2
     * @param apart pixels that a non-match is away from the match at least, above 0
     * @param against which places are non-matches
     */
    public record Options(
            ConvEncoder encoder,
            int dimension,
            PixelwiseContrast loss,
            int matches,
            int nonMatches,
            double apart,
            Against against) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public Options {
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(loss, "loss");
            Objects.requireNonNull(against, "against");
            if (dimension < 1 || matches < 1 || nonMatches < 2 || nonMatches % 2 != 0) {
                throw new IllegalArgumentException(
                        "dimension and matches must be at least 1, nonMatches even and at least 2, found %d, %d and %d"
                                .formatted(dimension, matches, nonMatches));
            }
            if (!(apart > 0) || Double.isInfinite(apart)) {
                throw new IllegalArgumentException("apart must be a number of pixels above 0, found " + apart);
            }
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.dimension = 16)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.encoder, o.dimension, o.loss, o.matches, o.nonMatches, o.apart, o.against);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public ConvEncoder encoder = Options.this.encoder;
            public int dimension = Options.this.dimension;
            public PixelwiseContrast loss = Options.this.loss;
            public int matches = Options.this.matches;
            public int nonMatches = Options.this.nonMatches;
            public double apart = Options.this.apart;
            public Against against = Options.this.against;
        }
    }

    /**
     * What was drawn from some pairs: places as row * W + column.
     *
     * @param at u, pixels of A, {@code [B, K]}, int64
     * @param match u', where they are in B, {@code [B, K]}, int64; 0 where there is none
     * @param isMatch 1 where there is a match, else 0, {@code [B, K]}, float32
     * @param places v, pixels of B, {@code [B, N]}, int64
     * @param isNonMatch 1 where v is a non-match of u that counts, else 0, {@code [B, K, N]}, float32
     */
    public record Draw(NDArray at, NDArray match, NDArray isMatch, NDArray places, NDArray isNonMatch) {}

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what it consists of
     * @param pair shape {@code (9, H, W)} of a sample, as {@link MatchedPairs#shape} says it
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     * @throws IllegalArgumentException if the samples are no matched pairs, or have fewer pixels than are to be drawn
     */
    public DenseObjectNet(Options options, Shape pair, Device device, long seed) {
        super("dense object net");
        this.options = options;
        if (pair.dimension() != 3 || pair.get(0) != MatchedPairs.CHANNELS) {
            throw new IllegalArgumentException(
                    "expected matched pairs (%d, H, W), found %s; make them with MatchedPairs.of"
                            .formatted(MatchedPairs.CHANNELS, pair));
        }
        long area = pair.get(1) * pair.get(2);
        if (options.matches() > area || options.nonMatches() / 2 > area) {
            throw new IllegalArgumentException("%d matches and %d non-matches cannot be drawn from %d pixels"
                    .formatted(options.matches(), options.nonMatches(), area));
        }
        Block map = options.encoder().map();
        encoder = new SequentialBlock().add(map).add(options.encoder().pool());
        network = new SequentialBlock()
                .add(map)
                .add(Conv2d.builder()
                        .setFilters(options.dimension())
                        .setKernelShape(new Shape(1, 1))
                        .build());
        int stride = options.encoder().stride();
        if (stride > 1) {
            network.add(LambdaBlock.singleton(x -> enlarge(x, stride), "enlarge"));
        }
        Shape picture = new Shape(1, 3, pair.get(1), pair.get(2));
        open(device, manager -> Weights.draw(network, manager, seed, picture));
    }

    private static NDArray enlarge(NDArray x, int by) {
        Shape s = x.getShape();
        return x.getNDArrayInternal().interpolation(new long[] {by * s.get(2), by * s.get(3)}, BILINEAR, false);
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Returns the encoder of single pictures: a block from RGB {@code [B, 3, H, W]} to representations {@code [B, n]}.
     */
    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns f: a block from RGB {@code [B, 3, H, W]} to descriptors {@code [B, D, H, W]}. */
    @Override
    public Block network() {
        return network;
    }

    /**
     * Returns the descriptors of pictures, as evaluation wants them: batch normalisation with its running statistics,
     * no gradient.
     *
     * @param pictures RGB, {@code [B, 3, H, W]}
     * @return {@code [B, D, H, W]}; belongs to the manager of {@code pictures}
     */
    public NDArray descriptors(NDArray pictures) {
        ParameterStore store = new ParameterStore(pictures.getManager(), false);
        return NoGrad.call(
                () -> network.forward(store, new NDList(pictures), false).singletonOrThrow());
    }

    /**
     * Draws matches and non-matches.
     *
     * @param pairs {@code [B, 9, H, W]}, see {@link MatchedPairs}
     * @param random the random numbers, 3 B H W of which are used
     * @return what was drawn; belongs to the manager of {@code pairs}
     */
    public Draw draw(NDArray pairs, RandomGenerator random) {
        Shape s = pairs.getShape();
        long b = s.get(0);
        long area = s.get(2) * s.get(3);
        NDArray whoA = pairs.get(new NDIndex(":, 6")).reshape(b, area);
        NDArray whoB = pairs.get(new NDIndex(":, 7")).reshape(b, area);
        NDArray where = pairs.get(new NDIndex(":, 8")).reshape(b, area); // -1: nowhere
        NDArray at = drawn(where.gte(0), options.matches(), random); // [B, K]
        NDArray to = where.gather(at, 1); // [B, K], float32
        NDArray isMatch = to.gte(0).toType(DataType.FLOAT32, false);
        NDArray match = to.maximum(0);
        NDArray things = drawn(whoB.gt(0), options.nonMatches() / 2, random); // [B, N/2]
        NDArray ground = drawn(whoB.eq(0), options.nonMatches() / 2, random);
        NDArray places = things.concat(ground, 1); // [B, N]
        NDArray whose = whoB.gather(places, 1).expandDims(1); // [B, 1, N]
        NDArray mine = whoA.gather(at, 1).expandDims(2); // [B, K, 1]
        NDArray isThing = whose.gt(0).toType(DataType.FLOAT32, false);
        NDArray isSame = whose.eq(mine).toType(DataType.FLOAT32, false); // [B, K, N]
        Against kinds = options.against();
        NDArray wanted = isSame.mul(kinds.sameThing() ? 1 : 0)
                .add(isThing.sub(isSame).mul(kinds.otherThings() ? 1 : 0))
                .add(isThing.mul(-1)
                        .add(1)
                        .mul(kinds.background() ? 1 : 0)); // a match lies on a thing: 0 is never mine
        NDArray isFar = far(match, places, s.get(3)).mul(isMatch.expandDims(2));
        return new Draw(at, match.toType(DataType.INT64, false), isMatch, places, wanted.mul(isFar));
    }

    /**
     * Some of the pixels that fit, drawn without repetition: the largest of random numbers, to which 1 is added for
     * them.
     */
    private static NDArray drawn(NDArray fits, int count, RandomGenerator random) {
        Shape s = fits.getShape(); // [B, H W]
        float[] numbers = new float[Math.toIntExact(s.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        NDArray scores =
                Transfer.send(fits.getManager(), numbers, s.getShape()).add(fits.toType(DataType.FLOAT32, false));
        return scores.topK(count, 1, true, true).get(1); // [B, count], int64
    }

    /**
     * 1 where a place is at least {@link Options#apart()} pixels from the match: {@code [B, K], [B, N] -> [B, K, N]}.
     */
    private NDArray far(NDArray match, NDArray places, long width) {
        NDArray v = places.toType(DataType.FLOAT32, false);
        NDArray row = match.div(width).floor();
        NDArray rows = v.div(width).floor();
        NDArray dy = row.expandDims(2).sub(rows.expandDims(1));
        NDArray dx = match.sub(row.mul(width))
                .expandDims(2)
                .sub(v.sub(rows.mul(width)).expandDims(1));
        return dy.square()
                .add(dx.square())
                .gte(options.apart() * options.apart())
                .toType(DataType.FLOAT32, false);
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray pairs = batch.images(); // [B, 9, H, W]
        Shape s = pairs.getShape();
        long b = s.get(0);
        Draw draw = draw(pairs, batch.random());
        NDArray pictures = pairs.get(new NDIndex(":, 0:3")).concat(pairs.get(new NDIndex(":, 3:6")), 0);
        NDArray f = forward(network, pictures, true) // [2B, D, H, W]
                .reshape(2 * b, options.dimension(), s.get(2) * s.get(3))
                .transpose(0, 2, 1); // [2B, H W, D]
        NDArray inA = f.get(new NDIndex(":{}", b));
        NDArray inB = f.get(new NDIndex("{}:", b));
        return options.loss()
                .loss(
                        rows(inA, draw.at()),
                        rows(inB, draw.match()),
                        draw.isMatch(),
                        rows(inB, draw.places()),
                        draw.isNonMatch());
    }

    /** The descriptors of some places: {@code [B, H W, D], [B, K] -> [B, K, D]}. */
    private static NDArray rows(NDArray f, NDArray places) {
        Shape s = places.getShape();
        return f.gather(
                places.expandDims(2).broadcast(s.get(0), s.get(1), f.getShape().get(2)), 1);
    }
}
