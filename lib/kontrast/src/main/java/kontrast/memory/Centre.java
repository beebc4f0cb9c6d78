package kontrast.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import kontrast.tensor.NoGrad;

/**
 * A slow mean of what a network gave, over the batches of the past.
 *
 * <pre>
 *   c = 0                                                at the start
 *   c &lt;- m c + (1 - m) mean over the batch of t_n        after each step
 * </pre>
 *
 * <p>The centre of Caron et al., Emerging properties in self-supervised vision transformers (DINO), 2021, equation 4. m
 * = the {@code momentum} of {@link #update}, 0.9 there.
 */
public final class Centre implements AutoCloseable {

    private final NDManager manager;
    private final NDArray mean; // [1, K]

    /**
     * Makes a centre at 0.
     *
     * @param parent parent of its memory, which lies on its device
     * @param dimension K, numbers of a row, at least 1
     * @throws IllegalArgumentException if {@code dimension} is below 1
     */
    public Centre(NDManager parent, int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException("a centre has at least 1 number, found " + dimension);
        }
        manager = parent.newSubManager();
        manager.setName("centre");
        mean = manager.zeros(new Shape(1, dimension));
    }

    /** Returns c itself, {@code [1, K]}, float32; owned by this centre, changed by {@link #update}. */
    public NDArray mean() {
        return mean;
    }

    /**
     * Moves the centre. Call it after the loss of the batch has been computed: a centre that knows the batch already
     * takes from it what tells its images from others.
     *
     * @param rows t, {@code [N, K]}
     * @param momentum m, in [0, 1): the share of the old centre that stays
     * @throws IllegalArgumentException if the shape does not fit or {@code momentum} is out of range
     */
    public void update(NDArray rows, double momentum) {
        checkMomentum(momentum);
        if (rows.getShape().dimension() != 2
                || rows.getShape().get(1) != mean.getShape().get(1)) {
            throw new IllegalArgumentException(
                    "expected rows [N, %d], found %s".formatted(mean.getShape().get(1), rows.getShape()));
        }
        NoGrad.run(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray batch = rows.mean(new int[] {0}, true); // [1, K]
                batch.attach(scope);
                NDArray old = mean.mul(momentum);
                old.attach(scope);
                mean.set(new NDIndex("..."), old.addi(batch.muli(1 - momentum)));
            }
        });
    }

    /**
     * Checks a momentum.
     *
     * @param momentum m
     * @throws IllegalArgumentException if it does not lie in [0, 1)
     */
    public static void checkMomentum(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("the centre's momentum must lie in [0, 1) (0.9 is usual), found %s%s"
                    .formatted(momentum, momentum == 1 ? "; the centre would stay at 0" : ""));
        }
    }

    /** Returns what a checkpoint must keep, not copied: "centre", {@code [1, K]}. */
    public Map<String, NDArray> state() {
        return Map.of("centre", mean);
    }

    /** Frees the centre. */
    @Override
    public void close() {
        manager.close();
    }
}
