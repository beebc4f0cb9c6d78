package kontrast.grader.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import kontrast.evaluate.GaussianPair;
import kontrast.grader.check.Report;
import kontrast.loss.InfoNce;
import org.junit.jupiter.api.Test;

/** What the checks of set 08 ask for is what the library does. */
class InfoNceOracleTest {

    /** A handful of float32 exponentials: rounding is near 1e-6. */
    private static final double FLOAT32 = 1e-5;

    @Test
    void theLibrarysLossPassesTheCheckOfTheTensors() {
        Report report = InfoNceExercises.infoNceLoss()
                .check((z1, z2, tau) -> InfoNce.crossEntropy(new InfoNce(tau).scores(z1, z2)));
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysSymmetricLossPassesTheCheckAndRepairsTheRun() {
        Report report = InfoNceExercises.symmetricLoss().check(InfoNce::symmetric);
        assertTrue(report.passed(), report::toString);
        Report repaired = InfoNceExercises.pairLoss().check((z1, z2, tau) -> new InfoNce(tau).symmetric(z1, z2));
        assertTrue(repaired.passed(), repaired::toString);
    }

    @Test
    void theOracleOfOneQuestionIsTheLibrarysLoss() {
        float[] scores = Scores.cosines(new SplittableRandom(3), 6);
        try (NDManager manager = NDManager.newBaseManager()) {
            // Column 0 is the positive; beta 7 is in the scores.
            NDArray row = manager.create(scores, new Shape(1, 6)).mul(7);
            assertEquals(
                    Scores.infoNce(InfoNceScoresCheck.doubles(scores), 0, 7),
                    InfoNce.firstIsPositive(row).getFloat(),
                    FLOAT32);
        }
    }

    @Test
    void theGradientIsTheLibrarys() throws Exception {
        float[] scores = Scores.cosines(new SplittableRandom(4), 5);
        double beta = 3;
        float[] gradient = InfoNceExercises.scoreGradient().reference().apply(scores, 0, beta);
        try (NDManager manager = NDManager.newBaseManager()) {
            // By the scaled scores; the chain rule adds beta.
            NDArray row = manager.create(scores, new Shape(1, 5)).mul(beta);
            float[] scaled = InfoNce.gradient(row).toFloatArray();
            for (int j = 0; j < gradient.length; j++) {
                assertEquals(beta * scaled[j], gradient[j], FLOAT32);
            }
        }
    }

    @Test
    void theShareIsTheLargestOfTheLibrarysShares() throws Exception {
        float[][] scores = Scores.cosines(new SplittableRandom(5), 4, 7);
        double share = InfoNceExercises.hardestShare().reference().apply(scores, 5);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray shares = InfoNce.negativeShares(manager.create(scores).mul(5)); // [4, 7]
            assertEquals(shares.max(new int[] {1}).mean().getFloat(), share, FLOAT32);
        }
    }

    /** The bound of 8.6, from the losses of 64 queries, is that of {@link GaussianPair}. */
    @Test
    void theBoundIsTheLibrarysInBits() throws Exception {
        GaussianPair.Bound bound =
                GaussianPair.of(2, 1).bound(GaussianPair.of(2, 1).optimal(), 64, 4, 9);
        double nats = bound.ceiling() - bound.bound(); // the mean loss again
        double bits = InfoNceExercises.informationBound().reference().apply(new float[] {(float) nats}, 63);
        assertEquals(bound.bound() / Math.log(2), bits, FLOAT32);
    }

    /** What the released exercise looks like to those who press on without a thought. */
    @Test
    void theBrokenRunEarnsNothing() {
        Report asItIs = InfoNceExercises.pairLoss().check((z1, z2, tau) -> new InfoNce(1 / tau).symmetric(z1, z2));
        assertEquals(Report.Verdict.NOT_WRITTEN, asItIs.verdict());
        assertEquals(0, asItIs.earned());
        assertFalse(InfoNceExercises.fault().check(() -> 'a').passed());
        assertTrue(InfoNceExercises.fault().check(() -> 'd').passed());
    }
}
