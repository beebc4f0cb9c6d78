package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kontrast.evaluate.GaussianPair.Bound;
import kontrast.evaluate.GaussianPair.Estimator;
import kontrast.loss.Critic;
import kontrast.loss.InfoNce;
import kontrast.tensor.Seeds;
import kontrast.train.AdamW;
import kontrast.train.ParameterGroup;
import kontrast.train.Updater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound on mutual information where the information is known. */
class GaussianPairTest {

    @ParameterizedTest
    @CsvSource({"1,0", "1,0.5", "4,2", "20,10"})
    void theInformationIsWhatItWasMadeFor(int d, double information) {
        assertEquals(information, GaussianPair.of(d, information).information(), 1e-12);
    }

    @Test
    void informationIsTheClosedForm() {
        assertEquals(-0.5 * Math.log(1 - 0.81), new GaussianPair(1, 0.9).information(), 1e-12);
        assertEquals(-1.5 * Math.log(0.75), new GaussianPair(3, -0.5).information(), 1e-12);
    }

    /** 100,000 draws: moments within 5 standard errors, and I is the mean of the optimal ln h. */
    @Test
    void drawsHaveTheCorrelationAndTheInformation() {
        GaussianPair pair = new GaussianPair(2, 0.8);
        RandomGenerator random = new SplittableRandom(1);
        int n = 100_000;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double cross = 0;
        double log = 0;
        for (int i = 0; i < n; i++) {
            double[][] p = pair.draw(random);
            xx += p[0][0] * p[0][0] / n;
            yy += p[1][1] * p[1][1] / n;
            xy += p[0][0] * p[1][0] / n;
            cross += p[0][0] * p[1][1] / n;
            log += pair.optimal().score(p[0], p[1]) / n;
        }
        double error = 5 * Math.sqrt(2.0 / n); // a square of a Gaussian has variance 2
        assertEquals(1, xx, error);
        assertEquals(1, yy, error);
        assertEquals(0.8, xy, error);
        assertEquals(0, cross, error);
        assertEquals(pair.information(), log, 0.03); // ln h has a standard deviation of 1.1
    }

    /** Below the information, and close to it once k is large beside exp(I). */
    @Test
    void theBoundGrowsWithKTowardsTheInformation() {
        GaussianPair pair = GaussianPair.of(4, 1.5);
        double before = 0;
        for (int k : new int[] {2, 8, 32, 128}) {
            Bound bound = pair.bound(pair.optimal(), k, 6400 / k, 1);
            assertTrue(bound.bound() <= 1.5 + 3 * bound.error(), bound.toString());
            assertTrue(bound.bound() <= bound.ceiling(), bound.toString());
            assertTrue(bound.bound() > before, bound.toString());
            before = bound.bound();
        }
        assertEquals(1.5, before, 0.1);
    }

    /** 20 nats cannot be seen by 64 candidates: the bound stands at ln 64, not at 20. */
    @Test
    void theBoundStopsAtItsCeiling() {
        Bound bound = GaussianPair.of(10, 20).bound(GaussianPair.of(10, 20).optimal(), 64, 20, 1);
        assertEquals(Math.log(64), bound.ceiling(), 1e-12);
        assertTrue(bound.bound() <= bound.ceiling());
        assertEquals(bound.ceiling(), bound.bound(), 0.01);
        assertEquals(20, bound.information(), 1e-9);
    }

    /** The mean of the estimates is the bound, and at little information both estimators tell the same. */
    @Test
    void estimatesAreThoseOfTheBound() {
        GaussianPair pair = GaussianPair.of(2, 1);
        double[] each = pair.estimates(Estimator.INFO_NCE, pair.optimal(), 64, 40, 3);
        assertEquals(
                pair.bound(pair.optimal(), 64, 40, 3).bound(), Summary.of(each).mean(), 1e-12);
        Summary other = Summary.of(pair.estimates(Estimator.NWJ, pair.optimal(), 64, 400, 3));
        assertEquals(1, other.mean(), 4 * other.std() / 20, other.toString());
        assertThrows(IllegalArgumentException.class, () -> pair.estimates(Estimator.NWJ, pair.optimal(), 1, 2, 1));
    }

    /** 6 nats and 64 candidates: InfoNCE is far off and steady, the other bound has no ceiling and scatters. */
    @Test
    void oneEstimatorIsOffAndTheOtherScatters() {
        GaussianPair pair = GaussianPair.of(8, 6);
        Summary biased = Summary.of(pair.estimates(Estimator.INFO_NCE, pair.optimal(), 64, 60, 1));
        double[] loose = pair.estimates(Estimator.NWJ, pair.optimal(), 64, 60, 1);
        assertTrue(biased.mean() < Math.log(64) && biased.std() < 0.1, biased.toString());
        assertTrue(Summary.of(loose).std() > 5 * biased.std(), Summary.of(loose).toString());
        assertTrue(Arrays.stream(loose).max().getAsDouble() > Math.log(64), "no ceiling at ln 64");
    }

