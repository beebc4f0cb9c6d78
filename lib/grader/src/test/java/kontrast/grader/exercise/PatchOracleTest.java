package kontrast.grader.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.Encoder;
import kontrast.encoder.Standardised;
import kontrast.grader.check.Report;
import kontrast.view.PatchGrid;
import kontrast.view.PermutationSet;
import org.junit.jupiter.api.Test;

/** What the checks of 04_patches ask for is what the library does. */
class PatchOracleTest {

    @Test
    void theLibraryCutsWhereTheReferenceSays() throws Exception {
        PatchGrid grid = new PatchGrid(3, 5, 2, 2);
        int side = grid.side(); // so that the grid's corner has one place only
        RandomGenerator random = new SplittableRandom(8);
        random.nextInt(1);
        random.nextInt(1);
        int[] moves = IntStream.generate(() -> random.nextInt(5) - 2).limit(18).toArray();
        int[] corners = PatchExercises.patchCorners().reference().apply(3, 5, 2, 2, moves);
        int[][] tops = {IntStream.range(0, 9).map(i -> corners[2 * i]).toArray()};
        int[][] lefts = {IntStream.range(0, 9).map(i -> corners[2 * i + 1]).toArray()};
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.arange(0, side * side, 1, DataType.FLOAT32).div(side * side);
            NDArray batch = image.reshape(1, 1, side, side);
            assertEquals(grid.cut(batch, tops, lefts), grid.cut(batch, new SplittableRandom(8)));
        }
    }

    /** {@code RelativePatch} asks about the patches 0 to 3 and 5 to 8 around 4, in this order. */
    @Test
    void theSidesAreNumberedAsTheLibraryNumbersThem() throws Exception {
        for (int side = 0; side < 8; side++) {
            int other = side < 4 ? side : side + 1;
            assertEquals(side, PatchExercises.relativeLabel().reference().apply(4, other, 3));
        }
    }

    @Test
    void theLibrarysPermutationsAreTheFarthestOrders() throws Exception {
        List<int[]> all = new ArrayList<>();
        permutations(new int[4], 0, all);
        float[][] distances = new float[all.size()][all.size()];
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                distances[i][j] = PatchExercises.hamming().reference().apply(all.get(i), all.get(j));
            }
        }
        PermutationSet set = PermutationSet.maximal(4, 15);
        int[] chosen = PatchExercises.farthestOrders().reference().apply(distances, 15);
        for (int k = 0; k < 15; k++) {
            assertArrayEquals(set.order(k), all.get(chosen[k]), "order " + k);
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
    void theLibraryLaysLikeTheReference() throws Exception {
        PermutationSet set = PermutationSet.maximal(9, 5);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray tiles =
                    manager.arange(0, 2 * 9 * 3 * 4, 1, DataType.FLOAT32).reshape(2, 9, 3, 2, 2);
            for (int k = 0; k < set.size(); k++) {
                assertEquals(
                        set.lay(tiles, k, k), PatchExercises.lay().reference().apply(tiles, set.order(k)));
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
