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
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both losses of Contrastive Predictive Coding against their formulas, written out as loops. */
class CpcLossTest {

    /** float32 has 7 digits; losses of about 10 from sums of some hundred terms keep 5 of them. */
    private static final double FLOAT = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][][] random(int b, int p, int d, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        double[][][] x = new double[b][p][d];
        for (double[][] image : x) {
            for (double[] row : image) {
                Arrays.setAll(row, i -> random.nextGaussian());
            }
        }
        return x;
    }

    private NDArray tensor(double[][][] x) {
        double[] flat = Arrays.stream(x)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return manager.create(flat, new Shape(x.length, x[0].length, x[0][0].length));
    }

    /** Equation 4 of the paper, with the candidates chosen by a condition and nothing masked. */
    private static double naive(double[][][] p, double[][][] z, int[] positives, Negatives negatives, double tau) {
        double sum = 0;
        int terms = 0;
        for (int n = 0; n < p.length; n++) {
            for (int t = 0; t < positives.length; t++) {
                double denominator = 0;
                for (int m = 0; m < z.length; m++) {
                    for (int q = 0; q < z[m].length; q++) {
                        boolean right = m == n && q == positives[t];
                        boolean negative = switch (negatives) {
                            case ALL -> true;
                            case OTHER_IMAGES -> m != n;
                            case SAME_IMAGE -> m == n;
                        };
                        if (right || negative) {
                            denominator += Math.exp(Vectors.dot(p[n][t], z[m][q]) / tau);
                        }
                    }
                }
                double numerator = Math.exp(Vectors.dot(p[n][t], z[n][positives[t]]) / tau);
                sum -= Math.log(numerator / denominator);
                terms++;
            }
        }
        return sum / terms;
    }

    private static final int[] PLACES = {2, 3, 4, 0};

    @ParameterizedTest
    @EnumSource(Negatives.class)
    void infoNceEqualsTheFormula(Negatives negatives) {
        for (double tau : new double[] {1, 0.5, 10}) {
            double[][][] p = random(3, 4, 6, 1);
            double[][][] z = random(3, 5, 6, 2);
            double expected = naive(p, z, PLACES, negatives, tau);
            CpcInfoNce loss = new CpcInfoNce(negatives, tau);
            assertEquals(expected, loss.loss(tensor(p), tensor(z), PLACES).getDouble(), 1e-10);
            NDArray single = loss.loss(
                    tensor(p).toType(DataType.FLOAT32, false), tensor(z).toType(DataType.FLOAT32, false), PLACES);
            assertEquals(expected, single.getFloat(), FLOAT * Math.max(1, expected));
        }
    }

    /** Each is a mistake that people make; the comparison with the formula must tell. */
    @ParameterizedTest
    @EnumSource(Negatives.class)
    void typicalMistakesOfInfoNceAreTold(Negatives negatives) {
        double[][][] p = random(3, 4, 6, 1);
        double[][][] z = random(3, 5, 6, 2);
        double right = naive(p, z, PLACES, negatives, 2);
        int[] next = {3, 4, 0, 1};
        Negatives other = negatives == Negatives.ALL ? Negatives.SAME_IMAGE : Negatives.ALL;
        Map.of(
                        "one step too far", naive(p, z, next, negatives, 2),
                        "no temperature", naive(p, z, PLACES, negatives, 1),
                        "other negatives", naive(p, z, PLACES, other, 2),
                        "sum for mean", 12 * right)
                .forEach((name, value) -> assertTrue(Math.abs(value - right) > 1e-3, name + " " + value));
    }

    @ParameterizedTest
    @EnumSource(Negatives.class)
    void equalCodesAreAtChance(Negatives negatives) {
        double[][][] z = new double[3][5][6];
        Arrays.stream(z).flatMap(Arrays::stream).forEach(row -> Arrays.fill(row, 0.7));
        CpcInfoNce loss = new CpcInfoNce(negatives, 1);
        double found = loss.loss(tensor(random(3, 4, 6, 3)), tensor(z), PLACES).getDouble();
        assertEquals(loss.chance(3, 5), found, 1e-10);
        int expected = negatives == Negatives.ALL ? 15 : negatives == Negatives.SAME_IMAGE ? 5 : 11;
        assertEquals(expected, loss.candidates(3, 5));
    }

    /** A prediction that points to its own code alone: all right, and a loss of nearly nothing. */
    @ParameterizedTest
    @EnumSource(Negatives.class)
    void accuracyCountsTheHighest(Negatives negatives) {
        double[][][] z = new double[3][5][15];
        double[][][] p = new double[3][4][15];
        for (int n = 0; n < 3; n++) {
            for (int q = 0; q < 5; q++) {
                z[n][q][5 * n + q] = 1;
            }
            for (int t = 0; t < 4; t++) {
                p[n][t][5 * n + PLACES[t]] = 30;
            }
        }
        p[1][2] = new double[15];
        p[1][2][5 + 1] = 30; // one of twelve points to another code of its own image
        CpcInfoNce loss = new CpcInfoNce(negatives, 1);
        double accuracy = loss.accuracy(tensor(p), tensor(z), PLACES);
        // Codes of the own image are no candidates for OTHER_IMAGES: all eleven scores there are 0 then, which is a
        // guess.
        double guess = negatives == Negatives.OTHER_IMAGES ? 1.0 / 11 : 0;
        assertEquals((11 + guess) / 12, accuracy, 1e-6);
    }

    @ParameterizedTest
    @EnumSource(Negatives.class)
    void gradientOfInfoNceEqualsFiniteDifferences(Negatives negatives) {
        double[][][] p = random(2, 4, 3, 4);
        double[][][] z = random(2, 5, 3, 5);
        NDArray predictions = tensor(p);
        NDArray targets = tensor(z);
        predictions.setRequiresGradient(true);
        targets.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new CpcInfoNce(negatives, 0.8).loss(predictions, targets, PLACES));
        }
        double[] byP = predictions.getGradient().toDoubleArray();
        double[] byZ = targets.getGradient().toDoubleArray();
        double step = 1e-5; // error of the central difference about step^2, of rounding 1e-16/step
        for (double[][][] x : new double[][][][] {p, z}) {
            int at = 0;
            for (double[][] image : x) {
                for (double[] row : image) {
                    for (int i = 0; i < row.length; i++) {
                        double value = row[i];
                        row[i] = value + step;
                        double up = naive(p, z, PLACES, negatives, 0.8);
                        row[i] = value - step;
                        double down = naive(p, z, PLACES, negatives, 0.8);
                        row[i] = value;
                        double found = (x == p ? byP : byZ)[at++];
                        assertEquals((up - down) / (2 * step), found, 1e-7);
                    }
                }
            }
        }
    }

    /** The definition of the walkthrough: mean dot product, sigmoid, cross entropy. */
    private static double naive(double[][][] p, double[][][] right, double[][][] wrong) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum -= Math.log(sigmoid(score(p[i], right[i])));
        }
        for (int j = 0; j < wrong.length; j++) {
            sum -= Math.log(1 - sigmoid(score(p[j % p.length], wrong[j])));
        }
        return sum / (p.length + wrong.length);
    }

    private static double score(double[][] p, double[][] z) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += Vectors.dot(p[k], z[k]) / p[k].length;
        }
        return sum / p.length;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @CsvSource({"1,3,4,1", "5,3,4,1", "5,1,8,3", "6,4,2,2"})
    void bceEqualsTheFormula(int n, int k, int d, int negatives) {
        double[][][] p = random(n, k, d, 6);
        double[][][] right = random(n, k, d, 7);
        double[][][] wrong = random(n * negatives, k, d, 8);
        double expected = naive(p, right, wrong);
        CpcBce loss = new CpcBce(negatives);
        assertEquals(
                expected, loss.loss(tensor(p), tensor(right), tensor(wrong)).getDouble(), 1e-12);
        if (n > 1) { // one alone has no neighbour to be taken for
            double[][][] shifted = new double[p.length][][];
            Arrays.setAll(shifted, i -> p[(i + 1) % p.length]);
            assertTrue(Math.abs(naive(shifted, right, wrong) - expected) > 1e-3, "neighbour's");
            assertTrue(Math.abs(naive(p, wrong, right) - expected) > 1e-3, "labels exchanged");
        }
    }

    @Test
    void bceStaysFiniteForLargeScores() {
        double[][][] p = {{{3000}}};
        double[][][] z = {{{1}}};
        double[][][] minus = {{{-1}}};
        // Certain and wrong twice: the mean of 3000 and 3000; exp(3000) overflows even a double.
        double found = new CpcBce(1).loss(tensor(p), tensor(minus), tensor(z)).getDouble();
        assertEquals(3000, found, 1e-9);
        assertEquals(0, new CpcBce(1).loss(tensor(p), tensor(z), tensor(minus)).getDouble(), 1e-12);
    }

    @Test
    void gradientOfBceEqualsFiniteDifferences() {
        double[][][] p = random(3, 2, 3, 9);
        double[][][] right = random(3, 2, 3, 10);
        double[][][] wrong = random(6, 2, 3, 11);
        NDArray predictions = tensor(p);
        predictions.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new CpcBce(2).loss(predictions, tensor(right), tensor(wrong)));
        }
        double[] gradient = predictions.getGradient().toDoubleArray();
        double step = 1e-5;
        for (int i = 0; i < gradient.length; i++) {
            double[] row = p[i / 6][i / 3 % 2];
            double value = row[i % 3];
            row[i % 3] = value + step;
            double up = naive(p, right, wrong);
            row[i % 3] = value - step;
            double down = naive(p, right, wrong);
            row[i % 3] = value;
            assertEquals((up - down) / (2 * step), gradient[i], 1e-8);
        }
    }

    @Test
    void trivialBaselinesOfBce() {
        assertEquals(0.5, new CpcBce(1).trivialAccuracy(), 1e-12);
        assertEquals(0.96875, new CpcBce(31).trivialAccuracy(), 1e-12);
        assertEquals(Math.log(2), new CpcBce(1).chance(), 1e-12);
        // Scores of 0 are the probability 1/2 for everything, which is best only for halves.
        double[][][] zero = new double[4][1][2];
        double[][][] wrong = new double[12][1][2];
        NDArray p = tensor(zero);
        assertEquals(Math.log(2), new CpcBce(3).loss(p, p, tensor(wrong)).getDouble(), 1e-12);
        assertTrue(new CpcBce(3).chance() < Math.log(2));
        // A constant score of -ln 3 says "right" with probability 1/4: the best constant.
        double[][][] one = new double[4][1][1];
        double[][][] three = new double[12][1][1];
        double[][][] constant = new double[4][1][1];
        for (double[][][] codes : new double[][][][] {one, three}) {
            Arrays.stream(codes).forEach(c -> c[0][0] = 1);
        }
        Arrays.stream(constant).forEach(c -> c[0][0] = -Math.log(3));
        NDArray c = tensor(constant);
        double best = new CpcBce(3).loss(c, tensor(one), tensor(three)).getDouble();
        assertEquals(new CpcBce(3).chance(), best, 1e-12);
        NDArray f = c.toType(DataType.FLOAT32, false);
        NDArray codes = tensor(three).toType(DataType.FLOAT32, false);
        assertEquals(0.75, new CpcBce(3).accuracy(f, codes.get("0:4"), codes), 1e-12);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new CpcInfoNce(Negatives.ALL, 0));
        assertThrows(NullPointerException.class, () -> new CpcInfoNce(null, 1));
        CpcInfoNce loss = new CpcInfoNce(Negatives.ALL, 1);
        NDArray p = manager.zeros(new Shape(2, 3, 4));
        NDArray z = manager.zeros(new Shape(2, 5, 4));
        NDArray narrow = manager.zeros(new Shape(2, 5, 3));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> loss.loss(p, z, 0, 1, 5))
                .getMessage()
                .contains("place 5 is not in 0 to 4"));
        assertThrows(IllegalArgumentException.class, () -> loss.loss(p, z, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> loss.loss(p, narrow, 0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new CpcInfoNce(Negatives.OTHER_IMAGES, 1).chance(1, 5));
        assertThrows(IllegalArgumentException.class, () -> new CpcBce(0));
        assertThrows(IllegalArgumentException.class, () -> new CpcBce(1).loss(p, z, z));
        assertThrows(IllegalArgumentException.class, () -> new CpcBce(2).loss(p, p, p));
    }
}
