package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;
import kontrast.encoder.Weights;
import kontrast.method.Method;

/**
 * A method written down for one measurement: a name, a network, one manager for both, and the
 * curves that are printed while it trains. What it minimises stands in its own class.
 */
abstract class Sketch implements Method {

    /** Prints a line of a table. */
    @FunctionalInterface
    interface Line {
        void print(int epochs, double loss);
    }

    private final String name;
    private final NDManager manager = NDManager.newBaseManager(Course.device());
    private final Block encoder;
    private final Block network;

    Sketch(String name, Block encoder, Block network, long seed, Shape input) {
        this.name = name;
        this.encoder = encoder;
        this.network = network;
        Weights.draw(network, manager, seed, input);
    }

    /** Applies the network in training mode. */
    final NDArray forward(NDArray input) {
        return network.forward(new ParameterStore(manager, false), new NDList(input), true)
                .singletonOrThrow();
    }

    /** A line before training, one after each of the first five epochs and each fifth. */
    static void trainWithEpochs(Pretraining training, int epochs, Line line) {
        int perEpoch = training.steps() / epochs;
        line.print(0, Double.NaN);
        training.onEpoch(row -> {
            int done = row.step() / perEpoch + 1;
            if (done <= 5 || done % 5 == 0) {
                line.print(done, training.history().meanLoss(perEpoch));
            }
        });
        training.run();
    }

    /** A line every so many steps: the step, and the means of the loss and of other figures. */
    static void trainWithSteps(Pretraining training, int every, int count, Supplier<double[]> figures) {
        double[] sums = new double[1 + count];
        training.onStep(row -> {
            sums[0] += row.loss() / every;
            double[] more = figures.get();
            for (int i = 0; i < more.length; i++) {
                sums[1 + i] += more[i] / every;
            }
            if ((row.step() + 1) % every == 0) {
                System.out.print(row.step() + 1);
                for (int i = 0; i < sums.length; i++) {
                    System.out.printf(" %.3f", sums[i]);
                    sums[i] = 0;
                }
                System.out.println();
            }
        });
        training.run();
        System.out.printf("%.0f s%n", training.history().last().seconds());
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final NDManager manager() {
        return manager;
    }

    @Override
    public final Block encoder() {
        return encoder;
    }

    @Override
    public final Block network() {
        return network;
    }

    @Override
    public void close() {
        manager.close();
    }
}
