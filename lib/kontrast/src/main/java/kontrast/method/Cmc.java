package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import kontrast.encoder.Encoder;
import kontrast.encoder.HalfAlexNet;
import kontrast.encoder.MultiviewEncoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Weights;
import kontrast.loss.Critic;
import kontrast.loss.InfoNce;
import kontrast.memory.MemoryBank;
import kontrast.memory.Normaliser;
import kontrast.tensor.Transfer;
import kontrast.view.Multiview;

/**
 * Contrastive Multiview Coding: embeddings of different views of the same scene are to match, those
 * of different scenes not to.
 *
 * <pre>
 *   z_i = g_i(f_i(v_i)) / |..|,   i = 1 .. M
 *   L(V_i, V_j) = L_ij + L_ji,    L_ij = -log( h(z_i, z_j) / sum over k of h(z_i, z_j^k) )
 *   minimise  sum over the pairs (i, j) of the graph of w_ij L(V_i, V_j)
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, sections 3.2 and 3.3. h = {@link
 * Options#critic()}; the candidates k are the batch, or m images of the memory banks (there,
 * section 3.4) if there is a {@link Options#bank()}. Each view has an encoder f_i = {@link
 * Options#encoder()} and a head g_i of its own.
 *
 * <p>Deviation: f_i may be any {@link Encoder}; {@link HalfAlexNet} with a linear head is the
 * paper's network for L and ab.
 */
public final class Cmc extends AbstractMethod {

    private final Options options;
    private final Towers towers;
    private final BankContrast banks; // or null
    private BankContrast.Step step;

    /** What is minimised for the candidates of a bank. */
    public enum Estimator {
        /** Noise contrastive estimation, {@link kontrast.loss.Nce}: the paper's. */
        NCE,
        /** The softmax over the candidates, {@link InfoNce#firstIsPositive}; needs no Z. */
        SOFTMAX
    }

    /**
     * Memory banks in place of the batch's other images.
     *
     * @param images n, size of the training set, at least 2
     * @param negatives m, drawn for each image, at least 1
     * @param momentum share of a bank's old row that stays, in [0, 1); 0.5 in the paper
     * @param normaliser where Z comes from
     * @param estimator what is minimised
     */
    public record Bank(int images, int negatives, double momentum, Normaliser.Kind normaliser, Estimator estimator) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Bank {
            Objects.requireNonNull(normaliser, "normaliser");
            Objects.requireNonNull(estimator, "estimator");
            if (images < 2 || negatives < 1) {
                throw new IllegalArgumentException(
                        "a bank needs at least 2 images and 1 negative, found %d and %d".formatted(images, negatives));
            }
            MemoryBank.checkMomentum(momentum);
        }

