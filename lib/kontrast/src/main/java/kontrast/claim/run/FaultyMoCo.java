package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.InfoNce;
import kontrast.memory.KeyQueue;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;
import kontrast.view.View;
import kontrast.view.Views;

/** MoCo without and with the faults that the exercise 12.7 speaks of. */
public final class FaultyMoCo extends Sketch {

    /** What is wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The keys of a batch enter the queue before its logits are computed: the fault shown. */
        ENQUEUED_FIRST,
        /** Each batch overwrites the first rows of the queue, the others stay random. */
        STUCK,
        /** The key encoder is the query encoder. */
        NO_MOMENTUM
    }

    private static final int QUEUE = 128;
    private static final double TEMPERATURE = 0.05;
    private static final double MOMENTUM = 0.99;

    private static final SmallCnn PLAN = new SmallCnn(8, 4);

    private final Fault fault;
    private final View view = Views.simclr(32, new Views.Options(0.8, 0, 0, 0, 0, 0));
    private final MomentumEncoder key;
    private final KeyQueue queue;
    private NDArray latest; // [N, d]

    /**
     * What is trained.
     *
     * @param fault what is wrong
     */
    private record Options(Fault fault) {}

    private FaultyMoCo(Fault fault, Block encoder, ProjectionHead head, Device device, long seed) {
        super(
                "MoCo",
                encoder,
                new SequentialBlock().add(encoder).add(head.block()),
                device,
                seed,
                new Shape(1, 3, 32, 32));
        this.fault = fault;
        SequentialBlock copy = new SequentialBlock().add(PLAN.block()).add(head.block());
        key = new MomentumEncoder(network(), copy, manager(), Statistics.OWN);
        queue = new KeyQueue(manager(), QUEUE, 32, seed);
    }

    private FaultyMoCo(Options options, Shape image, Device device, long seed) {
        this(options.fault(), PLAN.block(), ProjectionHead.linear(32), device, seed);
    }

    /**
     * Returns the run of exercise 12.7.
     *
     * @param fault what is wrong
     * @return a training with curves
     */
    public static Trial trial(Fault fault) {
        return Training.withCurve(
                new Options(fault),
                FaultyMoCo::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                414,
                EVERY,
                Training.judge("own key on top, mean of the steps", FaultyMoCo::noted));
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
        NDArray found = own.gte(scores.max(new int[] {1}).sub(1e-3)).toType(DataType.FLOAT32, false);
        note("found", Transfer.number(found.mean()));
        return InfoNce.firstIsPositive(scores);
    }

    @Override
    public void afterStep(Batch batch) {
        key.update(fault == Fault.NO_MOMENTUM ? 0 : MOMENTUM);
        if (fault != Fault.ENQUEUED_FIRST) {
            queue.enqueue(latest);
        }
        if (fault == Fault.STUCK) {
            Transfer.setHostCounter(queue.state().get("queue.position"), 0);
        }
    }

    @Override
    public void close() {
        queue.close();
        super.close();
    }
}
