package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Weights;
import kontrast.loss.PretextInvariance;
import kontrast.memory.AliasSampler;
import kontrast.memory.MemoryBank;
import kontrast.tensor.Transfer;
import kontrast.view.PatchGrid;
import kontrast.view.PermutationSet;
import kontrast.view.View;

/**
 * PIRL, pretext-invariant representation learning, with the jigsaw puzzle: an image and its shuffled tiles are to have
 * one embedding. {@link Jigsaw} asks how the tiles were shuffled; here the answer is not to matter.
 *
 * <pre>
 *   v   = g(f(t(x)))                                       the image
 *   v_t = g''( g'(f(q_0)), .. g'(f(q_8)) side by side )    its tiles q_i in one of the orders
 *   minimise  lambda L_NCE(m, v_t) + (1 - lambda) L_NCE(m, v)
 *   m &lt;- its mean with v, of length 1, after the step
 * </pre>
 *
 * <p>Misra and van der Maaten, Self-supervised learning of pretext-invariant representations, 2020, sections 2.2 and
 * 2.3, figure 3. f = {@link #encoder()}, one for image and tiles; g, g', g'' are linear; m is the image's row in a
 * {@link MemoryBank}, and the negatives are rows of other images; the loss is {@link PretextInvariance}. So it has
 * negatives, but none of the batch: the bank keeps them.
 *
 * <p>Deviations: the orders are a {@link PermutationSet} and not all 9!; a negative may be the image itself, with
 * probability 1/n, as in {@link Cmc}. The running statistics of f are those of whole images, which is what f is used
 * for later; with those of small tiles mixed in they would fit neither.
 */
public final class Pirl extends AbstractMethod {

    private final Options options;
    private final SeparateNetworks networks = new SeparateNetworks();
    private final Block encoder;
    private final Block head;
    private final Block tileHead;
    private final Block join;
    private final PermutationSet orders;
    private final PretextInvariance loss;
    private final MemoryBank bank;
    private final AliasSampler sampler;
    private NDArray own; // [N], of the latest step, until afterStep
    private NDArray embedding; // [N, d], likewise
    private final List<NDArray> statistics; // running means and variances of f
    private final List<NDArray> ofImages = new ArrayList<>(); // as whole images left them, until afterStep

