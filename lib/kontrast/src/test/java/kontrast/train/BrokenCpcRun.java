package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.encoder.Predictor;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.Negatives;
import kontrast.method.Batch;
import kontrast.view.OverlappingGrid;

/**
 * CPC without and with the fault of the exercise 13.7: a context that is a convolution over three
 * rows of codes looks at the row below. Prints, for every 20 steps, the mean loss and the accuracy
 * for one, two and three rows ahead.
 *
 * <p>The runs share seed, first weights and batches. Half a minute each on one thread.
 */
public final class BrokenCpcRun extends Sketch {

    private static final int BATCH = 32;
    private static final int EPOCHS = 3;
    private static final int EVERY = 20;
    private static final int STEPS_AHEAD = 3;
    private static final OverlappingGrid GRID = new OverlappingGrid(8, 8);
    private static final int ROWS = 4;
    private static final CpcInfoNce LOSS = new CpcInfoNce(Negatives.ALL, 1);

    private final Network network;
    private final double[] accuracies = new double[STEPS_AHEAD];

    private BrokenCpcRun(Network network, long seed) {
        super("CPC", network.encoder, network, seed, new Shape(ROWS * ROWS, 3, 8, 8));
        this.network = network;
    }

    /**
     * Prints the two tables.
     *
     * @param args the seed (default 1)
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
        Images images = EmojiViews.load().images(Split.TRAIN, Style.values());
        for (boolean broken : new boolean[] {false, true}) {
            try (BrokenCpcRun method = new BrokenCpcRun(new Network(broken), seed);
                    Pretraining training = new Pretraining(
                            method, images, TrainingOptions.of(EPOCHS, BATCH).with(o -> o.seed = seed))) {
                System.out.printf(
                        "%s, seed %d: step, loss, accuracy for k = 1, 2, 3 (chance %.3f, %.4f)%n",
                        broken ? "looks below" : "as it should be",
                        seed,
                        LOSS.chance(BATCH, ROWS * ROWS),
                        1.0 / LOSS.candidates(BATCH, ROWS * ROWS));
                Sketch.trainWithSteps(training, EVERY, STEPS_AHEAD, () -> method.accuracies);
            }
        }
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray patches = GRID.cut(batch.images()); // [B R C, 3, 8, 8]
        NDList out = network.forward(new ParameterStore(manager(), false), new NDList(patches), true);
        NDArray z = flat(out.get(0)); // [B, R C, d]
        NDList losses = new NDList();
        for (int k = 1; k <= STEPS_AHEAD; k++) {
            NDArray predictions = flat(out.get(k)); // [B, (R - k) C, d]
            int below = k * ROWS;
            int[] places = IntStream.range(0, (ROWS - k) * ROWS)
                    .map(place -> place + below)
                    .toArray();
            losses.add(LOSS.loss(predictions, z, places));
            accuracies[k - 1] = (float) LOSS.accuracy(predictions, z, places);
        }
        return NDArrays.stack(losses).mean();
    }

    private static NDArray flat(NDArray grid) {
        Shape s = grid.getShape();
        return grid.reshape(s.get(0), s.get(1) * s.get(2), s.get(3));
    }

    /** From patches to codes and, for each k, predictions. */
    private static final class Network extends AbstractBlock {
        private static final PatchCnn PLAN = new PatchCnn(8, Norm.layer());

        private final boolean broken;
        private final Block encoder = addChildBlock("encoder", PLAN.block());
        private final Block context =
                addChildBlock("context", Linear.builder().setUnits(64).build());
        private final Predictor predictor = addChildBlock("predictor", new Predictor(1, STEPS_AHEAD, PLAN.dimension()));

        Network(boolean broken) {
            this.broken = broken;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
            NDArray codes = encoder.forward(store, inputs, training).singletonOrThrow();
            NDArray z = codes.reshape(-1, ROWS, ROWS, PLAN.dimension()); // [B, R, C, d]
            int newest = broken ? 1 : 0; // rows below the context's own that it sees
            NDArray seen = row(z, newest).concat(row(z, newest - 1), 3).concat(row(z, newest - 2), 3);
            NDList c = context.forward(store, new NDList(seen), training); // [B, R, C, 64]
            return new NDList(z).addAll(predictor.forward(store, c, training));
        }

        /** In place t the row t + down; zeros where there is none. */
        private static NDArray row(NDArray z, int down) {
            NDArray zeros = z.zerosLike();
            if (down == 0) {
                return z;
            }
            return down > 0
                    ? z.get(":, {}:", down).concat(zeros.get(":, :{}", down), 1)
                    : zeros.get(":, :{}", -down).concat(z.get(":, :{}", ROWS + down), 1);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(-1, ROWS, ROWS, PLAN.dimension())};
        }

        @Override
        protected void initializeChildBlocks(NDManager owner, DataType type, Shape... inputs) {
            encoder.initialize(owner, type, inputs);
            context.initialize(owner, type, new Shape(1, ROWS, ROWS, 3L * PLAN.dimension()));
            predictor.initialize(owner, type, new Shape(1, ROWS, ROWS, 64));
        }
    }
}
