package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;

/**
 * What all methods share: a name, and one manager that owns the parameters. What a method computes is in its own class.
 */
public abstract class AbstractMethod implements Method {

    private static final int EVALUATED_AT_ONCE = 64;

    private final String name;
    private NDManager manager;

    AbstractMethod(String name) {
        this.name = name;
    }

    /**
     * Draws the weights. Call this last in the constructor: if drawing fails, what it allocated is freed; if later code
     * of the constructor fails, it is not.
     *
     * @param device where the parameters lie and everything is computed
     * @param weights draws or copies the parameters into the manager
     */
    final void open(Device device, Consumer<NDManager> weights) {
        manager = NDManager.newBaseManager(device);
        manager.setName(name);
        try {
            weights.accept(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Hands out the parameters as they are, on the one device that they lie on. */
    final ParameterStore store() {
        return new ParameterStore(manager, false);
    }

    /** Applies a network of one input and one output. */
    final NDArray forward(Block network, NDArray input, boolean training) {
        Encoder.checkChannels(network, input);
        return network.forward(store(), new NDList(input), training).singletonOrThrow();
    }

    /**
     * Averages a number over all images, a group of them at a time.
     *
     * @param images what to average over
     * @param seed seed of what is drawn at random
     * @param number mean over some images {@code [B, C, H, W]}; sees no graph
     */
    final double average(Examples images, long seed, ToDoubleBiFunction<NDArray, RandomGenerator> number) {
        double sum = 0;
        for (int from = 0; from < images.size(); from += EVALUATED_AT_ONCE) {
            int to = Math.min(images.size(), from + EVALUATED_AT_ONCE);
            RandomGenerator random = Seeds.stream(seed, "pretext", from);
            try (NDManager scope = manager().newSubManager()) {
                NDArray x = images.tensor(scope, IntStream.range(from, to).toArray());
                sum += (to - from) * NoGrad.call(() -> number.applyAsDouble(x, random));
            }
        }
        return sum / images.size();
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
    public void close() {
        manager.close();
    }
}
