package kontrast.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Weights;
import kontrast.loss.NtXent;
import kontrast.method.Batch;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * SimCLR without and with the faults that the exercise 11.8 speaks of. Prints, for every 20 steps,
 * the mean loss, and how many of 256 held-out drawings find their other view among all 256, where
 * the two views are cut as they should be.
 *
 * <p>The runs share seed, first weights and batches. Half a minute each on one thread.
 */
public final class BrokenSimClrRun implements Method {

    /** What is wrong. */
    private enum Fault {
        /** Nothing. */
        NONE,
        /** The random numbers of the second view are those of the first: the fault shown. */
        SAME_VIEWS,
        /** The rows of the second views are one place off, so that every pair is of two images. */
        WRONG_PARTNER,
        /** The temperature is 1. */
        NO_TEMPERATURE
    }

    private static final int BATCH = 64;
    private static final double TEMPERATURE = 0.1;
    private static final int EPOCHS = 6;
    private static final int EVERY = 20;
    private static final int HELD_OUT = 256;

    private final Fault fault;
    private final View view = Views.simclr(32, new Views.Options(0.3, 0, 0, 0, 0, 0));
    private final NDManager manager;
    private final Block encoder = new SmallCnn(8, 4).block();
    private final SequentialBlock network;

    private BrokenSimClrRun(Fault fault, Device device, long seed) {
        this.fault = fault;
        network =
                new SequentialBlock().add(encoder).add(ProjectionHead.linear(32).block());
        manager = NDManager.newBaseManager(device);
        Weights.draw(network, manager, seed, new Shape(1, 3, 32, 32));
    }

    /**
     * Prints a table for each fault.
     *
     * @param args the seed (default 1); faults (default NONE, SAME_VIEWS)
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        EmojiViews emoji = EmojiViews.load();
        Images images = emoji.images(Split.TRAIN, Style.values());
        List<String> faults =
                args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of("NONE", "SAME_VIEWS");
        for (String name : faults) {
            Fault fault = Fault.valueOf(name);
            TrainingOptions how = TrainingOptions.of(EPOCHS, BATCH).with(o -> o.seed = seed);
            try (BrokenSimClrRun method = new BrokenSimClrRun(fault, Course.device(), seed);
                    NDManager held = method.manager.newSubManager();
                    Pretraining training = new Pretraining(method, images, how)) {
                NDArray test = emoji.images(Split.TEST, Style.NOTO)
                        .tensor(held, IntStream.range(0, HELD_OUT).toArray());
                System.out.printf(
                        Locale.ROOT,
                        "%s, seed %d: step, loss, found (chance %.3f; raw pixels %.3f)%n",
                        fault,
                        seed,
                        NtXent.chance(BATCH),
                        method.found(test, false));
                System.out.printf(Locale.ROOT, "0 - %.3f%n", method.found(test, true));
                double[] sum = {0};
                training.onStep(row -> {
                    sum[0] += row.loss();
                    if ((row.step() + 1) % EVERY == 0) {
                        System.out.printf(
                                Locale.ROOT,
                                "%d %.3f %.3f%n",
                                row.step() + 1,
                                sum[0] / EVERY,
                                method.found(test, true));
                        sum[0] = 0;
                    }
                });
                training.run();
                System.out.printf(
                        Locale.ROOT, "%.0f s%n", training.history().last().seconds());
            }
        }
    }

    /** The share of drawings whose nearest second view is their own. */
    private double found(NDArray drawings, boolean encoded) {
        return NoGrad.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray here = drawings.duplicate();
                here.attach(scope);
                SplittableRandom random = new SplittableRandom(7);
                NDArray one = features(view.apply(here, random), encoded); // [n, d]
                NDArray two = features(view.apply(here, random), encoded);
                long[] nearest = one.matMul(two.transpose()).argMax(1).toLongArray();
                int right = 0;
                for (int i = 0; i < nearest.length; i++) {
                    right += nearest[i] == i ? 1 : 0;
                }
                return (double) right / nearest.length;
            }
        });
    }

    private NDArray features(NDArray views, boolean encoded) {
        NDArray rows = encoded
                ? network.forward(new ParameterStore(manager, false), new NDList(views), false)
                        .singletonOrThrow()
                : views.reshape(views.getShape().get(0), -1).sub(views.mean());
        return rows.normalize(2, 1);
    }

    @Override
    public NDArray loss(Batch batch) {
        long seed = batch.random().nextLong();
        NDArray one = view.apply(batch.images(), new SplittableRandom(seed));
        long other = fault == Fault.SAME_VIEWS ? seed : seed + 1;
        NDArray two = view.apply(batch.images(), new SplittableRandom(other));
        if (fault == Fault.WRONG_PARTNER) {
            two = two.get("1:").concat(two.get(":1"), 0);
        }
        NDArray z = network.forward(
                        new ParameterStore(manager, false),
                        new NDList(one.concat(two, 0)), // [2N, 3, 32, 32]
                        true)
                .singletonOrThrow();
        return new NtXent(fault == Fault.NO_TEMPERATURE ? 1 : TEMPERATURE).loss(z);
    }

    @Override
    public String name() {
        return "SimCLR";
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    @Override
    public Block network() {
        return network;
    }

    @Override
    public void close() {
        manager.close();
    }
}
