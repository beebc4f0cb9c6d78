package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.data.Examples;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Decoder;
import kontrast.encoder.Lightness;
import kontrast.loss.PixelLoss;
import kontrast.loss.SoftCrossEntropy;
import kontrast.tensor.Transfer;
import kontrast.view.ColorBins;
import kontrast.view.ColorPrior;
import kontrast.view.Lab;
import kontrast.view.RandomResizedCrop;
import kontrast.view.RandomResizedCrop.Box;
import kontrast.view.View;

/**
 * Colorization: which colour has each pixel, given the lightness of all?
 *
 * <pre>
 *   x = (L, ab),   Z = soft encoding of ab in Q bins,   s = g(map(L))
 *   CLASSES     minimise  -mean of  v sum over q of  Z_q log softmax(s)_q,   v = w of the nearest bin
 *   REGRESSION  minimise  mean of ( s - ab/100 )^2
 *   drawn:      ab = sum over q of  softmax(s / T)_q c_q      (CLASSES),     ab = 100 s   (REGRESSION)
 * </pre>
 *
 * <p>Zhang, Isola and Efros, Colorful image colorization, 2016, equations 1 to 5. w = the weights
 * of {@link ColorPrior}, c = the middles of {@link ColorBins}, T = {@link Options#temperature()}.
 * The colour is predicted for squares of pixels, as in the paper, and enlarged for the picture. The
 * mean of two possible colours is grey: that is why the classes, and why rare ones count more.
 */
public final class Colorization extends GenerativeTask {

    private static final int NEIGHBOURS = 5;
    private static final double DEVIATION = 5; // of the soft encoding, in units of a and b
    private static final float UNIT = 100; // of a and b, for the regression

    private final Options options;
    private final float[] weights; // w, Q numbers

    /** What is predicted. */
    public enum Kind {
        /** The probability of each bin. */
        CLASSES,
        /** The colour itself, for comparison. */
        REGRESSION
    }

