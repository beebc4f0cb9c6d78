package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kontrast.tensor.NoGrad;

/**
 * The key encoder f_k of momentum contrast: a copy of the query encoder f_q that follows it slowly
 * and gets no gradient.
 *
 * <pre>
 *   theta_k = theta_q                          at the start
 *   theta_k &lt;- m theta_k + (1 - m) theta_q     after each step
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, equation
 * 2. m is the argument of {@link #update}: with 0 the keys come from the current query encoder, with 1 from the first
 * one, unchanged.
 *
 * <p>Only parameters are averaged. The running statistics of batch normalisation are not parameters; {@link Statistics}
 * says where they come from. Keys are computed in training mode, from the
 * statistics of their own batch, as in the published code, so this matters only if you evaluate the key encoder itself.
 */
public final class MomentumEncoder {

    /** What the running means and variances of the key encoder hold. */
    public enum Statistics {
        /** Those of the keys' own batches, as in MoCo's published code. */
        OWN,
        /** A copy of the query encoder's, taken at each update. */
        COPIED
    }

    private final Block query;
    private final Block key;
    private final NDManager manager;
    private final Statistics statistics;

    /**
     * Gives the key network the values of the query network, and freezes it.
     *
     * @param query f_q, initialised
     * @param key f_k, built from the same plan, not initialised yet
     * @param manager owner of f_k's parameters
     * @param statistics what becomes of the running statistics
     * @throws IllegalArgumentException if the two networks differ in their parameters
     */
    public MomentumEncoder(Block query, Block key, NDManager manager, Statistics statistics) {
        this.query = query;
        this.key = key;
        this.manager = manager;
        this.statistics = Objects.requireNonNull(statistics, "statistics");
        if (query == key || key.isInitialized()) {
            throw new IllegalArgumentException(
                    "the key network has values already; build a second block from the plan of the query network");
        }
        List<Parameter> from = query.getParameters().values();
        List<Parameter> to = key.getParameters().values();
        if (from.size() != to.size()) {
            throw new IllegalArgumentException(
                    "the query network has %d parameters and the key network %d; build both from one plan"
                            .formatted(from.size(), to.size()));
        }
        for (int i = 0; i < from.size(); i++) {
            NDArray source = from.get(i).getArray();
            to.get(i).setInitializer((owner, shape, type) -> copy(source, shape, owner));
        }
        NoGrad.run(() -> key.initialize(manager, DataType.FLOAT32, query.getInputShapes()));
        key.freezeParameters(true);
    }

    /** A copy in the same order of memory, which decides how fast a convolution is. */
    private static NDArray copy(NDArray source, Shape shape, NDManager owner) {
        if (!source.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "a parameter is %s in the query network and %s in the key network; build both from one plan"
                            .formatted(source.getShape(), shape));
        }
        NDArray copy = source.duplicate();
        copy.attach(owner);
        return copy;
    }

    /**
     * Computes keys, in training mode and without a graph.
     *
     * @param x {@code [N, ...]}, what f_k takes
     * @return what f_k gives, e.g. {@code [N, d]}; belongs to the manager of {@code x}
     */
    public NDArray forward(NDArray x) {
        return NoGrad.call(() -> key.forward(new ParameterStore(manager, false), new NDList(x), true)
                .singletonOrThrow());
    }

    /**
     * Moves the key encoder towards the query encoder.
     *
     * @param momentum m, in [0, 1]
     * @throws IllegalArgumentException if {@code momentum} is out of range
     */
    public void update(double momentum) {
        check(momentum);
        NoGrad.run(() -> {
            List<Parameter> from = query.getParameters().values();
            List<Parameter> to = key.getParameters().values();
            for (int i = 0; i < from.size(); i++) {
                NDArray q = from.get(i).getArray();
                NDArray k = to.get(i).getArray();
                if (!isStatistic(from.get(i))) {
                    try (NDArray share = q.mul(1 - momentum)) {
                        k.muli(momentum).addi(share);
                    }
                } else if (statistics == Statistics.COPIED) {
                    k.set(new NDIndex("..."), q);
                }
            }
        });
    }

    /**
     * Checks a momentum.
     *
     * @param momentum m
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public static void check(double momentum) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException(
                    "momentum is the share of the key encoder that stays, in [0, 1] (0.99 to 0.999 is usual), found "
                            + momentum);
        }
    }

    private static boolean isStatistic(Parameter parameter) {
        return parameter.getType() == Parameter.Type.RUNNING_MEAN || parameter.getType() == Parameter.Type.RUNNING_VAR;
    }

    /** Returns the key network: f_k, frozen. */
    public Block block() {
        return key;
    }

    /**
     * Returns all that a checkpoint must keep of the key network.
     *
     * @return name to parameter or running statistic, the arrays themselves
     */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : key.getParameters()) {
            state.put("key." + named.getKey(), named.getValue().getArray());
        }
        return state;
    }
}
