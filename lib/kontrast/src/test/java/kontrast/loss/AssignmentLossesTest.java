package kontrast.loss;

import static kontrast.loss.Oracle.crossEntropy;
import static kontrast.loss.Oracle.random;
import static kontrast.loss.Oracle.softmax;
import static kontrast.loss.Oracle.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Swapped prediction (SwAV) and distillation (DINO), cross entropies with a distribution, against loops in double. */
class AssignmentLossesTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] distributions(int n, int k, long seed) {
        return Arrays.stream(random(n, k, seed)).map(row -> softmax(row, 1)).toArray(double[][]::new);
    }

    private static double one(double[][] s, double[][] q, double tau) {
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            sum += crossEntropy(q[i], softmax(s[i], tau)) / s.length;
        }
        return sum;
    }

    @Test
    void swappedPredictionEqualsTheFormula() {
        double tau = 0.3;
        for (int[] size : new int[][] {{1, 1}, {1, 5}, {6, 4}}) {
            double[][] sx = random(size[0], size[1], 1);
            double[][] sy = random(size[0], size[1], 2);
            double[][] qx = distributions(size[0], size[1], 3);
            double[][] qy = distributions(size[0], size[1], 4);
            double expected = one(sx, qy, tau) + one(sy, qx, tau);
            double found = new SwappedPrediction(tau)
                    .loss(tensor(manager, sx), tensor(manager, sy), tensor(manager, qx), tensor(manager, qy))
                    .getDouble();
            assertEquals(expected, found, 1e-12 * Math.max(1, expected));
            if (size[1] > 1) { // not swapped, tau forgotten, q from the same scores
                for (double wrong :
                        new double[] {one(sx, qx, tau) + one(sy, qy, tau), one(sx, qy, 1) + one(sy, qx, 1), expected / 2
                        }) {
                    assertTrue(Math.abs(wrong - expected) > 0.01, wrong + " against " + expected);
                }
            }
        }
    }

    @Test
    void swappedPredictionHasTheGradientOfItsFormula() {
        double[][] sx = random(5, 4, 5);
        double[][] sy = random(5, 4, 6);
        double[][] qx = distributions(5, 4, 7);
        double[][] qy = distributions(5, 4, 8);
        Oracle.assertGradient(
                manager,
                sx,
                s -> new SwappedPrediction(0.2).loss(s, tensor(manager, sy), tensor(manager, qx), tensor(manager, qy)),
                s -> one(s, qy, 0.2) + one(sy, qx, 0.2),
                1e-8);
    }

    /** Equal scores guess: ln K for each direction, whatever the codes. */
    @Test
    void chanceIsTheLogarithmOfK() {
        NDArray equal = manager.zeros(new ai.djl.ndarray.types.Shape(6, 5));
        NDArray codes = tensor(manager, distributions(6, 5, 9)).toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
        assertEquals(
                SwappedPrediction.chance(5),
                new SwappedPrediction(0.1).loss(equal, equal, codes, codes).getFloat(),
                1e-5);
        NDArray centre = manager.zeros(new ai.djl.ndarray.types.Shape(1, 5));
        assertEquals(
                Distillation.chance(5),
                Distillation.paper().loss(equal, codes, centre).getFloat(),
                1e-5);
        assertEquals(Math.log(5), Distillation.chance(5), 1e-12);
    }

    private static double[][] teacher(double[][] t, double[] c, double tau) {
        return Arrays.stream(t)
                .map(row -> {
                    double[] centred = new double[row.length];
                    Arrays.setAll(centred, k -> row[k] - c[k]);
                    return softmax(centred, tau);
                })
                .toArray(double[][]::new);
    }

    @Test
    void distillationEqualsTheFormula() {
        double[][] s = random(6, 4, 10);
        double[][] t = random(6, 4, 11);
        double[] c = {0.5, -0.2, 0.3, 0};
        Distillation loss = new Distillation(0.4, 0.25);
        double expected = one(s, teacher(t, c, 0.25), 0.4);
        NDArray centre = tensor(manager, c);
        assertEquals(
                expected,
                loss.loss(tensor(manager, s), tensor(manager, t), centre).getDouble(),
                1e-12);
        Map<String, Double> wrong = Map.of(
                "not centred", one(s, teacher(t, new double[4], 0.25), 0.4),
                "not sharpened", one(s, teacher(t, c, 0.4), 0.4),
                "temperatures exchanged", one(s, teacher(t, c, 0.4), 0.25),
                "centre added", one(s, teacher(t, Arrays.stream(c).map(v -> -v).toArray(), 0.25), 0.4),
                "student and teacher exchanged", one(t, teacher(s, c, 0.25), 0.4));
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - expected) > 0.01, name));
        Oracle.assertGradient(
                manager, s, x -> loss.loss(x, tensor(manager, t), centre), x -> one(x, teacher(t, c, 0.25), 0.4), 1e-8);
    }

    /** A number added to one output of all images is what centring takes away again. */
    @Test
    void centringTakesAwayWhatAllImagesShare() {
        double[][] t = random(6, 3, 12);
        double[] c = {2, 0, -1};
        double[][] moved = Arrays.stream(t)
                .map(row -> new double[] {row[0] + 2, row[1], row[2] - 1})
                .toArray(double[][]::new);
        Distillation loss = Distillation.paper();
        assertArrayEquals(
                loss.teacherProbability(tensor(manager, t), tensor(manager, new double[3]))
                        .toDoubleArray(),
                loss.teacherProbability(tensor(manager, moved), tensor(manager, c))
                        .toDoubleArray(),
                1e-9);
    }

    @Test
    void badInputIsNamed() {
        for (double bad : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new SwappedPrediction(bad));
            String message = assertThrows(IllegalArgumentException.class, () -> new Distillation(0.1, bad))
                    .getMessage();
            assertTrue(message.contains("teacher") && message.contains("" + bad), message);
            assertThrows(IllegalArgumentException.class, () -> new Distillation(bad, 0.1));
        }
        NDArray a = tensor(manager, random(4, 3, 1));
        NDArray b = tensor(manager, random(4, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new SwappedPrediction(0.1).loss(a, a, b, a));
        assertThrows(IllegalArgumentException.class, () -> Distillation.paper().loss(a, a, a));
        assertThrows(IllegalArgumentException.class, () -> SoftCrossEntropy.loss(a, b));
    }
}
