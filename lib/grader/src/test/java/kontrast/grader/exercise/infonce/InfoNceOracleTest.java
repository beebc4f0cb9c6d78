package kontrast.grader.exercise.infonce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import kontrast.grader.check.Report;
import kontrast.loss.InfoNce;
import org.junit.jupiter.api.Test;

/** What the checks of set 08 ask for is what the library does. */
class InfoNceOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysLossesPassTheChecksOfTheTensors() {
        passes(InfoNceExercises.infoNceLoss()
                .check((z1, z2, tau) -> InfoNce.crossEntropy(new InfoNce(tau).scores(z1, z2))));
        passes(InfoNceExercises.symmetricLoss().check(InfoNce::symmetric));
        passes(InfoNceExercises.pairLoss().check((z1, z2, tau) -> new InfoNce(tau).symmetric(z1, z2)));
    }

    @Test
    void theLibrarysLossOfOneQueryPassesTheCheckOfTheScores() {
        passes(InfoNceExercises.infoNce().check((scores, positive, beta) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                return InfoNce.firstIsPositive(inFront(manager, scores, positive, beta))
                        .toDoubleArray()[0];
            }
        }));
    }

    @Test
    void theLibrarysGradientPassesTheCheckOfTheGradient() {
        passes(InfoNceExercises.scoreGradient().check((scores, positive, beta) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray row = inFront(manager, scores, positive, beta);
                // By the scaled scores; the chain rule adds beta.
                double[] moved = InfoNce.gradient(row).mul(beta).toDoubleArray();
                float[] gradient = new float[moved.length];
                IntStream.range(0, moved.length).forEach(j -> gradient[j] = (float) moved[j]);
                exchange(gradient, positive);
                return gradient;
            }
        }));
    }

    /** {@code [1, k]} in double precision: the library expects the positive in column 0, and beta in the scores. */
    private static NDArray inFront(NDManager manager, float[] scores, int positive, double beta) {
        float[] moved = scores.clone();
        exchange(moved, positive);
        double[] logits = IntStream.range(0, moved.length)
                .mapToDouble(j -> beta * moved[j])
                .toArray();
        return manager.create(logits, new Shape(1, logits.length));
    }

    private static void exchange(float[] numbers, int positive) {
        float first = numbers[0];
        numbers[0] = numbers[positive];
        numbers[positive] = first;
    }

    @Test
    void theLargestOfTheLibrarysSharesPassesTheCheckOfTheHardest() {
        passes(InfoNceExercises.hardestShare().check((scores, beta) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray shares = InfoNce.negativeShares(manager.create(scores).mul(beta)); // [N, K]
                return shares.max(new int[] {1}).mean().getFloat();
            }
        }));
    }

    @Test
    void theBoundIsTheLibrarysChanceMinusTheLossInBits() {
        passes(InfoNceExercises.informationBound().check((losses, negatives) -> {
            double loss = IntStream.range(0, losses.length)
                    .mapToDouble(i -> losses[i])
                    .average()
                    .orElseThrow();
            return Math.max(0, (InfoNce.chance(negatives + 1) - loss) / Math.log(2));
        }));
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
