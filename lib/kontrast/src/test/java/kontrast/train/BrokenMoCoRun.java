package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import java.util.List;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.InfoNce;
import kontrast.memory.KeyQueue;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * MoCo without and with the faults that the exercise 12.7 speaks of. Prints, for every 20 steps,
 * the mean loss and the share of queries with no candidate above their own key.
 *
 * <p>The runs share seed, first weights, batches and views. Half a minute each on one thread.
 */
public final class BrokenMoCoRun extends Sketch {

    /** What is wrong. */
    private enum Fault {
        /** Nothing. */
        NONE,
        /** The keys of a batch enter the queue before its logits are computed: the fault shown. */
        ENQUEUED_FIRST,
        /** Each batch overwrites the first rows of the queue, the others stay random. */
        STUCK,
        /** The key encoder is the query encoder. */
        NO_MOMENTUM
    }

    private static final int BATCH = 64;
    private static final int QUEUE = 128;
    private static final double TEMPERATURE = 0.05;
    private static final double MOMENTUM = 0.99;
    private static final int EPOCHS = 6;
    private static final int EVERY = 20;

    private static final SmallCnn PLAN = new SmallCnn(8, 4);

    private final Fault fault;
    private final View view = Views.simclr(32, new Views.Options(0.8, 0, 0, 0, 0, 0));
    private final MomentumEncoder key;
    private final KeyQueue queue;
    private NDArray latest; // [N, d]
    private NDArray found; // scalar, of the latest step

    private BrokenMoCoRun(Fault fault, Block encoder, ProjectionHead head, long seed) {
        super("MoCo", encoder, new SequentialBlock().add(encoder).add(head.block()), seed, new Shape(1, 3, 32, 32));
        this.fault = fault;
        SequentialBlock copy = new SequentialBlock().add(PLAN.block()).add(head.block());
        key = new MomentumEncoder(network(), copy, manager(), Statistics.OWN);
        queue = new KeyQueue(manager(), QUEUE, 32, seed);
    }

    /**
     * Prints a table for each fault.
     *
     * @param args the seed (default 1); faults (default NONE, ENQUEUED_FIRST)
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        Images images = EmojiViews.load().images(Split.TRAIN, Style.values());
        List<String> faults =
                args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of("NONE", "ENQUEUED_FIRST");
        for (String name : faults) {
            Fault fault = Fault.valueOf(name);
            try (BrokenMoCoRun method = new BrokenMoCoRun(fault, PLAN.block(), ProjectionHead.linear(32), seed);
                    Pretraining training = new Pretraining(
                            method, images, TrainingOptions.of(EPOCHS, BATCH).with(o -> o.seed = seed))) {
                System.out.printf("%s, seed %d: step, loss, found (chance %.3f)%n", fault, seed, Math.log(QUEUE + 1));
                Sketch.trainWithSteps(training, EVERY, 1, () -> new double[] {method.found.getFloat()});
            }
        }
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray one = view.apply(batch.images(), batch.random());
        NDArray two = view.apply(batch.images(), batch.random());
        latest = key.forward(two).normalize(2, 1); // [N, d]
        if (fault == Fault.ENQUEUED_FIRST) {
            NoGrad.run(() -> queue.enqueue(latest));
        }
        NDArray q = forward(one); // [N, d]
        NDArray negatives = queue.keys(batch.images().getManager()); // [K, d]
        NDArray scores = new InfoNce(TEMPERATURE).scores(q, latest, negatives); // [N, 1 + K]
        NDArray own = scores.get(new NDIndex(":, 0"));
        // The same key scored twice differs by rounding: a tie counts as found.
        found = own.gte(scores.max(new int[] {1}).sub(1e-3))
                .toType(DataType.FLOAT32, false)
                .mean();
        found.attach(manager());
        return InfoNce.firstIsPositive(scores);
    }

    @Override
    public void afterStep(Batch batch) {
        key.update(fault == Fault.NO_MOMENTUM ? 0 : MOMENTUM);
        if (fault != Fault.ENQUEUED_FIRST) {
            queue.enqueue(latest);
        }
        if (fault == Fault.STUCK) {
            queue.state().get("queue.position").set(new long[] {0});
        }
    }

    @Override
    public void close() {
        queue.close();
        super.close();
    }
}