    /** A critic that is off by a constant: InfoNCE cancels it, the other bound does not. */
    @Test
    void onlyInfoNceForgivesAConstant() {
        GaussianPair pair = GaussianPair.of(2, 1);
        GaussianPair.LogCritic off = (x, y) -> pair.optimal().score(x, y) + 1;
        assertEquals(
                pair.bound(pair.optimal(), 32, 10, 1).bound(),
                pair.bound(off, 32, 10, 1).bound(),
                1e-9);
        double right = Summary.of(pair.estimates(Estimator.NWJ, pair.optimal(), 32, 200, 1))
                .mean();
        double wrong =
                Summary.of(pair.estimates(Estimator.NWJ, off, 32, 200, 1)).mean();
        assertTrue(wrong < right - 0.4, wrong + " " + right);
    }

    /** Any critic gives a bound; the optimal one the best, and an ignorant one zero. */
    @Test
    void worseCriticsBoundLess() {
        GaussianPair pair = GaussianPair.of(3, 1);
        double best = pair.bound(pair.optimal(), 64, 40, 1).bound();
        double linear = pair.bound((x, y) -> x[0] * y[0], 64, 40, 1).bound();
        double ignorant = pair.bound((x, y) -> 1, 64, 40, 1).bound();
        double wrong =
                pair.bound((x, y) -> -pair.optimal().score(x, y), 64, 40, 1).bound();
        assertTrue(best > linear + 0.1, best + " " + linear);
        assertEquals(0, ignorant, 1e-12);
        assertTrue(wrong < -0.1, () -> "a critic that is wrong bounds from far below: " + wrong);
    }

    /** A summand that depends on x alone cancels; one that depends on y does not. */
    @Test
    void theCriticIsKnownUpToAFunctionOfX() {
        GaussianPair pair = GaussianPair.of(2, 1);
        double best = pair.bound(pair.optimal(), 32, 10, 1).bound();
        double shifted = pair.bound((x, y) -> pair.optimal().score(x, y) + 5 * x[0], 32, 10, 1)
                .bound();
        assertEquals(best, shifted, 1e-9);
        double tilted = pair.bound((x, y) -> pair.optimal().score(x, y) + 5 * y[0], 32, 10, 1)
                .bound();
        assertTrue(tilted < best - 0.1);
    }

    /**
     * A bilinear critic of (x, x^2, 1) and (y, y^2, 1), which holds the optimal one, learned with
     * InfoNCE: on fresh draws it reaches nine tenths of what the optimal one does.
     */
    @Test
    void aLearnedCriticComesCloseToTheOptimalOne() {
        int d = 2;
        GaussianPair pair = GaussianPair.of(d, 1);
        int n = 2 * d + 1;
        try (NDManager manager = NDManager.newBaseManager()) {
            Block critic = Critic.bilinear(1).block();
            critic.initialize(manager, DataType.FLOAT32, new Shape(1, n), new Shape(1, n));
            try (Updater updater = new AdamW(0).start(manager, ParameterGroup.of(critic))) {
                for (int step = 0; step < 300; step++) {
                    try (NDManager scope = manager.newSubManager();
                            GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        NDList batch = batch(scope, pair, Seeds.stream(1, "train", step));
                        ParameterStore store = new ParameterStore(scope, false);
                        NDArray scores = critic.forward(store, batch, true).singletonOrThrow();
                        collector.backward(InfoNce.crossEntropy(scores));
                        updater.step(0.03);
                    }
                }
            }
            float[] w = critic.getParameters().get(0).getValue().getArray().toFloatArray();
            Bound learned = pair.bound((x, y) -> score(w, x, y), 64, 40, 5);
            Bound optimal = pair.bound(pair.optimal(), 64, 40, 5);
            assertTrue(
                    learned.bound() > 0.9 * optimal.bound() && learned.bound() < 1.1,
                    () -> "learned " + learned + ", optimal " + optimal);
        }
    }

    private static double[] powers(double[] x) {
        double[] powers = new double[2 * x.length + 1];
        for (int i = 0; i < x.length; i++) {
            powers[i] = x[i];
            powers[x.length + i] = x[i] * x[i];
        }
        powers[2 * x.length] = 1;
        return powers;
    }

    private static double score(float[] w, double[] x, double[] y) {
        double[] left = powers(x);
        double[] right = powers(y);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                sum += left[i] * w[i * right.length + j] * right[j];
            }
        }
        return sum;
    }

    private static NDList batch(NDManager manager, GaussianPair pair, RandomGenerator random) {
        int k = 64;
        int n = 2 * pair.dimension() + 1;
        float[][] values = new float[2][k * n];
        for (int i = 0; i < k; i++) {
            double[][] drawn = pair.draw(random);
            for (int side = 0; side < 2; side++) {
                double[] powers = powers(drawn[side]);
                for (int j = 0; j < n; j++) {
                    values[side][i * n + j] = (float) powers[j];
                }
            }
        }
        return new NDList(manager.create(values[0], new Shape(k, n)), manager.create(values[1], new Shape(k, n)));
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new GaussianPair(0, 0.5));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GaussianPair(1, 1))
                .getMessage()
                .contains("infinite"));
        assertThrows(IllegalArgumentException.class, () -> GaussianPair.of(1, -1));
        GaussianPair pair = new GaussianPair(1, 0.5);
        assertThrows(IllegalArgumentException.class, () -> pair.bound(pair.optimal(), 1, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> pair.bound(pair.optimal(), 8, 1, 1));
    }
}
