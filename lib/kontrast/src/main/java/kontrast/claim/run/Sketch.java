package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import kontrast.encoder.Weights;
import kontrast.method.Method;

/**
 * A method written down for one run: a name, a network, one manager for both. What it minimises stands in its own
 * class.
 */
abstract class Sketch implements Method {

    /** Images of a batch of most of these runs. */
    static final int BATCH = 64;

    /** Steps between two points of a curve, where nothing else asks for another number. */
    static final int EVERY = 20;

    private final String name;
    private final NDManager manager;
    private final Block encoder;
    private final Block network;
    private final Map<String, double[]> sums = new LinkedHashMap<>(); // sum and count of what was noted

    Sketch(String name, Block encoder, Block network, Device device, long seed, Shape input) {
        this.name = name;
        this.encoder = encoder;
        this.network = network;
        manager = NDManager.newBaseManager(device);
        Weights.draw(network, manager, seed, input);
    }

    /** Applies the network in training mode. */
    final NDArray forward(NDArray input) {
        return network.forward(new ParameterStore(manager, false), new NDList(input), true)
                .singletonOrThrow();
    }

    /** Notes a figure of a step. */
    final void note(String figure, double value) {
        double[] sum = sums.computeIfAbsent(figure, f -> new double[2]);
        sum[0] += value;
        sum[1]++;
    }

    /** Returns the means of what was noted since the last time. */
    final Map<String, Double> noted() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((figure, sum) -> means.put(figure, sum[0] / sum[1]));
        sums.clear();
        return means;
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
