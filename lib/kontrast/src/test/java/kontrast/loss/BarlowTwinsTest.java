package kontrast.loss;

import static kontrast.loss.Oracle.random;
import static kontrast.loss.Oracle.rows;
import static kontrast.loss.Oracle.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Barlow Twins against loops in double. */
class BarlowTwinsTest {

    private static final double EPSILON = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double mean(double[][] z, int j) {
        double sum = 0;
        for (double[] row : z) {
            sum += row[j] / z.length;
        }
        return sum;
    }

    private static double deviation(double[][] z, int j) {
        double sum = 0;
        for (double[] row : z) {
            sum += Math.pow(row[j] - mean(z, j), 2) / z.length;
        }
        return Math.sqrt(sum + EPSILON);
    }

    private static double correlation(double[][] x, int i, double[][] y, int j) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            sum += (x[n][i] - mean(x, i)) * (y[n][j] - mean(y, j)) / x.length;
        }
        return sum / (deviation(x, i) * deviation(y, j));
    }

    private static double naive(double[][] x, double[][] y, double lambda) {
        int d = x[0].length;
        double sum = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double c = correlation(x, i, y, j);
                sum += i == j ? (1 - c) * (1 - c) : lambda * c * c;
            }
        }
        return sum / d;
    }

    private double loss(double[][] x, double[][] y, double lambda) {
        return new BarlowTwins(lambda)
                .loss(tensor(manager, x), tensor(manager, y))
                .getDouble();
    }

    @Test
    void equalsTheFormula() {
        for (int[] size : new int[][] {{2, 1}, {2, 3}, {9, 4}, {40, 7}}) {
            for (double lambda : new double[] {0, 0.005, 1}) {
                double[][] x = random(size[0], size[1], 1);
                double[][] y = random(size[0], size[1], 2);
                assertEquals(naive(x, y, lambda), loss(x, y, lambda), 1e-6); // weights are float32 in one place
            }
        }
        double[][] x = random(9, 3, 3);
        double[][] y = random(9, 3, 4);
        assertEquals(
                correlation(x, 0, y, 2),
                rows(BarlowTwins.correlation(tensor(manager, x), tensor(manager, y)))[0][2],
                1e-9);
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        double[][] x = random(6, 3, 5);
        double[][] y = random(6, 3, 6);
        Oracle.assertGradient(
                manager, x, z -> new BarlowTwins(0.3).loss(z, tensor(manager, y)), z -> naive(z, y, 0.3), 1e-6);
        Oracle.assertGradient(
                manager, y, z -> new BarlowTwins(0.3).loss(tensor(manager, x), z), z -> naive(x, z, 0.3), 1e-6);
    }

    /** Neither where a channel lies nor how wide it is counts; which channel it is does. */
    @Test
    void eachChannelIsStandardised() {
        double[][] x = random(50, 3, 7);
        double[][] moved = new double[50][];
        double[][] turned = new double[50][];
        for (int n = 0; n < 50; n++) {
            moved[n] = new double[] {30 * x[n][0] + 2, 10 * x[n][1] - 5, x[n][2]};
            turned[n] = new double[] {x[n][1], x[n][2], x[n][0]};
        }
        assertEquals(0, loss(x, moved, 0), 1e-8);
        assertTrue(loss(x, turned, 0) > 0.5);
    }

    /** One point: 1. All channels the same: nothing without lambda, lambda (d - 1) with it. */
    @Test
    void trivialSolutionsHaveTheirClosedForms() {
        double[][] point = new double[8][];
        double[][] copies = random(200, 1, 8);
        double[][] same = new double[200][];
        for (int n = 0; n < 8; n++) {
            point[n] = new double[] {0.4, -1, 2};
        }
        for (int n = 0; n < 200; n++) {
            same[n] = new double[] {copies[n][0], copies[n][0], copies[n][0]};
        }
        assertEquals(new BarlowTwins(0.005).trivial(8), loss(point, point, 0.005), 1e-9);
        assertEquals(0, loss(same, same, 0), 1e-8);
        assertEquals(0.005 * 2, loss(same, same, 0.005), 1e-6);
    }

    @Test
    void typicalMistakesAreTold() {
        double[][] x = random(12, 4, 9);
        double[][] y = random(12, 4, 10);
        double right = naive(x, y, 0.5);
        double[][] xt = new double[4][12];
        double[][] yt = new double[4][12];
        for (int n = 0; n < 12; n++) {
            for (int j = 0; j < 4; j++) {
                xt[j][n] = x[n][j];
                yt[j][n] = y[n][j];
            }
        }
        double between = naive(xt, yt, 0.5); // correlation of images, not of channels
        Map<String, Double> wrong = Map.of(
                "correlation of images",
                between,
                "one view with itself",
                naive(x, x, 0.5),
                "lambda on the diagonal",
                naive(x, y, 1) * 0.5,
                "sum over the channels",
                4 * right);
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 0.01, name + " " + value));
    }

    @Test
    void badInputIsNamed() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new BarlowTwins(bad))
                    .getMessage();
            assertTrue(message.contains("redundancy") && message.contains("" + bad), message);
        }
        NDArray one = tensor(manager, random(1, 3, 1));
        NDArray two = tensor(manager, random(2, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> BarlowTwins.paper().loss(one, one));
        assertThrows(IllegalArgumentException.class, () -> BarlowTwins.paper().loss(one, two));
    }
}