    /**
     * What colorization consists of.
     *
     * @param view t, drawn once for each image: x above is t(x); keep its colours
     * @param kind what is predicted
     * @param prior bins, and how often each occurs among the training images
     * @param lambda share of the uniform distribution in the weights w, in (0, 1]; 1 makes all
     *     colours count alike
     * @param temperature T of the annealed mean, above 0
     * @param encoder f, by its map and its pool; sees one channel, the {@link Lightness}
     * @param width channels of the decoder before its last convolution, at least 1
     * @param doublings how often the decoder enlarges the map, at least 0; the colour of 2^d / s of
     *     the image's size is predicted, s being the encoder's stride
     */
    public record Options(
            View view,
            Kind kind,
            ColorPrior prior,
            double lambda,
            double temperature,
            ConvEncoder encoder,
            int width,
            int doublings) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(prior, "prior");
            Objects.requireNonNull(encoder, "encoder");
            ColorPrior.checkLambda(lambda);
            if (!(temperature > 0)) {
                throw new IllegalArgumentException(
                        "temperature must be above 0 (0.38 in the paper), found " + temperature);
            }
            checkWidth(width);
            if (doublings < 0 || 1 << doublings > encoder.stride()) {
                throw new IllegalArgumentException(
                        "the map is 1/%d of the image; doubling it %d times does not give a picture of its size or less"
                                .formatted(encoder.stride(), doublings));
            }
        }

        private int outputs() {
            return kind == Kind.CLASSES ? prior.bins().size() : 2;
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.lambda = 1)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.kind, o.prior, o.lambda, o.temperature, o.encoder, o.width, o.doublings);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Kind kind = Options.this.kind;
            public ColorPrior prior = Options.this.prior;
            public double lambda = Options.this.lambda;
            public double temperature = Options.this.temperature;
            public ConvEncoder encoder = Options.this.encoder;
            public int width = Options.this.width;
            public int doublings = Options.this.doublings;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what colorization consists of
     * @param image shape {@code (3, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Colorization(Options options, Shape image, Device device, long seed) {
        super(
                "colorization",
                new Lightness(options.encoder()),
                Blocks.identityBlock(),
                new Decoder(options.width(), options.doublings(), options.outputs()),
                image,
                device,
                seed);
        this.options = options;
        weights = options.prior().weights(options.lambda());
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray x = options.view().apply(batch.images(), batch.random()); // [B, 3, H, W]
        NDArray s = forward(x, true); // [B, Q or 2, h, w]
        NDArray ab = reduce(Lab.colour().apply(Lab.of(x), batch.random()), s.getShape());
        if (options.kind() == Kind.REGRESSION) {
            return PixelLoss.loss(s, ab.div(UNIT));
        }
        ColorBins.Soft z = bins().encode(ab, NEIGHBOURS, DEVIATION); // [P, 5]
        NDArray nearest = z.bins().get(new NDIndex(":, 0")); // [P]
        NDArray v = Transfer.send(s.getManager(), weights).gather(nearest, 0); // [P]
        NDArray logits = s.transpose(0, 2, 3, 1).reshape(-1, bins().size()); // [P, Q]
        return SoftCrossEntropy.loss(logits, z.bins(), z.shares(), v);
    }

    private ColorBins bins() {
        return options.prior().bins();
    }

    /** Means over squares of pixels: {@code [B, 2, H, W] -> [B, 2, h, w]}. */
    private static NDArray reduce(NDArray ab, Shape to) {
        Shape s = ab.getShape();
        long h = to.get(2);
        long w = to.get(3);
        return ab.reshape(s.get(0), 2, h, s.get(2) / h, w, s.get(3) / w)
                .mean(new int[] {5})
                .mean(new int[] {3});
    }

    /**
     * Colours images from their lightness alone, in evaluation mode.
     *
     * @param images {@code [B, 3, H, W]}, sRGB in [0, 1], whose colour is not looked at; left
     *     unchanged
     * @return {@code [B, 3, H, W]}, sRGB in [0, 1], attached to the manager of {@code images}
     */
    public NDArray colorize(NDArray images) {
        NDArray l = Lab.of(images).split(new long[] {1}, 1).get(0); // [B, 1, H, W]
        return Lab.toRgb(l.concat(predict(images), 1));
    }

    /** a and b of every pixel, {@code [B, 2, H, W]}. */
    private NDArray predict(NDArray images) {
        NDArray s = draw(images);
        NDArray ab = options.kind() == Kind.REGRESSION
                ? s.mul(UNIT)
                : bins().decode(s, options.temperature()); // [B, 2, h, w]
        int h = Math.toIntExact(s.getShape().get(2));
        int w = Math.toIntExact(s.getShape().get(3));
        Box[] whole = new Box[Math.toIntExact(s.getShape().get(0))];
        Arrays.fill(whole, new Box(0, 0, h, w));
        NDArray pixels = ab.add(128).div(256); // the crop clips to [0, 1]
        return RandomResizedCrop.crop(
                        pixels,
                        Math.toIntExact(images.getShape().get(2)),
                        Math.toIntExact(images.getShape().get(3)),
                        whole)
                .mul(256)
                .sub(128);
    }

    /**
     * Returns the mean distance of the predicted from the true colour in the plane of a and b.
     *
     * @return at least 0; the human eye tells about 2.3 apart
     */
    @Override
    public double error(Examples images, long seed) {
        return average(images, seed, (x, random) -> {
            NDArray truth = Lab.colour().apply(Lab.of(x), random);
            NDArray square = predict(x).sub(truth).square().sum(new int[] {1});
            return Transfer.number(square.sqrt().mean());
        });
    }

    /**
     * Returns about the loss of a guess that takes all bins for equally probable: exactly ln Q for
     * colours whose weights have the mean 1.
     *
     * @param batchSize images in a batch; does not matter
     * @return ln Q for classes, nothing for regression
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return options.kind() == Kind.CLASSES ? OptionalDouble.of(Math.log(bins().size())) : OptionalDouble.empty();
    }
}
