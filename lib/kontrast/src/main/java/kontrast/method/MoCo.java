package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Shuffle;
import kontrast.loss.Accuracy;
import kontrast.loss.InfoNce;
import kontrast.memory.KeyQueue;
import kontrast.tensor.Transfer;
import kontrast.view.View;

/**
 * MoCo: a query is to find its key, another view of the same image, among the K keys of earlier
 * batches. The keys come from an encoder that follows the queries' slowly, so that old keys and new
 * ones can be compared.
 *
 * <pre>
 *   x_q = t(x), x_k = t'(x)   with t, t' ~ T
 *   q = g_q(f_q(x_q)), k = g_k(f_k(x_k))                        both of length 1; no gradient to k
 *   minimise -log( exp(q.k / tau) / (exp(q.k / tau) + sum over the queue of exp(q.k_j / tau)) )
 *   theta_k &lt;- m theta_k + (1 - m) theta_q
 *   enqueue k, which dequeues the oldest keys
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, equations
 * 1 and 2 and algorithm 1. Chen et al., Improved baselines with momentum contrastive learning, 2020
 * (v2), changes the head, the views and the schedule, and no line here. T = {@link Options#view()},
 * f_q = {@link #encoder()}, g_q = {@link #head()}; f_k, g_k = {@link #key()}; tau = {@code
 * temperature}, m = {@code momentum}, K = {@code queue}. The published code moves theta_k before it
 * computes the keys of the next step, which is the same.
 */
public final class MoCo extends ProjectionMethod {

    private final Options options;
    private final InfoNce loss;
    private final MomentumEncoder key;
    private final KeyQueue queue;
    private final NDArray accuracy; // [1], of the latest step
    private NDArray latest; // [N, d], the step's keys, until afterStep
    private NDArray correct; // scalar, likewise

    /**
     * What MoCo consists of.
     *
     * @param view T, drawn twice for each image
     * @param encoder f, of queries and of keys
     * @param head g, of queries and of keys; linear in v1, MLP in v2
     * @param temperature tau of {@link InfoNce}, above 0
     * @param momentum m, the share of the key network that stays in a step, in [0, 1]
     * @param queue K, keys in the queue, at least 1; a multiple of the batch (symmetric: of two)
     * @param shuffle whether the key encoder sees each batch in a random order; matters where the
     *     encoder's norm takes its statistics over sub-batches (a {@code Norm.split} of the plan)
     * @param symmetric whether each view is query once and key once; the losses of both add up
     */
    public record Options(
            View view,
            Encoder encoder,
            ProjectionHead head,
            double temperature,
            double momentum,
            int queue,
            boolean shuffle,
            boolean symmetric) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            new InfoNce(temperature);
            MomentumEncoder.check(momentum);
            if (queue < 1) {
                throw new IllegalArgumentException("queue must be at least 1 key, found " + queue);
            }
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.momentum = 0.9)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.encoder, o.head, o.temperature, o.momentum, o.queue, o.shuffle, o.symmetric);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public double temperature = Options.this.temperature;
            public double momentum = Options.this.momentum;
            public int queue = Options.this.queue;
            public boolean shuffle = Options.this.shuffle;
            public boolean symmetric = Options.this.symmetric;
        }
    }

    /**
     * Builds the networks, draws their weights and fills the queue with random directions.
     *
     * @param options what MoCo consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights and keys
     */
    public MoCo(Options options, Shape image, Device device, long seed) {
        super("MoCo", options.encoder(), options.head(), image, device, seed);
        this.options = options;
        loss = new InfoNce(options.temperature());
        SequentialBlock copy = new SequentialBlock()
                .add(options.encoder().block())
                .add(options.head().block());
        key = new MomentumEncoder(network(), copy, manager(), Statistics.OWN);
        int dimension = options.head().dimension(options.encoder().dimension());
        queue = new KeyQueue(manager(), options.queue(), dimension, seed);
        accuracy = Transfer.send(manager(), new float[] {Float.NaN});
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns g_k after f_k: the frozen key network. */
    public MomentumEncoder key() {
        return key;
    }

    /** Returns the dictionary: K keys of length 1. */
    public KeyQueue queue() {
        return queue;
    }

    /**
     * Computes InfoNCE with the queue as it was before this batch; symmetric, the sum of both
     * directions.
     *
     * @throws IllegalArgumentException if the keys of a step do not divide K
     */
    @Override
    public NDArray loss(Batch batch) {
        NDArray x = batch.images(); // [N, C, H, W]
        RandomGenerator random = batch.random();
        int n = Math.toIntExact(x.getShape().get(0));
        KeyQueue.check(queue.capacity(), options.symmetric() ? 2 * n : n);
        NDArray one = options.view().apply(x, random); // [N, C, H', W']
        NDArray two = options.view().apply(x, random);
        NDArray negatives = queue.keys(x.getManager()); // [K, d]
        latest = keys(two, random); // [N, d]
        NDArray scores = loss.scores(project(one), latest, negatives); // [N, 1 + K]
        if (options.symmetric()) {
            NDArray back = keys(one, random);
            scores = scores.concat(loss.scores(project(two), back, negatives), 0); // [2N, 1 + K]
            latest = latest.concat(back, 0); // [2N, d]
        }
        NDArray first = x.getManager().zeros(new Shape(scores.getShape().get(0)), DataType.INT64);
        correct = Accuracy.of(scores, first).toType(DataType.FLOAT32, false);
        NDArray mean = InfoNce.firstIsPositive(scores);
        return options.symmetric() ? mean.add(mean) : mean;
    }

    @Override
    public Optional<String> remark(Examples images) {
        return queue.capacity() <= images.size()
                ? Optional.empty()
                : Optional.of(
                        "MoCo: the queue holds %,d keys, more than there are images (%,d): earlier keys of an image are among its own negatives"
                                .formatted(queue.capacity(), images.size()));
    }

    private NDArray keys(NDArray view, RandomGenerator random) {
        int n = Math.toIntExact(view.getShape().get(0));
        if (!options.shuffle()) {
            return key.forward(view).normalize(2, 1); // [N, d]
        }
        Shuffle shuffle = Shuffle.draw(n, random);
        return shuffle.undo(key.forward(shuffle.apply(view))).normalize(2, 1);
    }

    @Override
    public void afterStep(Batch batch) {
        key.update(options.momentum());
        queue.enqueue(latest);
        accuracy.set(new NDIndex(0), correct);
        latest = null;
        correct = null;
    }

    /**
     * Returns the share of queries of the latest step whose own key scored highest. Reading it waits for the device:
     * not in every step of a run on a GPU. A share in [0, 1], 1 / (1 + K) by chance or for an encoder that tells
     * nothing apart; NaN before the first step.
     */
    public double accuracy() {
        return Transfer.number(accuracy);
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        double one = InfoNce.chance(1 + queue.capacity());
        return OptionalDouble.of(options.symmetric() ? 2 * one : one);
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>(key.state());
        state.putAll(queue.state());
        return state;
    }

    @Override
    public void close() {
        queue.close();
        super.close();
    }
}
