package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Collections;

/**
 * Batch normalisation whose statistics are taken over each of S sub-batches of N / S samples, as if
 * each sub-batch lay on a GPU of its own.
 *
 * <pre>
 *   y_i = gamma (x_i - mean_s) / sqrt(var_s + eps) + beta,      s = i mod S
 *   mean_s, var_s over the samples j with j mod S = s and over all positions
 *   running &lt;- 0.9 running + 0.1 (mean over s of the sub-batches' statistics)
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, section
 * 3.3 "Shuffling BN", on one device. S = {@code splits}. The sub-batches interleave (sample i is in
 * sub-batch i mod S), so that one call computes them all: {@code [N, C, H, W]} is reshaped to
 * {@code [N/S, S C, H, W]}, S times as many channels. Evaluation uses the running statistics, as
 * ordinary batch normalisation does; the running variance is the unbiased one, as in PyTorch.
 */
public final class SplitBatchNorm extends AbstractBlock {

    private static final float EPSILON = 1e-5f;
    private static final float KEPT = 0.9f; // share of the old running statistics: PyTorch's 0.1

    private final int splits;
    private final Parameter gamma = add("gamma", Parameter.Type.GAMMA, true);
    private final Parameter beta = add("beta", Parameter.Type.BETA, true);
    private final Parameter runningMean = add("runningMean", Parameter.Type.RUNNING_MEAN, false);
    private final Parameter runningVar = add("runningVar", Parameter.Type.RUNNING_VAR, false);

    /**
     * Makes a layer.
     *
     * @param splits S, number of sub-batches, at least 1; must divide every training batch
     * @throws IllegalArgumentException if {@code splits} is below 1
     */
    public SplitBatchNorm(int splits) {
        check(splits);
        this.splits = splits;
    }

    static void check(int splits) {
        if (splits < 1) {
            throw new IllegalArgumentException(
                    "a batch is split into at least 1 sub-batch (1 is ordinary batch norm), found " + splits);
        }
    }

    private Parameter add(String name, Parameter.Type type, boolean trained) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optRequiresGrad(trained)
                .build());
    }

    /** Returns the number of sub-batches, S. */
    public int splits() {
        return splits;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // [N, C, ...]
        NDArray g = store.getValue(gamma, x.getDevice(), training); // [C]
        NDArray b = store.getValue(beta, x.getDevice(), training);
        NDArray mean = store.getValue(runningMean, x.getDevice(), training);
        NDArray var = store.getValue(runningVar, x.getDevice(), training);
        if (!training) {
            return BatchNorm.batchNorm(x, mean, var, g, b, 1, KEPT, EPSILON, false);
        }
        Shape shape = x.getShape();
        NDManager step = x.getManager();
        NDArray means = repeat(mean, step); // [S C]
        NDArray vars = repeat(var, step);
        NDList y = BatchNorm.batchNorm(
                x.reshape(split(shape)), // [N/S, S C, ...]
                means,
                vars,
                repeat(g, step),
                repeat(b, step),
                1,
                KEPT,
                EPSILON,
                true);
        average(means, mean);
        average(vars, var);
        return new NDList(y.head().reshape(shape)); // [N, C, ...]
    }

    /** The shape with every S successive samples side by side as channels. */
    private Shape split(Shape shape) {
        long n = shape.get(0);
        if (n % splits != 0) {
            throw new IllegalArgumentException(
                    "a batch of %d cannot be cut into %d sub-batches of one size; choose a batch size that %d divides"
                            .formatted(n, splits, splits));
        }
        if (n / splits * shape.slice(2).size() < 2) {
            throw new IllegalArgumentException("sub-batches of 1 have no variance: a batch of %d, cut into %d, shape %s"
                    .formatted(n, splits, shape));
        }
        return new Shape(n / splits, splits * shape.get(1)).addAll(shape.slice(2));
    }

    /** {@code [C] -> [S C]}, with its graph, in the step's memory. */
    private NDArray repeat(NDArray vector, NDManager step) {
        NDArray all = NDArrays.concat(new NDList(Collections.nCopies(splits, vector)));
        all.attach(step);
        return all;
    }

    /** Overwrites a statistic, {@code [C]}, with the mean of those of the sub-batches, [S C]. */
    private void average(NDArray statistics, NDArray running) {
        long c = running.size();
        running.set(new NDIndex("..."), statistics.reshape(splits, c).mean(new int[] {0}));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape channels = new Shape(inputShapes[0].get(1));
        parameters.values().forEach(parameter -> parameter.setShape(channels));
    }
}
