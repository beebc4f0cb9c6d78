package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchGridTest extends ViewFixture {

    private final RandomGenerator random = new SplittableRandom(3);

    private static double[][][] patch(double[][][] image, int top, int left, int size) {
        double[][][] out = new double[image.length][size][size];
        for (int k = 0; k < image.length; k++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    out[k][y][x] = image[k][top + y][left + x];
                }
            }
        }
        return out;
    }

    /** Patches of all images, one after another: [B n][C][p][p]. */
    private double[][][][] patches(int[][] tops, int[][] lefts, int size) {
        int n = tops[0].length;
        return IntStream.range(0, 5 * n)
                .mapToObj(i -> patch(batch[i / n], tops[i / n][i % n], lefts[i / n][i % n], size))
                .toArray(double[][][][]::new);
    }

    @Test
    void patchesEqualTheDefinition() {
        int[][] tops = new int[5][4];
        int[][] lefts = new int[5][4];
        for (int b = 0; b < 5; b++) {
            for (int i = 0; i < 4; i++) {
                tops[b][i] = random.nextInt(14 - 3 + 1);
                lefts[b][i] = random.nextInt(11 - 3 + 1);
            }
        }
        tops[4][3] = 11; // the last pixel
        lefts[4][3] = 8;
        NDArray cut = new PatchGrid(2, 3, 0, 0).cut(images, tops, lefts);
        assertEquals(new Shape(5, 4, 3, 3, 3), cut.getShape());
        NDArray found = cut.reshape(20, 3, 3, 3);
        assertSame(patches(tops, lefts, 3), found);
        int[][] first = {tops[0], tops[0], tops[0], tops[0], tops[0]};
        assertCaught("places of the first image for all", patches(first, lefts, 3), found);
        int[][] swapped = new int[5][];
        for (int b = 0; b < 5; b++) { // rows for columns, as far as they fit
            swapped[b] = IntStream.of(tops[b]).map(t -> Math.min(t, 8)).toArray();
        }
        assertCaught("rows for columns", patches(lefts, swapped, 3), found);
    }

    /** Each pixel holds its own place: what a patch holds tells where it was cut. */
    @ParameterizedTest
    @CsvSource({"3,4,2,1", "3,5,0,0", "2,6,3,2", "3,4,1,3"})
    void patchesLieInTheGrid(int cells, int patch, int gap, int jitter) {
        int side = 30;
        double[][][][] places = new double[40][2][side][side];
        for (double[][][] image : places) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    image[0][y][x] = y / 255.0;
                    image[1][y][x] = x / 255.0;
                }
            }
        }
        PatchGrid grid = new PatchGrid(cells, patch, gap, jitter);
        NDArray cut = grid.cut(Naive.tensor(manager, places), new SplittableRandom(5));
        float[] values = cut.toFloatArray();
        Set<Integer> moves = new HashSet<>();
        Set<Integer> corners = new HashSet<>();
        int n = cells * cells;
        for (int b = 0; b < 40; b++) {
            int[] mean = new int[2]; // the grid's corner: all moves are at most the jitter
            for (int axis = 0; axis < 2; axis++) {
                int low = Integer.MAX_VALUE;
                int high = Integer.MIN_VALUE;
                for (int i = 0; i < n; i++) {
                    int at = Math.round(255 * values[((b * n + i) * 2 + axis) * patch * patch]);
                    int cell = axis == 0 ? i / cells : i % cells;
                    int moved = at - cell * (patch + gap);
                    low = Math.min(low, moved);
                    high = Math.max(high, moved);
                    moves.add(moved);
                }
                assertTrue(high - low <= 2 * jitter, "moved from " + low + " to " + high);
                mean[axis] = low;
            }
            corners.add(mean[0]);
        }
        assertTrue(corners.size() > 1, "the grid itself never moves");
        int free = side - grid.side() + 1;
        assertEquals(free + 2 * jitter, moves.size(), "all places that fit are taken");
    }

    @Test
    void gridsThatDoNotFitAreTold() {
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(0, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 1, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PatchGrid(3, 1, 0, -1));
        PatchGrid grid = new PatchGrid(3, 3, 1, 1); // 13 pixels
        String message = assertThrows(IllegalArgumentException.class, () -> grid.cut(images, random))
                .getMessage();
        assertTrue(message.contains("13 x 13") && message.contains("14 x 11"), message);
        int[][] outside = {{12}, {0}, {0}, {0}, {0}};
        int[][] inside = {{0}, {0}, {0}, {0}, {0}};
        assertThrows(IllegalArgumentException.class, () -> grid.cut(images, outside, inside));
        assertThrows(IllegalArgumentException.class, () -> grid.cut(images, new int[][] {{0}}, new int[][] {{0}}));
    }
}
