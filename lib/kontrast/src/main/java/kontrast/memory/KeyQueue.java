package kontrast.memory;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * The dictionary of MoCo: the K latest keys, first in, first out.
 *
 * <pre>
 *   enqueue(k_1 .. k_N):  rows p .. p + N - 1 &lt;- k_1 .. k_N,   p &lt;- (p + N) mod K
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, section
 * 3.2 and algorithm 1. The queue is a ring: row p holds the oldest keys, which the next batch
 * overwrites, so that enqueueing and dequeueing are one copy of N rows. As in the published code,
 * it starts full of random directions, which are easy negatives: the loss rises while real keys
 * replace them, during the first K / N steps.
 */
public final class KeyQueue implements AutoCloseable {

    private final NDManager manager;
    private final NDManager host;
    private final NDArray keys; // [K, d]
    private final NDArray position; // [1], p, kept on the host: reading it stops no GPU

    /**
     * Makes a queue of random directions.
     *
     * @param parent parent of the queue's memory; names the device
     * @param capacity K, at least 1
     * @param dimension d, length of a key, at least 1
     * @param seed seed of the random directions
     * @throws IllegalArgumentException if a size is below 1
     */
    public KeyQueue(NDManager parent, int capacity, int dimension, long seed) {
        if (capacity < 1 || dimension < 1) {
            throw new IllegalArgumentException("a queue holds at least 1 key of at least 1 number, found %d keys of %d"
                    .formatted(capacity, dimension));
        }
        manager = parent.newSubManager();
        manager.setName("queue");
        host = parent.newSubManager(Device.cpu());
        keys = directions(capacity, dimension, seed);
        position = Transfer.send(host, new long[] {0});
    }

    private NDArray directions(int capacity, int dimension, long seed) {
        RandomGenerator random = Seeds.stream(seed, "queue", 0);
        float[] values = new float[Math.multiplyExact(capacity, dimension)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (NDArray normal = Transfer.send(manager, values, capacity, dimension)) {
            return normal.normalize(2, 1);
        }
    }

    /** Returns the number of keys, K. */
    public int capacity() {
        return Math.toIntExact(keys.getShape().get(0));
    }

    /** Returns the length of a key, d. */
    public int dimension() {
        return Math.toIntExact(keys.getShape().get(1));
    }

    /** Returns where the oldest key lies: p, the row that the next key overwrites, in 0 to K - 1. */
    public int position() {
        return Math.toIntExact(Transfer.hostCounter(position));
    }

    /**
     * Returns all keys as they are now. It is a copy: keys that are enqueued later change neither it nor what the
     * backward pass reads.
     *
     * @param owner manager of the copy, usually the step's
     * @return {@code [K, d]}, row {@link #position()} being the oldest; no gradient
     */
    public NDArray keys(NDManager owner) {
        NDArray copy = keys.duplicate();
        copy.attach(owner);
        return copy;
    }

    /**
     * Adds keys in place of the oldest ones. Call it outside the gradient collector, e.g. in {@code
     * Method.afterStep}.
     *
     * @param latest {@code [N, d]}, usually of length 1 each; copied
     * @throws IllegalArgumentException if the shape does not fit, N does not divide K, or the batch
     *     before had another size such that the ring's end would cut this one
     */
    public void enqueue(NDArray latest) {
        Shape shape = latest.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dimension()) {
            throw new IllegalArgumentException("expected keys [N, %d], found %s".formatted(dimension(), shape));
        }
        int n = Math.toIntExact(shape.get(0));
        check(capacity(), n);
        int p = position();
        if (p + n > capacity()) {
            throw new IllegalArgumentException(
                    "%d keys do not fit between row %d and the end of the queue, %d; enqueue batches of one size"
                            .formatted(n, p, capacity()));
        }
        keys.set(new NDIndex("{}:{}", p, p + n), latest);
        Transfer.setHostCounter(position, (p + n) % capacity());
    }

    /**
     * Checks that batches fill the queue evenly.
     *
     * @param capacity K
     * @param n keys that a step enqueues
     * @throws IllegalArgumentException if {@code n} is not a divisor of {@code capacity}
     */
    public static void check(int capacity, int n) {
        if (n < 1 || capacity < n || capacity % n != 0) {
            throw new IllegalArgumentException(
                    "a queue of %d keys cannot be filled by batches of %d; choose a queue that is a multiple of the batch, e.g. %d"
                            .formatted(capacity, n, Math.max(1, capacity / Math.max(1, n)) * n));
        }
    }

    /** Returns what a checkpoint must keep, not copied: "queue", {@code [K, d]}, and "queue.position", {@code [1]}. */
    public Map<String, NDArray> state() {
        return Map.of("queue", keys, "queue.position", position);
    }

    /** Frees the keys. */
    @Override
    public void close() {
        manager.close();
        host.close();
    }
}