    /**
     * What PIRL consists of.
     *
     * @param view t, drawn for the image, and again for what is cut into tiles
     * @param grid how tiles are cut; 2 x 2 or 3 x 3
     * @param permutations K orders of the tiles, from 2 to the factorial of their number
     * @param encoder f; sees whole images and single tiles, so it must take both sizes
     * @param dimension d, length of an embedding, at least 1; 128 in the paper
     * @param weight lambda of {@link PretextInvariance}, in [0, 1]; 0.5 in the paper
     * @param temperature tau of {@link PretextInvariance}, above 0; 0.07 in the paper
     * @param images n, size of the training set, at least 2
     * @param negatives m, drawn for each image, at least 1; 32,000 in the paper
     * @param momentum share of a bank's old row that stays, in [0, 1); 0.5 in the paper
     */
    public record Options(
            View view,
            PatchGrid grid,
            int permutations,
            Encoder encoder,
            int dimension,
            double weight,
            double temperature,
            int images,
            int negatives,
            double momentum) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Jigsaw.checkPuzzle(grid, permutations);
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "dimension is the length of an embedding, at least 1, found " + dimension);
            }
            new PretextInvariance(weight, temperature);
            if (images < 2 || negatives < 1) {
                throw new IllegalArgumentException(
                        "a bank needs at least 2 images and 1 negative, found %d and %d".formatted(images, negatives));
            }
            MemoryBank.checkMomentum(momentum);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.weight = 1)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(
                    o.view,
                    o.grid,
                    o.permutations,
                    o.encoder,
                    o.dimension,
                    o.weight,
                    o.temperature,
                    o.images,
                    o.negatives,
                    o.momentum);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public PatchGrid grid = Options.this.grid;
            public int permutations = Options.this.permutations;
            public Encoder encoder = Options.this.encoder;
            public int dimension = Options.this.dimension;
            public double weight = Options.this.weight;
            public double temperature = Options.this.temperature;
            public int images = Options.this.images;
            public int negatives = Options.this.negatives;
            public double momentum = Options.this.momentum;
        }
    }

    /**
     * Builds the networks and the bank, and draws their first values.
     *
     * @param options what PIRL consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights and rows
     */
    public Pirl(Options options, Shape image, Device device, long seed) {
        super("PIRL");
        this.options = options;
        int n = options.encoder().dimension();
        int d = options.dimension();
        int tiles = options.grid().count();
        ProjectionHead linear = ProjectionHead.linear(d);
        encoder = networks.add("encoder", options.encoder().block(), new Shape(1).addAll(image));
        head = networks.add("head", linear.block(), new Shape(1, n));
        tileHead = networks.add("tile", linear.block(), new Shape(1, n));
        join = networks.add("join", linear.block(), new Shape(1, (long) tiles * d));
        orders = PermutationSet.maximal(tiles, options.permutations());
        loss = new PretextInvariance(options.weight(), options.temperature());
        open(device, manager -> Weights.draw(networks, manager, seed, new Shape(1).addAll(image)));
        statistics = encoder.getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.RUNNING_MEAN || p.getType() == Parameter.Type.RUNNING_VAR)
                .map(Parameter::getArray)
                .toList();
        bank = new MemoryBank(manager(), options.images(), d, seed);
        sampler = AliasSampler.uniform(manager(), options.images());
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns f, g, g' and g'' side by side; run, it gives what f gives. */
    @Override
    public Block network() {
        return networks;
    }

    /** Returns the bank: a row of length 1 for each image of the training set, once it has been seen. */
    public MemoryBank bank() {
        return bank;
    }

    /** Returns the orders in which tiles are laid. */
    public PermutationSet orders() {
        return orders;
    }

    /**
     * Computes the loss with the bank as it was before this batch.
     *
     * @throws IllegalArgumentException if an image has no row in the bank
     */
    @Override
    public NDArray loss(Batch batch) {
        own = Transfer.send(batch.images().getManager(), rows(batch.indices())); // [N]
        embedding = embed(options.view().apply(batch.images(), batch.random())); // [N, d]
        keepStatistics(batch.images().getManager());
        NDArray transformed = embedTiles(shuffled(batch.images(), batch.random())); // [N, d]
        NDArray candidates =
                bank.rows(bank.candidates(own, sampler, options.negatives(), batch.random())); // [N, 1 + m, d]
        NDArray positive = candidates.get(new NDIndex(":, 0")); // [N, d]
        NDArray negatives = candidates.get(new NDIndex(":, 1:")); // [N, m, d]
        return loss.loss(embedding, transformed, positive, negatives);
    }

    private void keepStatistics(NDManager step) {
        ofImages.clear();
        for (NDArray array : statistics) {
            NDArray copy = array.duplicate();
            copy.attach(step);
            ofImages.add(copy);
        }
    }

    /** Tiles of a view of each image in a drawn order, {@code [N, 9, C, p, p]}. */
    private NDArray shuffled(NDArray images, RandomGenerator random) {
        NDArray tiles = options.grid().cut(options.view().apply(images, random), random);
        int[] chosen = new int[Math.toIntExact(tiles.getShape().get(0))];
        Arrays.setAll(chosen, b -> random.nextInt(orders.size()));
        return orders.lay(tiles, chosen);
    }

    private NDArray embed(NDArray views) {
        return forward(head, forward(encoder, views, true), true);
    }

    private NDArray embedTiles(NDArray tiles) {
        NDArray each = forward(tileHead, forward(encoder, PretextTask.flat(tiles), true), true); // [9N, d]
        long n = tiles.getShape().get(0);
        return forward(join, each.reshape(n, each.size() / n), true);
    }

    private long[] rows(int... indices) {
        for (int index : indices) {
            if (index >= options.images()) {
                throw new IllegalArgumentException(
                        "image %d has no row in a bank of %d; Pirl.Options.images must be the size of the training set"
                                .formatted(index, options.images()));
            }
        }
        return Arrays.stream(indices).asLongStream().toArray();
    }

    /** The bank takes the images' embeddings in, after they have been scored; f forgets the statistics of the tiles. */
    @Override
    public void afterStep(Batch batch) {
        for (int i = 0; i < ofImages.size(); i++) {
            statistics.get(i).set(new NDIndex("..."), ofImages.get(i)); // not before: the backward pass holds them
        }
        ofImages.clear();
        bank.update(own, embedding.stopGradient(), options.momentum());
        own = null;
        embedding = null;
    }

    /**
     * Returns the loss of an encoder that tells no image from another.
     *
     * @return {@link PretextInvariance#chance}
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(PretextInvariance.chance(options.negatives()));
    }

    @Override
    public Map<String, NDArray> state() {
        return Map.of("bank", bank.rows());
    }
}
