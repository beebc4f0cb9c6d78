package kontrast.grader.exercise.patches;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.Encoder;
import kontrast.encoder.Standardised;
import kontrast.grader.check.Report;
import kontrast.grader.worker.Value;
import kontrast.view.PatchGrid;
import kontrast.view.PermutationSet;
import org.junit.jupiter.api.Test;

/** What the checks of 04_patches ask for is what the library does. */
class PatchOracleTest {

    /** Moves that are given, in place of a draw. The grid fills its image, so its own place is not drawn. */
    private static RandomGenerator given(int jitter, int... moves) {
        Iterator<Integer> next = Arrays.stream(moves).map(m -> m + jitter).iterator();
        return new RandomGenerator() {
            private int drawn;

            @Override
            public int nextInt(int bound) {
                return drawn++ < 2 ? 0 : next.next();
            }

            @Override
            public long nextLong() {
                throw new IllegalStateException("moves are whole numbers with a bound");
            }
        };
    }

    /** Each pixel of the image knows its row and its column, so each patch that is cut out knows its corner. */
    @Test
    void theLibraryCutsWhereTheCheckSays() {
        Report report = PatchExercises.patchCorners().check((cells, patch, gap, jitter, moves) -> {
            PatchGrid grid = new PatchGrid(cells, patch, gap, jitter);
            int side = grid.side();
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray line = manager.arange(0, side, 1, DataType.FLOAT32);
                NDArray rows = line.reshape(1, 1, side, 1).broadcast(new Shape(1, 1, side, side));
                NDArray columns = line.reshape(1, 1, 1, side).broadcast(new Shape(1, 1, side, side));
                NDArray cut = grid.cut(rows.concat(columns, 1).div(side), given(jitter, moves)); // [1, n, 2, p, p]
                float[] corners =
                        cut.get(new NDIndex(":, :, :, 0, 0")).mul(side).toFloatArray();
                return IntStream.range(0, corners.length)
                        .map(i -> Math.round(corners[i]))
                        .toArray();
            }
        });
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysPermutationsAreTheFarthestOrders() {
        List<int[]> all = new ArrayList<>();
        permutations(new int[4], 0, all);
        float[][] distances = new float[all.size()][all.size()];
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                distances[i][j] = HammingCheck.moved(all.get(i), all.get(j));
            }
        }
        PermutationSet set = PermutationSet.maximal(4, 15);
        List<Integer> chosen = FarthestOrdersCheck.ranked(Value.of(distances), 15);
        for (int k = 0; k < 15; k++) {
            assertArrayEquals(set.order(k), all.get(chosen.get(k)), "order " + k);
        }
    }

    /** All orders of 0, 1, .., in lexicographic order. */
    private static void permutations(int[] order, int place, List<int[]> all) {
        if (place == order.length) {
            all.add(order.clone());
            return;
        }
        for (int tile = 0; tile < order.length; tile++) {
            int candidate = tile;
            if (Arrays.stream(order, 0, place).noneMatch(t -> t == candidate)) {
                order[place] = tile;
                permutations(order, place + 1, all);
            }
        }
    }

    @Test
    void theLibraryLaysAsTheCheckSays() {
        PermutationSet set = PermutationSet.maximal(9, 5);
        double[] pixels = IntStream.range(0, 2 * 9 * 3 * 4).asDoubleStream().toArray();
        Value tiles = Value.tensor(new long[] {2, 9, 3, 2, 2}, pixels);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray batch =
                    manager.arange(0, pixels.length, 1, DataType.FLOAT32).reshape(2, 9, 3, 2, 2);
            for (int k = 0; k < set.size(); k++) {
                double[] laid = LayCheck.laid(tiles, set.order(k)).data();
                float[] library = set.lay(batch, k, k).toFloatArray();
                for (int i = 0; i < laid.length; i++) {
                    assertEquals(laid[i], library[i], "order " + k);
                }
            }
        }
    }

    /** An encoder that hands on what it sees. */
    private record Seen() implements Encoder {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public Block block() {
            return Blocks.identityBlock();
        }
    }

    @Test
    void theLibrarysStandardisedTilesPassTheCheck() {
        Block block = new Standardised(new Seen()).block();
        Report report = PatchExercises.normaliseTiles().check(tiles -> {
            Shape s = tiles.getShape();
            NDArray single = tiles.reshape(s.get(0) * s.get(1), s.get(2), s.get(3), s.get(4));
            NDManager manager = tiles.getManager();
            return block.forward(new ParameterStore(manager, false), new NDList(single), false)
                    .singletonOrThrow()
                    .reshape(s);
        });
        assertTrue(report.passed(), report::toString);
    }
}
