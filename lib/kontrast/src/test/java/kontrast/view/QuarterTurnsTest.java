package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuarterTurnsTest extends ViewFixture {

    private final RandomGenerator random = new SplittableRandom(3);

    /** A quarter turn moves the top right corner to the top left one. */
    private static double[][][] turned(double[][][] image, int times) {
        double[][][] now = image;
        for (int t = 0; t < times; t++) {
            int n = now[0].length;
            double[][][] next = new double[now.length][n][n];
            for (int k = 0; k < now.length; k++) {
                for (int y = 0; y < n; y++) {
                    for (int x = 0; x < n; x++) {
                        next[k][n - 1 - x][y] = now[k][y][x]; // column x becomes a row from below
                    }
                }
            }
            now = next;
        }
        return now;
    }

    private static double[][][][] allTurned(double[][][][] squares, int direction) {
        int b = squares.length;
        return IntStream.range(0, 4 * b)
                .mapToObj(i -> turned(squares[i % b], (4 + direction * (i / b)) % 4))
                .toArray(double[][][][]::new);
    }

    @Test
    void quarterTurnsEqualTheDefinition() {
        double[][][][] squares = Naive.images(3, 2, 7, 7, random);
        NDArray found = QuarterTurns.all(Naive.tensor(manager, squares));
        assertSame(allTurned(squares, 1), found);
        assertCaught("clockwise", allTurned(squares, -1), found);
        double[][][][] imageByImage = IntStream.range(0, 12)
                .mapToObj(i -> turned(squares[i / 4], i % 4))
                .toArray(double[][][][]::new);
        assertCaught("image after image", imageByImage, found);
        assertArrayEquals(new long[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, QuarterTurns.labels(3));
    }

    @Test
    void oblongImagesCannotBeTurned() {
        String message = assertThrows(IllegalArgumentException.class, () -> QuarterTurns.all(images))
                .getMessage();
        assertTrue(message.contains("14 x 11"), message);
    }
}
