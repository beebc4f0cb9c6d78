package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** InfoNCE in every form against its formula, written out as loops in double. */
class InfoNceTest {

    /** Sums of some hundred terms in double precision. */
    private static final double DOUBLE = 1e-10;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    // ---- the formulas

    /** -log( exp(s_right) / sum exp(s_j) ), by the letter. */
    private static double term(double[] scores, int right) {
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score);
        }
        return -Math.log(Math.exp(scores[right]) / sum);
    }

    private static double naiveMatrix(double[][] scores) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += term(scores[i], i);
        }
        return sum / scores.length;
    }

    private static double[][] naiveScores(double[][] x, double[][] y, double tau) {
        double[][] scores = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                scores[i][j] = Vectors.cosine(x[i], y[j]) / tau;
            }
        }
        return scores;
    }

    /** The lecture's two sums; {@code self} keeps n = i in the first, as it is printed. */
    private static double naiveBothSums(double[][] x, double[][] y, double tau, boolean self) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double denominator = 0;
            for (int n = 0; n < x.length; n++) {
                denominator += n != i || self ? Math.exp(Vectors.cosine(x[i], x[n]) / tau) : 0;
                denominator += Math.exp(Vectors.cosine(x[i], y[n]) / tau);
            }
            sum += -Vectors.cosine(x[i], y[i]) / tau + Math.log(denominator);
        }
        return sum / x.length;
    }

    private static double[][] transposed(double[][] m) {
        double[][] t = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, i -> 2 * random.nextGaussian());
        }
        return z;
    }

    private NDArray tensor(double[][] z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    // ---- forms

    @ParameterizedTest
    @CsvSource({"1,1", "1,5", "4,4", "6,20", "32,32"})
    void matrixEqualsTheFormula(int n, int k) {
        double[][] scores = random(n, k, n + k);
        double expected = naiveMatrix(scores);
        assertEquals(expected, InfoNce.crossEntropy(tensor(scores)).getDouble(), DOUBLE);
        NDArray single = tensor(scores).toType(DataType.FLOAT32, false);
        // float32 has 7 digits; terms of about 10 from sums of some ten keep 5 of them
        assertEquals(expected, InfoNce.crossEntropy(single).getFloat(), 2e-5 * (1 + expected));
    }

    @Test
    void firstColumnEqualsTheFormula() {
        double[][] scores = random(5, 9, 2);
        double expected = Arrays.stream(scores).mapToDouble(row -> term(row, 0)).sum() / 5;
        assertEquals(expected, InfoNce.firstIsPositive(tensor(scores)).getDouble(), DOUBLE);
        double wrong = naiveMatrix(scores); // the diagonal taken for the positives
        assertTrue(Math.abs(wrong - expected) > 1e-3);
    }

    @Test
    void symmetricIsTheSumOfBothDirections() {
        double[][] scores = random(7, 7, 3);
        double forth = naiveMatrix(scores);
        double back = naiveMatrix(transposed(scores));
        double found = InfoNce.symmetric(tensor(scores)).getDouble();
        assertEquals(forth + back, found, DOUBLE);
        assertTrue(Math.abs(2 * forth - found) > 1e-3, "one direction twice must differ");
        assertTrue(Math.abs((forth + back) / 2 - found) > 1e-3, "the mean must differ");
        assertEquals(found, InfoNce.symmetric(tensor(transposed(scores))).getDouble(), DOUBLE);
    }

    @ParameterizedTest
    @CsvSource({"3,4,0.5", "8,5,0.1", "16,32,0.07"})
    void embeddingsEqualTheFormula(int n, int d, double tau) {
        double[][] x = random(n, d, 1);
        double[][] y = random(n, d, 2);
        double[][] scores = naiveScores(x, y, tau);
        InfoNce loss = new InfoNce(tau);
        NDArray first = tensor(x);
        NDArray second = tensor(y);
        assertEquals(naiveMatrix(scores), loss.loss(first, second).getDouble(), DOUBLE);
        assertEquals(
                naiveMatrix(scores) + naiveMatrix(transposed(scores)),
                loss.symmetric(first, second).getDouble(),
                DOUBLE);
        assertEquals(
                naiveBothSums(x, y, tau, false), loss.bothSums(first, second).getDouble(), DOUBLE);
    }

    @Test
    void sharedNegativesEqualTheFormula() {
        double[][] q = random(4, 6, 4);
        double[][] positive = random(4, 6, 5);
        double[][] negatives = random(9, 6, 6);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double[] row = new double[10];
            row[0] = Vectors.cosine(q[i], positive[i]) / 0.2;
            System.arraycopy(naiveScores(new double[][] {q[i]}, negatives, 0.2)[0], 0, row, 1, 9);
            sum += term(row, 0);
        }
        NDArray found = new InfoNce(0.2).loss(tensor(q), tensor(positive), tensor(negatives));
        assertEquals(sum / 4, found.getDouble(), DOUBLE);
    }

    /** The same negatives, once shared and once as each query's own in another order. */
    @Test
    void ownNegativesAreEachQuerysOwn() {
        double[][] q = random(3, 6, 4);
        NDArray query = tensor(q);
        NDArray positive = tensor(random(3, 6, 5));
        double[][] negatives = random(6, 6, 6);
        NDArray own = tensor(negatives).reshape(3, 2, 6);
        NDArray scores = new InfoNce(0.2).scores(query, positive, own); // [3, 3]
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 2; k++) {
                assertEquals(Vectors.cosine(q[i], negatives[2 * i + k]) / 0.2, scores.getDouble(i, k + 1), DOUBLE);
            }
        }
        NDArray shared = tensor(Arrays.copyOfRange(negatives, 0, 2));
        NDArray repeated = shared.expandDims(0).repeat(0, 3);
        assertEquals(
                new InfoNce(0.2).loss(query, positive, shared).getDouble(),
                new InfoNce(0.2).loss(query, positive, repeated).getDouble(),
                DOUBLE);
    }

    /** Both directions of the two sums, averaged, are SimCLR's loss. */
    @Test
    void bothSumsAreNtXent() {
        NDArray x = tensor(random(6, 5, 7));
        NDArray y = tensor(random(6, 5, 8));
        InfoNce loss = new InfoNce(0.3);
        double mean = (loss.bothSums(x, y).getDouble() + loss.bothSums(y, x).getDouble()) / 2;
        assertEquals(new NtXent(0.3).loss(x, y).getDouble(), mean, DOUBLE);
    }

    // ---- closed forms and invariances

    @Test
    void equalScoresAreAtChance() {
        assertEquals(
                Math.log(8), InfoNce.crossEntropy(manager.ones(new Shape(8, 8))).getFloat(), 1e-6);
        assertEquals(Math.log(8), InfoNce.chance(8), 0);
        assertEquals(
                2 * Math.log(8),
                InfoNce.symmetric(manager.ones(new Shape(8, 8))).getFloat(),
                1e-6);
        NDArray same = manager.ones(new Shape(8, 3));
        assertEquals(Math.log(15), new InfoNce(0.1).bothSums(same, same).getFloat(), 1e-5);
        BatchLoss ofABatch = new InfoNce(0.1); // one point for all is its trivial solution
        assertEquals(ofABatch.trivial(8), ofABatch.loss(same, same).getFloat(), 1e-5);
    }

    /** A critic may add any function of the query: the density ratio is known up to that. */
    @Test
    void aConstantAddedToAllScoresOfAQueryDoesNotMatter() {
        double[][] scores = random(5, 5, 9);
        double before = InfoNce.crossEntropy(tensor(scores)).getDouble();
        for (int i = 0; i < 5; i++) {
            double shift = 100 * i;
            Arrays.setAll(scores[i], j -> shift);
        }
        double[][] shifted = random(5, 5, 9);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                shifted[i][j] += scores[i][j];
            }
        }
        assertEquals(before, InfoNce.crossEntropy(tensor(shifted)).getDouble(), DOUBLE);
    }

    @Test
    void staysFiniteAtLowTemperature() {
        double[][] x = random(16, 8, 1);
        double[][] y = random(16, 8, 2);
        NDArray first = tensor(x).toType(DataType.FLOAT32, false);
        NDArray second = tensor(y).toType(DataType.FLOAT32, false);
        double expected = naiveMatrix(naiveScores(x, y, 0.005)); // exp(200) overflows float32
        assertEquals(expected, new InfoNce(0.005).loss(first, second).getFloat(), 1e-4 * expected);
    }

    // ---- gradients

    private double[] gradient(NDArray input, Supplier<NDArray> loss) {
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.get());
        }
        return input.getGradient().toDoubleArray();
    }

    private static void assertFiniteDifferences(double[][] x, double[] gradient, ToDoubleFunction<double[][]> loss) {
        double step = 1e-5; // error of the central difference about step^2, of rounding 1e-16/step
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                double value = x[i][j];
                x[i][j] = value + step;
                double up = loss.applyAsDouble(x);
                x[i][j] = value - step;
                double down = loss.applyAsDouble(x);
                x[i][j] = value;
                assertEquals((up - down) / (2 * step), gradient[x[0].length * i + j], 1e-7);
            }
        }
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        double[][] x = random(4, 3, 1);
        double[][] y = random(4, 3, 2);
        double[][] n = random(4, 3, 3);
        InfoNce loss = new InfoNce(0.4);
        NDArray a = tensor(x);
        assertFiniteDifferences(
                x, gradient(a, () -> loss.loss(a, tensor(y))), z -> naiveMatrix(naiveScores(z, y, 0.4)));
        NDArray b = tensor(x);
        assertFiniteDifferences(
                x, gradient(b, () -> loss.bothSums(b, tensor(y))), z -> naiveBothSums(z, y, 0.4, false));
        NDArray c = tensor(y);
        assertFiniteDifferences(
                y,
                gradient(c, () -> loss.symmetric(tensor(x), c)),
                z -> naiveMatrix(naiveScores(x, z, 0.4)) + naiveMatrix(transposed(naiveScores(x, z, 0.4))));
        NDArray d = tensor(n);
        assertFiniteDifferences(n, gradient(d, () -> loss.loss(tensor(x), tensor(y), d)), z -> {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double[] row = new double[5];
                row[0] = Vectors.cosine(x[i], y[i]) / 0.4;
                for (int k = 0; k < 4; k++) {
                    row[k + 1] = Vectors.cosine(x[i], z[k]) / 0.4;
                }
                sum += term(row, 0);
            }
            return sum / 4;
        });
    }

    /** What the backward pass computes is the softmax's share, for each negative. */
    @Test
    void negativesArePushedByTheirShareOfTheSoftmax() {
        double[][] s = random(5, 7, 11);
        NDArray scores = tensor(s);
        double[] found = gradient(scores, () -> InfoNce.crossEntropy(scores));
        double[] formula = InfoNce.gradient(tensor(s)).toDoubleArray();
        double[] shares = InfoNce.negativeShares(tensor(s)).toDoubleArray();
        for (int i = 0; i < 5; i++) {
            double all = 0;
            double negatives = 0;
            for (int j = 0; j < 7; j++) {
                all += Math.exp(s[i][j]);
                negatives += j == i ? 0 : Math.exp(s[i][j]);
            }
            double pushed = 0;
            for (int j = 0; j < 7; j++) {
                double p = Math.exp(s[i][j]) / all - (i == j ? 1 : 0);
                assertEquals(p, formula[7 * i + j], DOUBLE);
                assertEquals(p / 5, found[7 * i + j], DOUBLE); // the loss is a mean over 5
                double share = i == j ? 0 : Math.exp(s[i][j]) / negatives;
                assertEquals(share, shares[7 * i + j], DOUBLE);
                pushed += shares[7 * i + j];
            }
            assertEquals(1, pushed, DOUBLE);
        }
    }

    /** Cosines 0.9, 0.5, 0: at tau = 0.1 the hardest takes 98 % of the push, at tau = 1 48 %. */
    @ParameterizedTest
    @CsvSource({"0.1,0.98", "1,0.48"})
    void lowTemperaturesPushTheHardestNegative(double tau, double about) {
        double[][] row = {{1 / tau, 0.9 / tau, 0.5 / tau, 0}};
        double share = InfoNce.negativeShares(tensor(row)).getDouble(0, 1);
        assertEquals(1 / (1 + Math.exp(-0.4 / tau) + Math.exp(-0.9 / tau)), share, DOUBLE);
        assertEquals(about, share, 5e-3);
    }

    // ---- wrong variants and bad input

    @Test
    void typicalMistakesAreTold() {
        double[][] x = random(6, 4, 1);
        double[][] y = random(6, 4, 2);
        double tau = 0.5;
        double right = naiveMatrix(naiveScores(x, y, tau));
        double[][] scores = naiveScores(x, y, tau);
        double negativesOnly = 0;
        for (int i = 0; i < 6; i++) {
            double sum = 0;
            for (int j = 0; j < 6; j++) {
                sum += j == i ? 0 : Math.exp(scores[i][j]);
            }
            negativesOnly += Math.log(sum) - scores[i][i];
        }
        Map<String, Double> wrong = Map.of(
                "positive left out below the fraction",
                negativesOnly / 6,
                "temperature multiplied",
                naiveMatrix(naiveScores(x, y, 1 / tau)),
                "the other direction",
                naiveMatrix(transposed(scores)),
                "sum for mean",
                6 * right);
        double found = new InfoNce(tau).loss(tensor(x), tensor(y)).getDouble();
        wrong.forEach((name, value) -> assertTrue(Math.abs(value - found) > 1e-3, name + " " + value));
        double both = new InfoNce(tau).bothSums(tensor(x), tensor(y)).getDouble();
        assertTrue(
                Math.abs(naiveBothSums(x, y, tau, true) - both) > 1e-3,
                "the similarity of x_i with itself must not be among the negatives");
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new InfoNce(0));
        assertThrows(IllegalArgumentException.class, () -> InfoNce.chance(0));
        NDArray tall = manager.zeros(new Shape(3, 2));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> InfoNce.crossEntropy(tall))
                .getMessage()
                .contains("(3, 2)"));
        NDArray wide = manager.zeros(new Shape(2, 3));
        assertThrows(IllegalArgumentException.class, () -> InfoNce.symmetric(wide));
        NDArray alone = manager.zeros(new Shape(1, 1));
        assertThrows(IllegalArgumentException.class, () -> InfoNce.negativeShares(alone));
        InfoNce loss = new InfoNce(1);
        assertThrows(IllegalArgumentException.class, () -> loss.loss(wide, tall));
        assertThrows(IllegalArgumentException.class, () -> loss.loss(wide, wide, tall));
        NDArray flat = manager.zeros(new Shape(3));
        assertThrows(IllegalArgumentException.class, () -> InfoNce.firstIsPositive(flat));
        assertThrows(IllegalArgumentException.class, () -> loss.scores(flat, flat));
    }
}
