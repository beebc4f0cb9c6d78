package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest extends ViewFixture {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void blurEqualsTheDefinition(int radius) {
        double[] sigmas = {0.1, 0.7, 1, 2, 5};
        NDArray found = GaussianBlur.blur(images, radius, sigmas);
        assertSame((image, b) -> Naive.blur(image, radius, sigmas[b]), found);
        assertCaught("sigma squared twice", (image, b) -> Naive.blur(image, radius, sigmas[b] * sigmas[b]), found);
        assertCaught(
                "border pixels repeated",
                (image, b) -> {
                    double[][][] padded = new double[3][14 + 2 * radius][11 + 2 * radius];
                    for (int k = 0; k < 3; k++) {
                        for (int y = 0; y < padded[k].length; y++) {
                            for (int x = 0; x < padded[k][y].length; x++) {
                                padded[k][y][x] = image[k][Math.min(13, Math.max(0, y - radius))][
                                        Math.min(10, Math.max(0, x - radius))];
                            }
                        }
                    }
                    double[][][] blurred = Naive.blur(padded, radius, sigmas[b]);
                    return Naive.pixels(image, (k, y, x) -> blurred[k][y + radius][x + radius]);
                },
                found);
    }

    @Test
    void blurMatrixIsBandedAndKeepsMeans() {
        double[][] g = GaussianBlur.matrix(9, 2, 1.3);
        for (int i = 0; i < 9; i++) {
            assertEquals(1, Arrays.stream(g[i]).sum(), 1e-12);
            for (int j = 0; j < 9; j++) {
                assertTrue(g[i][j] >= 0 && (Math.abs(i - j) <= 2 || g[i][j] == 0));
            }
        }
        // g(1) / g(0) = exp(-1 / (2 sigma^2)) in a row that touches no border.
        assertEquals(Math.exp(-1 / (2 * 1.3 * 1.3)), g[4][5] / g[4][4], 1e-12);
    }

    @Test
    void sigmaZeroLeavesTheImage() {
        assertSame(batch, GaussianBlur.blur(images, 3, 0));
        assertSame(batch, new GaussianBlur(3, 1, 2, 0).apply(images, new SplittableRandom(9)));
    }
}
