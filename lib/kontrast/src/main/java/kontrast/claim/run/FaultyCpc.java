package kontrast.claim.run;

import ai.djl.Device;
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
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.encoder.Predictor;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.Negatives;
import kontrast.method.Batch;
import kontrast.train.TrainingOptions;
import kontrast.view.OverlappingGrid;

/**
 * CPC without and with the fault of the exercise 13.7: a context that is a convolution over three rows of codes looks
 * at the row below.
 */
public final class FaultyCpc extends Sketch {

    private static final int STEPS_AHEAD = 3;
    private static final OverlappingGrid GRID = new OverlappingGrid(8, 8);
    private static final int ROWS = 4;
    private static final CpcInfoNce LOSS = new CpcInfoNce(Negatives.ALL, 1);

    private final Network network;

    /**
     * What is trained.
     *
     * @param broken whether the context sees the row below its own
     */
    private record Options(boolean broken) {}

    private FaultyCpc(Network network, Device device, long seed) {
        super("CPC", network.encoder, network, device, seed, new Shape(ROWS * ROWS, 3, 8, 8));
        this.network = network;
    }

    private FaultyCpc(Options options, Shape image, Device device, long seed) {
        this(new Network(options.broken()), device, seed);
    }

    /**
     * Returns the run of exercise 13.7.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken),
                FaultyCpc::new,
                Drawings::train,
                TrainingOptions.of(1, 32),
                417,
                EVERY,
                Training.judge("accuracy by k, mean of the steps", FaultyCpc::noted));
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
            note("k = " + k, LOSS.accuracy(predictions, z, places));
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
