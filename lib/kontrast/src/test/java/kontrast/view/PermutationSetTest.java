package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes of the jigsaw puzzle: properties, and the greedy choice written out once more. */
class PermutationSetTest {

    private static int distance(int[] p, int[] q) {
        return (int) IntStream.range(0, p.length).filter(i -> p[i] != q[i]).count();
    }

    private static List<int[]> orders(PermutationSet set) {
        return IntStream.range(0, set.size()).mapToObj(set::order).toList();
    }

    @ParameterizedTest
    @CsvSource({"2,2", "4,24", "5,30", "9,1", "9,100"})
    void ordersArePermutationsAndDifferent(int tiles, int count) {
        Set<List<Integer>> seen = new HashSet<>();
        for (int[] order : orders(PermutationSet.maximal(tiles, count))) {
            assertArrayEquals(
                    IntStream.range(0, tiles).toArray(),
                    Arrays.stream(order).sorted().toArray());
            seen.add(Arrays.stream(order).boxed().toList());
        }
        assertEquals(count, seen.size());
    }

    /** The definition, with distances to all chosen ones computed anew for each candidate. */
    @ParameterizedTest
    @CsvSource({"3,6", "4,10", "5,20", "6,15"})
    void choiceIsTheGreedyOne(int tiles, int count) {
        List<int[]> all = new ArrayList<>();
        permute(new int[tiles], 0, new boolean[tiles], all);
        List<int[]> chosen = new ArrayList<>(List.of(all.remove(0)));
        while (chosen.size() < count) {
            int[] best = all.get(0);
            for (int[] q : all) {
                int difference = least(q, chosen) - least(best, chosen);
                if (difference > 0 || (difference == 0 && sum(q, chosen) > sum(best, chosen))) {
                    best = q;
                }
            }
            chosen.add(best);
            all.remove(best);
        }
        List<int[]> found = orders(PermutationSet.maximal(tiles, count));
        for (int i = 0; i < count; i++) {
            assertArrayEquals(chosen.get(i), found.get(i), "order " + i);
        }
    }

    private static void permute(int[] order, int at, boolean[] used, List<int[]> all) {
        if (at == order.length) {
            all.add(order.clone());
            return;
        }
        for (int v = 0; v < order.length; v++) {
            if (!used[v]) {
                used[v] = true;
                order[at] = v;
                permute(order, at + 1, used, all);
                used[v] = false;
            }
        }
    }

    private static int least(int[] q, List<int[]> chosen) {
        return chosen.stream().mapToInt(p -> distance(p, q)).min().orElseThrow();
    }

    private static int sum(int[] q, List<int[]> chosen) {
        return chosen.stream().mapToInt(p -> distance(p, q)).sum();
    }

    /** The first n are a Latin square: no two of them have a tile at the same place. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 9})
    void firstOrdersAgreeNowhere(int tiles) {
        assertEquals(tiles, PermutationSet.maximal(tiles, tiles).smallestDistance());
    }

    /**
     * Why the smallest distance decides first: any order agrees with a Latin square in n places, so
     * that the paper's sum of distances is the same for all candidates.
     */
    @Test
    void sumOfDistancesCannotChooseAfterALatinSquare() {
        List<int[]> square = orders(PermutationSet.maximal(5, 5));
        List<int[]> all = new ArrayList<>();
        permute(new int[5], 0, new boolean[5], all);
        for (int[] q : all) {
            assertEquals(5 * 5 - 5, sum(q, square));
        }
        // the first candidate that the sum would take differs by one exchange from the identity
        int[] next = all.get(1);
        assertEquals(2, least(next, square));
        // ours keeps three places apart, the most that a set of more than 5 can
        assertTrue(PermutationSet.maximal(5, 6).smallestDistance() >= 3);
    }

    @Test
    void setsGrow() {
        List<int[]> few = orders(PermutationSet.maximal(9, 20));
        List<int[]> many = orders(PermutationSet.maximal(9, 60));
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(few.get(i), many.get(i));
        }
        int last = 9;
        for (int count : new int[] {9, 20, 60, 200}) {
            int smallest = PermutationSet.maximal(9, count).smallestDistance();
            assertTrue(smallest <= last, "%d orders: %d after %d".formatted(count, smallest, last));
            last = smallest;
        }
        assertTrue(last >= 5, "200 orders are only %d places apart".formatted(last));
    }

    @Test
    void distancesAreThoseOfAllPairs() {
        PermutationSet set = PermutationSet.maximal(6, 12);
        List<int[]> orders = orders(set);
        int least = 6;
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < i; j++) {
                least = Math.min(least, distance(orders.get(i), orders.get(j)));
                sum += distance(orders.get(i), orders.get(j));
            }
        }
        assertEquals(least, set.smallestDistance());
        assertEquals(sum / 66, set.meanDistance(), 1e-12);
        assertEquals(0, PermutationSet.maximal(6, 1).meanDistance());
    }

    @Test
    void tilesAreLaidInTheirOrder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            PermutationSet set = PermutationSet.maximal(4, 24);
            int[] chosen = {23, 0, 7, 11, 11, 5};
            int values = 2 * 3 * 3;
            NDArray tiles = manager.arange(0, 6 * 4 * values).reshape(6, 4, 2, 3, 3);
            NDArray laid = set.lay(tiles, chosen);
            assertEquals(new Shape(6, 4, 2, 3, 3), laid.getShape());
            long[] found =
                    laid.toType(ai.djl.ndarray.types.DataType.INT64, false).toLongArray();
            boolean inverse = true; // the wrong variant: tile i laid at place order[i]
            for (int b = 0; b < 6; b++) {
                int[] order = set.order(chosen[b]);
                for (int i = 0; i < 4; i++) {
                    for (int v = 0; v < values; v++) {
                        assertEquals((b * 4L + order[i]) * values + v, found[(b * 4 + i) * values + v]);
                    }
                    inverse &= order[order[i]] == i;
                }
            }
            assertTrue(!inverse, "the test does not tell an order from its inverse");
            assertThrows(IllegalArgumentException.class, () -> set.lay(tiles, 1, 2));
            assertThrows(IllegalArgumentException.class, () -> set.lay(tiles.reshape(4, 6, 2, 3, 3), 1, 2, 3, 4));
        }
    }

    @Test
    void badNumbersAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> PermutationSet.maximal(1, 1));
        assertThrows(IllegalArgumentException.class, () -> PermutationSet.maximal(10, 5));
        String message = assertThrows(IllegalArgumentException.class, () -> PermutationSet.maximal(4, 25))
                .getMessage();
        assertTrue(message.contains("24") && message.contains("25"), message);
        assertThrows(IllegalArgumentException.class, () -> PermutationSet.maximal(4, 0));
    }
}
