package kontrast.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Transfer;

/**
 * Draws indices from a discrete distribution at the same cost for two outcomes as for a million:
 * the alias method.
 *
 * <pre>
 *   build  n columns of height 1, each filled by its own outcome up to threshold[i], the rest by
 *          alias[i], such that outcome i has n p_i in all
 *   draw   a column i ~ U{0 .. n - 1} and u ~ U[0, 1):  i if u &lt; threshold[i], else alias[i]
 * </pre>
 *
 * <p>Vose, A linear algorithm for generating random numbers with a given distribution, 1991. The
 * random numbers are drawn on the host, where they are a function of the step; the columns are
 * looked up on the device, all at once.
 */
public final class AliasSampler implements AutoCloseable {

    private final int size;
    private final NDManager manager;
    private final NDArray threshold; // [n] float32
    private final NDArray alias; // [n] int64

    /**
     * Builds the columns, in O(n).
     *
     * @param parent parent of the tables' memory, which lies on its device
     * @param weights n numbers of at least 0, proportional to the probabilities
     * @throws IllegalArgumentException if a weight is negative or not finite, or all are 0
     */
    public AliasSampler(NDManager parent, double... weights) {
        double sum = sum(weights);
        size = weights.length;
        float[] thresholds = new float[size];
        long[] aliases = new long[size];
        double[] height = new double[size]; // what is left of n p_i
        int[] small = new int[size]; // a stack of columns not filled by their own outcome
        int[] large = new int[size]; // a stack of outcomes with some to give
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < size; i++) {
            height[i] = weights[i] / sum * size;
            if (height[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int poor = small[--smalls];
            int rich = large[larges - 1];
            thresholds[poor] = (float) height[poor];
            aliases[poor] = rich;
            height[rich] -= 1 - height[poor];
            if (height[rich] < 1) {
                larges--;
                small[smalls++] = rich;
            }
        }
        while (larges > 0) { // full, up to rounding
            thresholds[large[--larges]] = 1;
        }
        while (smalls > 0) {
            thresholds[small[--smalls]] = 1;
        }
        manager = parent.newSubManager();
        manager.setName("alias sampler");
        threshold = Transfer.send(manager, thresholds);
        alias = Transfer.send(manager, aliases);
    }

    /**
     * Returns a sampler of equally probable outcomes.
     *
     * @param parent parent of the tables' memory, which lies on its device
     * @param size n, at least 1
     * @return the sampler
     * @throws IllegalArgumentException if {@code size} is below 1
     */
    public static AliasSampler uniform(NDManager parent, int size) {
        double[] weights = new double[Math.max(0, size)];
        Arrays.fill(weights, 1);
        return new AliasSampler(parent, weights);
    }

    private static double sum(double... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException(
                        "weights must be finite numbers of at least 0, found %s for outcome %d"
                                .formatted(weights[i], i));
            }
            sum += weights[i];
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException(
                    "%d weights with the sum %s are not a distribution".formatted(weights.length, sum));
        }
        return sum;
    }

    /** Returns the number of outcomes, n. */
    public int size() {
        return size;
    }

    /** Returns up to where each column is filled by its own outcome: n numbers in [0, 1]; a copy. */
    public float[] thresholds() {
        return Transfer.floats(threshold);
    }

    /**
     * Returns which outcome fills the rest of each column: n numbers in 0 to n - 1, of no meaning at a threshold of 1;
     * a copy.
     */
    public long[] aliases() {
        return Transfer.longs(alias);
    }

    /**
     * Draws a matrix of independent indices.
     *
     * @param owner manager of the result
     * @param random source of the draws, two a number
     * @param rows rows, at least 1
     * @param columns columns, at least 1
     * @return {@code [rows, columns]}, int64 in 0 to n - 1
     * @throws IllegalArgumentException if there are no rows or columns
     */
    public NDArray draw(NDManager owner, RandomGenerator random, int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "expected at least one row and column of draws, found %d and %d".formatted(rows, columns));
        }
        long[] places = new long[Math.multiplyExact(rows, columns)];
        float[] coins = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = random.nextInt(size);
            coins[i] = random.nextFloat();
        }
        try (NDManager scope = owner.newSubManager()) {
            NDArray column = Transfer.send(scope, places);
            NDArray own = Transfer.send(scope, coins).lt(lookUp(threshold, column));
            NDArray drawn = NDArrays.where(own, column, lookUp(alias, column));
            NDArray matrix = drawn.reshape(rows, columns);
            matrix.attach(owner);
            return matrix;
        }
    }

    private static NDArray lookUp(NDArray table, NDArray column) {
        NDArray found = table.gather(column, 0);
        found.attach(column.getManager());
        return found;
    }

    /** Frees the tables. */
    @Override
    public void close() {
        manager.close();
    }
}
