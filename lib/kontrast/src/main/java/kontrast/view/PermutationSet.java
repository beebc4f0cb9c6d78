package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.tensor.Transfer;

/**
 * A few orders of n tiles that differ as much as possible from one another: the classes of the
 * jigsaw puzzle.
 *
 * <pre>
 *   P = {identity}
 *   repeat: add the permutation q outside P with the largest  min over p in P of H(p, q)
 *   H(p, q) = number of places i with p_i != q_i, the Hamming distance
 * </pre>
 *
 * <p>Noroozi and Favaro, Unsupervised learning of visual representations by solving jigsaw puzzles,
 * 2016, algorithm 1. Deviations: it is deterministic - the first order is the identity, and of
 * equals the first in lexicographic order is taken - and the smallest distance decides before the
 * sum of the distances. The paper's sum alone is the same for every candidate as soon as n orders
 * without a common place are chosen (each candidate then agrees with them in exactly n places), so
 * that it could add an order that differs from a chosen one by a single exchange.
 */
public final class PermutationSet {

    private static final int MOST_TILES = 9; // 9! = 362,880 candidates

    private final List<int[]> orders;
    private final int tiles;

    private PermutationSet(int tiles, List<int[]> orders) {
        this.tiles = tiles;
        this.orders = orders;
    }

    /**
     * Chooses orders greedily.
     *
     * @param tiles n, in 2 to 9
     * @param count how many, in 1 to n!
     * @return the same set for the same numbers; a smaller set is the beginning of a larger one
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static PermutationSet maximal(int tiles, int count) {
        int all = most(tiles);
        if (count < 1 || count > all) {
            throw new IllegalArgumentException(
                    "%d tiles have %d orders, so choose 1 to %d of them, found %d".formatted(tiles, all, all, count));
        }
        byte[] candidates = lexicographic(tiles, all);
        int[] smallest = new int[all]; // distance to the nearest chosen one; -1 when chosen
        int[] sum = new int[all];
        Arrays.fill(smallest, tiles + 1);
        int[][] chosen = new int[count][tiles];
        int next = 0;
        for (int k = 0; k < count; k++) {
            int[] last = chosen[k];
            for (int i = 0; i < tiles; i++) {
                last[i] = candidates[next * tiles + i];
            }
            smallest[next] = -1;
            int best = -1;
            for (int q = 0; q < all; q++) {
                if (smallest[q] < 0) {
                    continue;
                }
                int distance = 0;
                for (int i = 0; i < tiles; i++) {
                    distance += candidates[q * tiles + i] != last[i] ? 1 : 0;
                }
                smallest[q] = Math.min(smallest[q], distance);
                sum[q] += distance;
                if (best < 0 || smallest[q] > smallest[best] || (smallest[q] == smallest[best] && sum[q] > sum[best])) {
                    best = q;
                }
            }
            next = best;
        }
        return new PermutationSet(tiles, List.of(chosen));
    }

    /**
     * Returns how many orders there are.
     *
     * @param tiles n, in 2 to 9
     * @return n!
     * @throws IllegalArgumentException if it is out of its range
     */
    public static int most(int tiles) {
        if (tiles < 2 || tiles > MOST_TILES) {
            throw new IllegalArgumentException("a puzzle has 2 to %d tiles, found %d".formatted(MOST_TILES, tiles));
        }
        return IntStream.rangeClosed(2, tiles).reduce(1, (a, b) -> a * b);
    }

    /** All orders, one after another, in lexicographic order. */
    private static byte[] lexicographic(int n, int all) {
        byte[] orders = new byte[all * n];
        for (int q = 0; q < all; q++) {
            int rest = q;
            int block = all;
            boolean[] used = new boolean[n];
            for (int i = 0; i < n; i++) {
                block /= n - i;
                int skip = rest / block; // which of the unused numbers
                rest %= block;
                int value = 0;
                while (used[value] || skip-- > 0) {
                    value++;
                }
                used[value] = true;
                orders[q * n + i] = (byte) value;
            }
        }
        return orders;
    }

    /** Returns the number of orders. */
    public int size() {
        return orders.size();
    }

    /**
     * Returns one order.
     *
     * @param k in 0 to {@link #size()} - 1
     * @return n places: tile {@code order[i]} is laid at place i; a copy
     */
    public int[] order(int k) {
        return orders.get(k).clone();
    }

    /**
     * Returns the smallest distance of two orders: how alike two classes can be.
     *
     * @return in 2 to n; n + 1 for a single order, which has no other
     */
    public int smallestDistance() {
        int smallest = tiles + 1;
        for (int i = 0; i < orders.size(); i++) {
            for (int j = 0; j < i; j++) {
                smallest = Math.min(smallest, distance(orders.get(i), orders.get(j)));
            }
        }
        return smallest;
    }

    /**
     * Returns the mean distance of two orders.
     *
     * @return the mean over all pairs, at most n; 0 for a single order
     */
    public double meanDistance() {
        double sum = 0;
        for (int i = 0; i < orders.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += distance(orders.get(i), orders.get(j));
            }
        }
        return sum / Math.max(1, orders.size() * (orders.size() - 1) / 2);
    }

    private static int distance(int[] p, int[] q) {
        int distance = 0;
        for (int i = 0; i < p.length; i++) {
            distance += p[i] != q[i] ? 1 : 0;
        }
        return distance;
    }

    /**
     * Lays the tiles of every image in one of the orders.
     *
     * @param patches {@code [B, n, C, p, p]}; left unchanged
     * @param chosen B orders, each in 0 to {@link #size()} - 1
     * @return {@code [B, n, C, p, p]} with {@code out[b, i] = patches[b, order(chosen[b])[i]]},
     *     attached to the manager of {@code patches}
     * @throws IllegalArgumentException if the shape or the number of orders does not fit
     */
    public NDArray lay(NDArray patches, int... chosen) {
        Shape s = patches.getShape();
        if (s.dimension() != 5 || s.get(1) != tiles) {
            throw new IllegalArgumentException(
                    "expected [B, %d, C, p, p], %d tiles an image, found %s".formatted(tiles, tiles, s));
        }
        Pixels.checkCount(chosen.length, s.get(0));
        long[] from = new long[chosen.length * tiles];
        for (int b = 0; b < chosen.length; b++) {
            int[] order = orders.get(chosen[b]);
            for (int i = 0; i < tiles; i++) {
                from[b * tiles + i] = order[i];
            }
        }
        long values = s.get(2) * s.get(3) * s.get(4);
        NDArray index = Transfer.send(patches.getManager(), from, chosen.length, tiles, 1);
        return patches.reshape(s.get(0), tiles, values)
                .gather(index.broadcast(s.get(0), tiles, values), 1)
                .reshape(s);
    }

    @Override
    public String toString() {
        return "%d orders of %d tiles, at least %d places apart".formatted(size(), tiles, smallestDistance());
    }
}
