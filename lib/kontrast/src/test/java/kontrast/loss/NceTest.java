package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NCE against the probabilities of the lecture, written out in double. */
class NceTest {

    private static final double DOUBLE = 1e-10;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** P(D = 1) = h / (h + m P_n), by the letter. */
    private static double probability(double score, double z, int images, double negatives) {
        double h = Math.exp(score) / z;
        return h / (h + negatives / images);
    }

    private static double naive(double[][] scores, double[] z, int images) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            int m = scores[i].length - 1;
            sum -= Math.log(probability(scores[i][0], z[i], images, m));
            for (int k = 1; k <= m; k++) {
                sum -= Math.log(1 - probability(scores[i][k], z[i], images, m));
            }
        }
        return sum / scores.length;
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "nce", 0);
        double[][] s = new double[rows][columns];
        for (double[] row : s) {
            Arrays.setAll(row, i -> 2 * random.nextGaussian());
        }
        return s;
    }

    private static double[] all(int n, double z) {
        double[] numbers = new double[n];
        Arrays.fill(numbers, z);
        return numbers;
    }

    private NDArray tensor(double[][] z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    private NDArray log(double z) {
        return manager.create(Math.log(z));
    }

    @ParameterizedTest
    @CsvSource({"1,1,2,1", "4,7,50,30", "8,64,1000,4000"})
    void equalsTheLecture(int n, int m, int images, double z) {
        double[][] scores = random(n, 1 + m, m);
        Nce nce = new Nce(images, m);
        double expected = naive(scores, all(n, z), images);
        double found = nce.loss(tensor(scores), log(z)).getDouble();
        assertEquals(expected, found, DOUBLE * (1 + expected));
        double[] p = nce.probabilities(tensor(scores), log(z)).toDoubleArray();
        for (int i = 0; i < p.length; i++) {
            double s = scores[i / (1 + m)][i % (1 + m)];
            assertEquals(probability(s, z, images, m), p[i], DOUBLE);
        }
    }

    @Test
    void everyRowMayHaveItsOwnZ() {
        double[][] scores = random(3, 5, 1);
        double[] z = {2, 30, 400};
        double[][] logs = {{Math.log(2)}, {Math.log(30)}, {Math.log(400)}};
        double found = new Nce(40, 4).loss(tensor(scores), tensor(logs)).getDouble();
        assertEquals(naive(scores, z, 40), found, DOUBLE);
    }

    /** Equal scores and the right Z: h = 1/n, so that P(D = 1) = 1 / (1 + m). */
    @ParameterizedTest
    @CsvSource({"10,1", "1554,16", "1000,512"})
    void equalScoresAreAtChance(int images, int m) {
        double[][] scores = new double[2][1 + m];
        for (double[] row : scores) {
            Arrays.fill(row, 3);
        }
        NDArray logZ = log(images * Math.exp(3));
        Nce nce = new Nce(images, m);
        assertEquals(nce.chance(), nce.loss(tensor(scores), logZ).getDouble(), 1e-8);
        assertEquals(1.0 / (1 + m), nce.probabilities(tensor(scores), logZ).getDouble(1, 0), DOUBLE);
    }

    /** A common summand of scores and log Z cancels. */
    @Test
    void scaleOfTheCriticDoesNotMatterIfZHasIt() {
        double[][] scores = random(3, 5, 2);
        Nce nce = new Nce(40, 4);
        double before = nce.loss(tensor(scores), log(7)).getDouble();
        NDArray shifted = tensor(scores).add(5);
        assertEquals(before, nce.loss(shifted, log(7 * Math.exp(5))).getDouble(), DOUBLE);
    }

    /**
     * exp(200) is beyond float32. A positive of -200 and a negative of 200 cost 200 each, but for
     * log(m P_n), which cancels; the other row, exp(-200).
     */
    @Test
    void staysFiniteForLargeScores() {
        float[] scores = {-200, 200, 200, -200};
        NDArray tensor = manager.create(scores, new Shape(2, 2));
        assertEquals(200, new Nce(2, 1).loss(tensor, manager.create(0f)).getFloat(), 1e-3);
    }

    /** Gutmann and Hyvärinen: the derivatives are P(D = 1) - 1 and P(D = 1). */
    @Test
    void gradientIsTheProbabilityOfAMistake() {
        double[][] scores = random(3, 6, 5);
        NDArray tensor = tensor(scores);
        tensor.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new Nce(30, 5).loss(tensor, log(12)));
        }
        double[] gradient = tensor.getGradient().toDoubleArray();
        double step = 1e-5;
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 6; k++) {
                double p = probability(scores[i][k], 12, 30, 5);
                assertEquals((k == 0 ? p - 1 : p) / 3, gradient[6 * i + k], DOUBLE);
                double value = scores[i][k];
                scores[i][k] = value + step;
                double up = naive(scores, all(3, 12), 30);
                scores[i][k] = value - step;
                double down = naive(scores, all(3, 12), 30);
                scores[i][k] = value;
                assertEquals((up - down) / (2 * step), gradient[6 * i + k], 1e-7);
            }
        }
    }

    @Test
    void typicalMistakesAreTold() {
        double[][] scores = random(4, 6, 7);
        double found = new Nce(30, 5).loss(tensor(scores), log(12)).getDouble();
        double[][] turned = new double[4][6];
        for (int i = 0; i < 4; i++) {
            Arrays.setAll(turned[i], k -> 0);
            System.arraycopy(scores[i], 0, turned[i], 0, 6);
            turned[i][0] = scores[i][5];
            turned[i][5] = scores[i][0];
        }
        double withoutM = 0;
        for (double[] row : scores) {
            for (int k = 0; k < 6; k++) {
                double p = probability(row[k], 12, 30, 1);
                withoutM -= Math.log(k == 0 ? p : 1 - p) / 4;
            }
        }
        Map<String, Double> wrong = Map.of(
                "Z left out", naive(scores, all(4, 1), 30),
                "noise of another data set", naive(scores, all(4, 12), 31),
                "positive last", naive(turned, all(4, 12), 30),
                "P_n for m P_n", withoutM,
                "mean over candidates", found / 6);
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - found) > 1e-3, name + " " + value));
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Nce(1, 4));
        assertThrows(IllegalArgumentException.class, () -> new Nce(10, 0));
        NDArray scores = manager.zeros(new Shape(2, 4));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Nce(10, 4).loss(scores, log(1)))
                .getMessage()
                .contains("[N, 5]"));
    }
}