        /**
         * Returns NCE as published: momentum 0.5, Z from the first batch.
         *
         * @param images n, size of the training set, at least 2
         * @param negatives m, at least 1; 16384 in the paper
         * @return the options
         * @throws IllegalArgumentException if a number is out of its range
         */
        public static Bank paper(int images, int negatives) {
            return new Bank(images, negatives, 0.5, Normaliser.Kind.FIRST_BATCH, Estimator.NCE);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.negatives = 4096)}, and checks it. */
        public Bank with(Consumer<Bank.Draft> change) {
            Bank.Draft o = new Bank.Draft();
            change.accept(o);
            return new Bank(o.images, o.negatives, o.momentum, o.normaliser, o.estimator);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public int images = Bank.this.images;
            public int negatives = Bank.this.negatives;
            public double momentum = Bank.this.momentum;
            public Normaliser.Kind normaliser = Bank.this.normaliser;
            public Estimator estimator = Bank.this.estimator;
        }
    }

    /**
     * What CMC consists of.
     *
     * @param views the M views
     * @param graph which pairs of them are contrasted
     * @param encoder f, for each view one of its own
     * @param head g, for each view one of its own
     * @param critic h, for each pair one of its own
     * @param bank memory banks; if there are none, the batch gives the negatives
     */
    public record Options(
            Multiview views,
            ViewGraph graph,
            Encoder encoder,
            ProjectionHead head,
            Critic critic,
            Optional<Bank> bank) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the graph is not one of these views
         */
        public Options {
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(critic, "critic");
            Objects.requireNonNull(bank, "bank");
            if (graph.views() != views.count()) {
                throw new IllegalArgumentException(
                        "a graph of %d views cannot pair %d views".formatted(graph.views(), views.count()));
            }
        }

        /**
         * Returns the setting of two views, or of all pairs of more, with the softmax over the
         * batch.
         *
         * @param views the M views
         * @param encoder f, for each view one of its own
         * @param head g, for each view one of its own
         * @param critic h, for each pair one of its own
         * @return the options
         */
        public static Options of(Multiview views, Encoder encoder, ProjectionHead head, Critic critic) {
            return new Options(views, ViewGraph.full(views.count()), encoder, head, critic, Optional.empty());
        }

        /**
         * Returns a copy with some of them changed, e.g. {@code with(o -> o.critic = Critic.bilinear(0.2))}, and checks
         * it.
         */
        public Options with(Consumer<Options.Draft> change) {
            Options.Draft o = new Options.Draft();
            change.accept(o);
            return new Options(o.views, o.graph, o.encoder, o.head, o.critic, o.bank);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public Multiview views = Options.this.views;
            public ViewGraph graph = Options.this.graph;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public Critic critic = Options.this.critic;
            public Optional<Bank> bank = Options.this.bank;
        }
    }

    /**
     * Builds the networks and banks and draws their first values.
     *
     * @param options what CMC consists of
     * @param image shape {@code (C, H, W)} of one image or scene
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights and rows
     */
    public Cmc(Options options, Shape image, Device device, long seed) {
        super("CMC");
        this.options = options;
        towers = new Towers(options.encoder(), options.head(), options.critic(), options.graph());
        Shape[] inputs = options.views().shapes(image).toArray(new Shape[0]);
        open(device, manager -> Weights.draw(towers, manager, seed, inputs));
        int d = options.head().dimension(options.encoder().dimension());
        banks = options.bank()
                .map(bank -> new BankContrast(manager(), bank, options.graph(), d, seed))
                .orElse(null);
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Returns all encoders side by side: a block from {@code [B, C, H, W]} to {@code [h_1, .., h_M]}, {@code [B, M n]}.
     */
    @Override
    public Block encoder() {
        return encoder(options.views().all());
    }

    /**
     * Returns the encoders of some views, e.g. that of L alone.
     *
     * @param views places of the views, each in 0 to M - 1, at least one
     * @return a block from images {@code [B, C, H, W]} to the h of the views side by side
     * @throws IllegalArgumentException if there is no view
     */
    public Block encoder(int... views) {
        return sideBySide(views, towers::encoder);
    }

    /**
     * Returns what gives the embeddings of some views: z1, z2 or [z1, z2].
     *
     * @param views places of the views, each in 0 to M - 1, at least one
     * @return a block from images {@code [B, C, H, W]} to the z of the views side by side, each of
     *     length 1
     * @throws IllegalArgumentException if there is no view
     */
    public Block embedding(int... views) {
        return sideBySide(
                views,
                i -> new SequentialBlock()
                        .add(towers.encoder(i))
                        .add(towers.head(i))
                        .add(LambdaBlock.singleton(z -> z.normalize(2, 1), "unit")));
    }

    /**
     * Returns what gives the features of some layer of half AlexNets.
     *
     * @param layer the layer
     * @param views places of the views, each in 0 to M - 1, at least one
     * @return a block from images {@code [B, C, H, W]} to the layer's features of the views, flat
     *     and side by side
     * @throws IllegalArgumentException if there is no view or the encoders are of another kind
     */
    public Block features(HalfAlexNet.Layer layer, int... views) {
        return sideBySide(views, i -> HalfAlexNet.upTo(towers.encoder(i), layer));
    }

    /**
     * Returns the plan of {@link #encoder(int...)}, to build another one, e.g. for fine-tuning.
     *
     * @param views places of the views, each in 0 to M - 1, at least one
     * @return the plan
     * @throws IllegalArgumentException if there is no view
     */
    public MultiviewEncoder plan(int... views) {
        return new MultiviewEncoder(
                options.views(), options.encoder(), Arrays.stream(views).boxed().toList());
    }

    private Block sideBySide(int[] views, IntFunction<Block> network) {
        return plan(views).block(Arrays.stream(views).mapToObj(network).toList());
    }

    /**
     * Returns encoders, heads and critics: a block from M views {@code [B, C_i, H, W]} to M embeddings z, {@code [B,
     * d]}.
     */
    @Override
    public Block network() {
        return towers;
    }

    @Override
    public NDArray loss(Batch batch) {
        NDList views = options.views().draw(batch.images(), batch.random()); // [B, C_i, H, W]
        ParameterStore store = store();
        NDList z = towers.forward(store, views, true); // M times [B, d]
        step = banks == null ? null : banks.step(batch, z);
        NDArray sum = null;
        for (int e = 0; e < options.graph().edges().size(); e++) {
            ViewGraph.Edge edge = options.graph().edges().get(e);
            Block critic = towers.critic(e);
            BinaryOperator<NDArray> score =
                    (a, b) -> critic.forward(store, new NDList(a, b), true).singletonOrThrow();
            NDArray pair = banks == null
                    ? InfoNce.symmetric(score.apply(z.get(edge.first()), z.get(edge.second())))
                    : step.loss(e, score);
            NDArray weighted = pair.mul(Transfer.send(pair.getManager(), (float) edge.weight()));
            sum = sum == null ? weighted : sum.add(weighted);
        }
        return sum;
    }

    /** The banks take the batch's embeddings in, after they have been scored. */
    @Override
    public void afterStep(Batch batch) {
        if (banks != null) {
            banks.update(step);
            step = null;
        }
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        double direction = banks == null ? InfoNce.chance(batchSize) : banks.chance();
        return OptionalDouble.of(2 * options.graph().weight() * direction);
    }

    @Override
    public Map<String, NDArray> state() {
        return banks == null ? Map.of() : banks.state();
    }
}
