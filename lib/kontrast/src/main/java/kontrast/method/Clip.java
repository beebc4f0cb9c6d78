package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.Captions;
import kontrast.data.Vocabulary;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.TextEncoder;
import kontrast.encoder.Weights;
import kontrast.loss.ClipLoss;
import kontrast.loss.InfoNce;
import kontrast.loss.NtXent;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.view.View;

/**
 * CLIP, contrastive language-image pretraining: an image and its text are to have similar embeddings, and images and
 * texts of different places dissimilar ones.
 *
 * <pre>
 *   x = W_x f(t(image)),  y = W_y g(text)
 *   minimise {@link ClipLoss}(x, y) by f, g, both W and the logarithm t of the scale
 *   after each step: t = min(t, ln max)
 * </pre>
 *
 * <p>Radford et al., Learning transferable visual models from natural language supervision, 2021, figure 3 and section
 * 2.5. f = {@link #encoder()}, g = {@link Options#text()}. The texts of a step are drawn anew ({@link Captions#draw}).
 *
 * <p>Deviations: W_x and W_y may be any {@link ProjectionHead}; a vocabulary of whole words.
 */
public final class Clip extends AbstractMethod {

    private final Options options;
    private final Towers network;

    /**
     * What CLIP consists of.
     *
     * @param view T, drawn once for each image; the paper crops a square and nothing else
     * @param encoder f
     * @param head W_x
     * @param text g
     * @param textHead W_y, as long as the output of {@code head}
     * @param vocabulary the words that g knows
     * @param captions texts of the training images, in their order
     * @param temperature tau at the start, above 0; 0.07 in the paper
     * @param learned whether tau is learned
     * @param maxScale the largest 1 / tau, at least 1 / {@code temperature}; 100 in the paper; infinity for no bound
     */
    public record Options(
            View view,
            Encoder encoder,
            ProjectionHead head,
            TextEncoder text,
            ProjectionHead textHead,
            Vocabulary vocabulary,
            Captions captions,
            double temperature,
            boolean learned,
            double maxScale) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range or the two towers end at different lengths
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(vocabulary, "vocabulary");
            Objects.requireNonNull(captions, "captions");
            NtXent.check(temperature);
            if (!(maxScale * temperature >= 1 - 1e-9)) {
                throw new IllegalArgumentException(
                        "the scale starts at 1 / temperature = %.4g, which is above its bound maxScale = %s; raise the bound or the temperature"
                                .formatted(1 / temperature, maxScale));
            }
            int x = head.dimension(encoder.dimension());
            int y = textHead.dimension(text.dimension());
            if (x != y) {
                throw new IllegalArgumentException(
                        "images and texts are compared, so both need embeddings of one length, found %d and %d"
                                .formatted(x, y));
            }
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.learned = false)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(
                    o.view,
                    o.encoder,
                    o.head,
                    o.text,
                    o.textHead,
                    o.vocabulary,
                    o.captions,
                    o.temperature,
                    o.learned,
                    o.maxScale);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public TextEncoder text = Options.this.text;
            public ProjectionHead textHead = Options.this.textHead;
            public Vocabulary vocabulary = Options.this.vocabulary;
            public Captions captions = Options.this.captions;
            public double temperature = Options.this.temperature;
            public boolean learned = Options.this.learned;
            public double maxScale = Options.this.maxScale;
        }
    }

    /** Both towers, and the logarithm of the scale between them. */
    private static final class Towers extends AbstractBlock {

        private final Block encoder;
        private final Block head;
        private final Block text;
        private final Block textHead;
        private final Parameter logScale;

        Towers(Options o) {
            encoder = addChildBlock("image", o.encoder().block());
            head = addChildBlock("imageHead", o.head().block());
            text = addChildBlock("text", o.text().block(o.vocabulary().size()));
            textHead = addChildBlock("textHead", o.textHead().block());
            logScale = addParameter(Parameter.builder()
                    .setName("logScale")
                    .setType(Parameter.Type.OTHER)
                    .optShape(new Shape(1))
                    .optInitializer(new ConstantInitializer((float) -Math.log(o.temperature())))
                    .optRequiresGrad(o.learned())
                    .build());
        }

        /** Images {@code [B, C, H, W]} and numbers of words {@code [B, T]} to x and y, {@code [B, d]}. */
        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            return new NDList(image(store, inputs.get(0), training), text(store, inputs.get(1), training));
        }

        NDArray image(ParameterStore store, NDArray images, boolean training) {
            Encoder.checkChannels(encoder, images);
            return head.forward(store, encoder.forward(store, new NDList(images), training), training)
                    .singletonOrThrow();
        }

        NDArray text(ParameterStore store, NDArray numbers, boolean training) {
            return textHead.forward(store, text.forward(store, new NDList(numbers), training), training)
                    .singletonOrThrow();
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            initialize(manager, type, encoder, head, inputs[0]);
            initialize(manager, type, text, textHead, inputs[1]);
        }

        private static void initialize(NDManager manager, DataType type, Block one, Block next, Shape input) {
            one.initialize(manager, type, input);
            next.initialize(manager, type, one.getOutputShapes(new Shape[] {input}));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {
                head.getOutputShapes(encoder.getOutputShapes(new Shape[] {inputs[0]}))[0],
                textHead.getOutputShapes(text.getOutputShapes(new Shape[] {inputs[1]}))[0]
            };
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what CLIP consists of
     * @param image shape {@code (C, H, W)} of one image, as the encoder sees it
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Clip(Options options, Shape image, Device device, long seed) {
        super("CLIP");
        this.options = options;
        network = new Towers(options);
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image), new Shape(1, 1)));
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public Block encoder() {
        return network.encoder;
    }

    /** Returns both towers: a block from images and numbers of words to their embeddings, not normalised. */
    @Override
    public Block network() {
        return network;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray views = options.view().apply(batch.images(), batch.random()); // [N, C, H, W]
        NDArray numbers = numbers(views.getManager(), draw(batch.indices(), batch.random())); // [N, T]
        NDList z = network.forward(store(), new NDList(views, numbers), true);
        return ClipLoss.loss(z.get(0), z.get(1), network.logScale.getArray());
    }

    private List<String> draw(int[] images, RandomGenerator random) {
        Captions captions = options.captions();
        for (int image : images) {
            if (image >= captions.size()) {
                throw new IllegalArgumentException(
                        "there are captions of %d images and none of image %d; captions and training images go together, one for one"
                                .formatted(captions.size(), image));
            }
        }
        return Arrays.stream(images).mapToObj(i -> captions.draw(i, random)).toList();
    }

    private NDArray numbers(NDManager manager, List<String> texts) {
        int[][] rows = options.vocabulary().rows(texts);
        long[] flat =
                Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
        return Transfer.send(manager, flat, rows.length, rows[0].length);
    }

    /** Keeps the scale in its bound. */
    @Override
    public void afterStep(Batch batch) {
        if (options.learned() && Double.isFinite(options.maxScale())) {
            NDArray t = network.logScale.getArray();
            NDManager step = batch.images().getManager(); // what t computes would live as long as t
            Transfer.send(step, (float) Math.log(options.maxScale())).minimum(t).copyTo(t);
        }
    }

    /**
     * Embeds images, without recording gradients.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]
     * @return x, {@code [B, d]}, rows of length 1; belongs to the manager of {@code images}
     */
    public NDArray embed(NDArray images) {
        return NoGrad.call(() -> network.image(store(), images, false).normalize(2, 1));
    }

    /**
     * Embeds texts, without recording gradients.
     *
     * @param manager owner of the result
     * @param texts at least one; words that the vocabulary does not know count as unknown
     * @return y, {@code [B, d]}, rows of length 1
     */
    public NDArray embed(NDManager manager, List<String> texts) {
        return NoGrad.call(
                () -> network.text(store(), numbers(manager, texts), false).normalize(2, 1));
    }

    /** Returns tau as it is now. Reading it waits for the device. */
    public double temperature() {
        return Math.exp(-Transfer.number(network.logScale.getArray()));
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(InfoNce.chance(batchSize));
    }
}
