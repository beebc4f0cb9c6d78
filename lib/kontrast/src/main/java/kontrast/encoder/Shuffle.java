package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;
import kontrast.tensor.Transfer;

/**
 * A random order of a batch, and the way back.
 *
 * <pre>
 *   k = undo(f_k(apply(x)))
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, section
 * 3.3 "Shuffling BN": where batch normalisation takes its statistics over sub-batches ({@link
 * SplitBatchNorm}), a query and its key must not share a sub-batch, or the statistics give away
 * which key is the positive. Over the whole batch an order changes nothing.
 */
public final class Shuffle {

    private final long[] order;
    private final long[] inverse;

    private Shuffle(int n, RandomGenerator random) {
        order = new long[n];
        for (int i = 0; i < n; i++) { // Fisher and Yates, inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        inverse = new long[n];
        for (int i = 0; i < n; i++) {
            inverse[(int) order[i]] = i;
        }
    }

    /**
     * Draws an order, all being equally likely.
     *
     * @param n rows of the batch, at least 1
     * @param random source of the order
     * @return the order
     * @throws IllegalArgumentException if {@code n} is below 1
     */
    public static Shuffle draw(int n, RandomGenerator random) {
        if (n < 1) {
            throw new IllegalArgumentException("a batch has at least 1 row, found " + n);
        }
        return new Shuffle(n, random);
    }

    /**
     * Puts rows into this order.
     *
     * @param x {@code [N, ...]}
     * @return {@code [N, ...]}, a new array in the manager of {@code x}
     * @throws IllegalArgumentException if N is another number than was drawn for
     */
    public NDArray apply(NDArray x) {
        return take(x, order);
    }

    /**
     * Puts rows back: the inverse of {@link #apply}.
     *
     * @param y {@code [N, ...]}, in this order
     * @return {@code [N, ...]}, a new array in the manager of {@code y}
     * @throws IllegalArgumentException if N is another number than was drawn for
     */
    public NDArray undo(NDArray y) {
        return take(y, inverse);
    }

    private static NDArray take(NDArray x, long[] rows) {
        if (x.getShape().dimension() < 1 || x.getShape().get(0) != rows.length) {
            throw new IllegalArgumentException(
                    "an order of %d rows does not fit %s".formatted(rows.length, x.getShape()));
        }
        return x.get(Transfer.send(x.getManager(), rows));
    }
}
