package kontrast.loss;

import static kontrast.loss.Oracle.random;
import static kontrast.loss.Oracle.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PIRL's loss against equations 4 to 6, written out with exp and log. */
class PretextInvarianceTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Equation 5: h of a score, with the sum over the negatives in the denominator. */
    private static double h(double s, double[] scores) {
        double sum = 0;
        for (int j = 1; j < scores.length; j++) {
            sum += Math.exp(scores[j]);
        }
        return Math.exp(s) / (Math.exp(s) + sum);
    }

    /** Equation 4, mean over the rows. */
    private static double nce(double[][] scores) {
        double loss = 0;
        for (double[] row : scores) {
            loss -= Math.log(h(row[0], row)) / scores.length;
            for (int j = 1; j < row.length; j++) {
                loss -= Math.log(1 - h(row[j], row)) / scores.length;
            }
        }
        return loss;
    }

    private static double[][] scores(double[][] v, double[][] m, double[][] others, double tau) {
        double[][] scores = new double[v.length][1 + others.length];
        for (int i = 0; i < v.length; i++) {
            scores[i][0] = Vectors.cosine(v[i], m[i]) / tau;
            for (int j = 0; j < others.length; j++) {
                scores[i][1 + j] = Vectors.cosine(v[i], others[j]) / tau;
            }
        }
        return scores;
    }

    @Test
    void nceEqualsEquationFour() {
        for (int[] size : new int[][] {{1, 2}, {4, 3}, {9, 33}}) {
            double[][] s = random(size[0], size[1], 1);
            assertEquals(nce(s), PretextInvariance.nce(tensor(manager, s)).getDouble(), 1e-11 * Math.max(1, nce(s)));
        }
        double[][] s = random(4, 5, 2);
        Oracle.assertGradient(manager, s, PretextInvariance::nce, PretextInvarianceTest::nce, 1e-8);
    }

    /** A score of a thousand makes h 1 and its logarithm 0: nothing overflows. */
    @Test
    void highScoresStayFinite() {
        NDArray s = manager.create(new float[] {1000, 0, -1000, 0, 1000, 3}, new Shape(2, 3));
        double loss = PretextInvariance.nce(s).getFloat();
        // row 1: negatives 0 and -1000: -log(1 - 1/2) = ln 2; row 2: positive 0 against 1000, and again ln 2
        assertEquals((Math.log(2) + 1000 + Math.log(2)) / 2, loss, 1e-3);
    }

    @Test
    void theLossWeighsBothTerms() {
        double[][] v = random(5, 4, 3);
        double[][] vt = random(5, 4, 4);
        double[][] m = random(5, 4, 5);
        double[][] others = random(7, 4, 6);
        double ofTiles = nce(scores(vt, m, others, 0.3));
        double ofImage = nce(scores(v, m, others, 0.3));
        NDArray[] t = {tensor(manager, v), tensor(manager, vt), tensor(manager, m), tensor(manager, others)};
        for (double lambda : new double[] {0, 0.25, 1}) {
            double expected = lambda * ofTiles + (1 - lambda) * ofImage;
            double found = new PretextInvariance(lambda, 0.3)
                    .loss(t[0], t[1], t[2], t[3])
                    .getDouble();
            assertEquals(expected, found, 1e-10);
        }
        Oracle.assertGradient(
                manager,
                vt,
                x -> new PretextInvariance(0.25, 0.3).loss(t[0], x, t[2], t[3]),
                x -> 0.25 * nce(scores(x, m, others, 0.3)) + 0.75 * ofImage,
                1e-7);
        double right = 0.25 * ofTiles + 0.75 * ofImage;
        double soft = 0;
        for (double[] row : scores(vt, m, others, 0.3)) {
            soft -= Math.log(Oracle.softmax(row, 1)[0]) / 5;
        }
        Map<String, Double> wrong = Map.of(
                "weights exchanged",
                0.75 * ofTiles + 0.25 * ofImage,
                "no temperature",
                0.25 * nce(scores(vt, m, others, 1)) + 0.75 * nce(scores(v, m, others, 1)),
                "the positive alone",
                soft,
                "image against tiles and not the bank",
                nce(scores(v, vt, others, 0.3)));
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - right) > 0.01, name + value));
    }

    /** Whoever scores everything the same has h = 1 / (1 + k) everywhere. */
    @Test
    void chanceHasItsClosedForm() {
        for (int k : new int[] {1, 5, 512}) {
            NDArray equal = manager.ones(new Shape(3, 1 + k));
            assertEquals(
                    PretextInvariance.chance(k), PretextInvariance.nce(equal).getFloat(), 1e-5 * (1 + k));
        }
        assertEquals(2 * Math.log(2), PretextInvariance.chance(1), 1e-12);
    }

    @Test
    void badInputIsNamed() {
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new PretextInvariance(bad, 0.07))
                    .getMessage();
            assertTrue(message.contains("weight") && message.contains("" + bad), message);
        }
        assertThrows(IllegalArgumentException.class, () -> new PretextInvariance(0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> PretextInvariance.chance(0));
        assertThrows(IllegalArgumentException.class, () -> PretextInvariance.nce(tensor(manager, random(3, 1, 1))));
    }
}
