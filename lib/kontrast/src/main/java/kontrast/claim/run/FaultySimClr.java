package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.NtXent;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;
import kontrast.view.View;
import kontrast.view.Views;

/** SimCLR without and with the faults that the exercise 11.8 speaks of. */
public final class FaultySimClr extends Sketch {

    /** What is wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The random numbers of the second view are those of the first: the fault shown. */
        SAME_VIEWS,
        /** The rows of the second views are one place off, so that every pair is of two images. */
        WRONG_PARTNER,
        /** The temperature is 1. */
        NO_TEMPERATURE
    }

    private static final double TEMPERATURE = 0.1;
    private static final int HELD_OUT = 256;
    private static final View VIEW = Views.simclr(32, new Views.Options(0.3, 0, 0, 0, 0, 0));

    private final Fault fault;

    /**
     * What is trained.
     *
     * @param fault what is wrong
     */
    private record Options(Fault fault) {}

    private FaultySimClr(Fault fault, Block encoder, Device device, long seed) {
        super(
                "SimCLR",
                encoder,
                new SequentialBlock().add(encoder).add(ProjectionHead.linear(32).block()),
                device,
                seed,
                new Shape(1, 3, 32, 32));
        this.fault = fault;
    }

    private FaultySimClr(Options options, Shape image, Device device, long seed) {
        this(options.fault(), new SmallCnn(8, 4).block(), device, seed);
    }

    /**
     * Returns the run of exercise 11.8.
     *
     * @param fault what is wrong
     * @return a training with curves
     */
    public static Trial trial(Fault fault) {
        return Training.withCurve(
                new Options(fault),
                FaultySimClr::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                414,
                EVERY,
                Training.judge("256 drawings of test among each other", FaultySimClr::found));
    }

    /** Returns the share of held-out drawings whose nearest second view is their own, cut as they should be. */
    private Map<String, Double> found() {
        return NoGrad.call(() -> Map.of("found", found(manager(), this::features)));
    }

    /** The same for the pixels themselves, as a level line. */
    public static Trial pixels() {
        return new WithoutTraining("256 drawings of test among each other, by their pixels", seed -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                double found = found(
                        manager,
                        views -> views.reshape(HELD_OUT, -1).sub(views.mean()).normalize(2, 1));
                return Map.of("found@0", found, "found@400", found);
            }
        });
    }

    private static double found(NDManager manager, UnaryOperator<NDArray> features) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray held =
                    Drawings.held().tensor(scope, IntStream.range(0, HELD_OUT).toArray());
            SplittableRandom random = new SplittableRandom(7);
            NDArray one = features.apply(VIEW.apply(held, random)); // [n, d]
            NDArray two = features.apply(VIEW.apply(held, random));
            long[] nearest = Transfer.longs(one.matMul(two.transpose()).argMax(1));
            double right =
                    IntStream.range(0, HELD_OUT).filter(i -> nearest[i] == i).count();
            return right / HELD_OUT;
        }
    }

    private NDArray features(NDArray views) {
        return network()
                .forward(new ParameterStore(manager(), false), new NDList(views), false)
                .singletonOrThrow()
                .normalize(2, 1);
    }

    @Override
    public NDArray loss(Batch batch) {
        long seed = batch.random().nextLong();
        NDArray one = VIEW.apply(batch.images(), new SplittableRandom(seed));
        long other = fault == Fault.SAME_VIEWS ? seed : seed + 1;
        NDArray two = VIEW.apply(batch.images(), new SplittableRandom(other));
        if (fault == Fault.WRONG_PARTNER) {
            two = two.get("1:").concat(two.get(":1"), 0);
        }
        NDArray z = forward(one.concat(two, 0)); // [2N, 32]
        return new NtXent(fault == Fault.NO_TEMPERATURE ? 1 : TEMPERATURE).loss(z);
    }
}
