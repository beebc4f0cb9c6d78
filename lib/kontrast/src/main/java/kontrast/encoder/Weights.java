package kontrast.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * Draws the first weights of a network as a function of a seed alone: the same on every device and
 * in every process, whatever ran before. (DJL's own initialisers draw from one global generator.)
 */
public final class Weights {

    /** How DJL names the weights of recurrent layers, from inputs and from states to states. */
    private static final Pattern RECURRENT = Pattern.compile("_[ih]2h_");

    private Weights() {}

    /**
     * Draws all parameters of a network.
     *
     * <p>Weights of convolutions and linear layers are normal with mean 0 and standard deviation
     * sqrt(2 / fan-in), fan-in being the number of inputs of one output (He et al., Delving deep
     * into rectifiers, 2015, eq. 10); biases and shifts are 0, scales and running variances 1. The
     * weights of recurrent layers have a standard deviation of sqrt(1 / (3 fan-in)), that of
     * PyTorch's first values: with He's the states would drive themselves and forget the inputs.
     *
     * <p>Shapes are always {@code [out, in, h, w]}; in memory the weights of 2-D convolutions lie
     * as {@code [out, h, w, in]} on x86 processors. PyTorch lets the output of a convolution follow
     * its weights, and everything after it, so that a network drawn here computes with channels
     * last from its first layer on, which is faster there (measured in {@code lib/bench}).
     *
     * @param block the network; not initialised yet
     * @param manager owner of the parameters, which lie on its device; they live until it closes
     * @param seed the seed
     * @param inputs shape of one input batch, or of each input if the network has several; the
     *     first numbers do not matter
     * @throws IllegalStateException if the network has parameters already
     */
    public static void draw(Block block, NDManager manager, long seed, Shape... inputs) {
        int index = 0;
        for (Pair<String, Parameter> named : block.getParameters()) {
            Parameter parameter = named.getValue();
            if (parameter.isInitialized()) {
                throw new IllegalStateException(
                        "parameter %s has values already; build a new block for new weights".formatted(named.getKey()));
            }
            RandomGenerator random = Seeds.stream(seed, "weights", index++);
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                double gain = RECURRENT.matcher(named.getKey()).find() ? 1 / 3.0 : 2;
                parameter.setInitializer((m, shape, type) -> normal(m, shape, gain, random));
            }
        }
        block.initialize(manager, DataType.FLOAT32, inputs);
    }

    /**
     * Gives a network the values of another one of the same plan, e.g. a pretrained encoder's; each
     * has its own from then on.
     *
     * @param from an initialised network
     * @param to the network; not initialised yet
     * @param manager owner of the parameters of {@code to}, which lie on its device
     * @param input shape of one input batch; its first number does not matter
     * @throws IllegalArgumentException if the two networks do not have the same parameters
     */
    public static void copy(Block from, Block to, NDManager manager, Shape input) {
        List<Parameter> sources = from.getParameters().values();
        if (sources.size() != to.getParameters().size()) {
            throw new IllegalArgumentException(
                    "a network of %d parameters cannot be copied into one of %d; both need the same plan"
                            .formatted(sources.size(), to.getParameters().size()));
        }
        int index = 0;
        for (Pair<String, Parameter> named : to.getParameters()) {
            NDArray source = sources.get(index++).getArray();
            named.getValue().setInitializer((m, shape, type) -> copy(m, shape, source));
        }
        to.initialize(manager, DataType.FLOAT32, input);
    }

    private static NDArray copy(NDManager manager, Shape shape, NDArray source) {
        if (!source.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "a parameter of shape %s cannot be copied into one of %s; both networks need the same plan"
                            .formatted(source.getShape(), shape));
        }
        return Transfer.copy(source, manager);
    }

    /** Normal values with variance gain / fan-in, for weights {@code [out, in, ...]}. */
    private static NDArray normal(NDManager manager, Shape shape, double gain, RandomGenerator random) {
        double std = Math.sqrt(gain / shape.size() * shape.get(0));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        if (shape.dimension() != 4 || !channelsLast(manager.getDevice())) {
            return dense(manager, values, shape);
        }
        Shape last = new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1));
        try (NDArray array = dense(manager, channelsLast(values, shape), last)) {
            return array.transpose(0, 3, 1, 2); // [out, in, h, w], the memory stays as it is
        }
    }

    private static NDArray dense(NDManager manager, float[] values, Shape shape) {
        // A created array lies in a Java buffer; its duplicate lies in aligned native memory.
        try (NDArray host = Transfer.send(manager, FloatBuffer.wrap(values), shape)) {
            return host.duplicate();
        }
    }

    /** Whether the channels-last order is faster: measured for oneDNN on x86. cuDNN chooses the order itself. */
    private static boolean channelsLast(Device device) {
        return !device.isGpu() && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    /** Brings values from the order {@code [out, in, h, w]} into {@code [out, h, w, in]}. */
    private static float[] channelsLast(float[] values, Shape shape) {
        int in = Math.toIntExact(shape.get(1));
        int positions = Math.toIntExact(shape.get(2) * shape.get(3));
        float[] last = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int out = i / (in * positions);
            int channel = i / positions % in;
            last[(out * positions + i % positions) * in + channel] = values[i];
        }
        return last;
    }
}
