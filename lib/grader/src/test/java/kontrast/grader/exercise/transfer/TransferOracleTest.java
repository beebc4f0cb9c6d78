package kontrast.grader.exercise.transfer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.evaluate.ClassAccuracy;
import kontrast.grader.check.Report;
import org.junit.jupiter.api.Test;

/** What the checks of 15_transfer ask for is what the library does, and no style of writing it loses a point. */
class TransferOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysAccuracyIsThatOfTheCheck() {
        passes(TransferExercises.classMean().check(ClassAccuracy::mean));
    }

    @Test
    void theLibrarysShareOfTheErrorIsThatOfTheCheck() {
        passes(TransferExercises.removed().check((before, after) -> {
            float[] removed = new float[before.length + 1];
            for (int i = 0; i < before.length; i++) {
                removed[i] = share(before[i], after[i]);
            }
            removed[before.length] = share(mean(before), mean(after));
            return removed;
        }));
    }

    private static double mean(float... percent) {
        return IntStream.range(0, percent.length)
                .mapToDouble(i -> percent[i])
                .average()
                .orElseThrow();
    }

    private static float share(double before, double after) {
        return before == 100 ? 0 : (float) ClassAccuracy.errorRemoved(before / 100, after / 100);
    }

    /** 15.1 with the weights themselves stopped, and not what they give. */
    private static NDArray stoppedWeights(NDArray x, NDArray w, NDArray v, NDArray y, int frozen) {
        NDArray h = x;
        for (int s = 0; s < w.getShape().get(0); s++) {
            h = h.matMul(s < frozen ? w.get(s).stopGradient() : w.get(s)).tanh();
        }
        return h.matMul(v).softmax(1).log().mul(y).sum().div(-(float)
                x.getShape().get(0));
    }

    /** 15.1 with both parts put together first. */
    private static NDArray stoppedTogether(NDArray x, NDArray w, NDArray v, NDArray y, int frozen) {
        NDList parts = new NDList();
        for (int s = 0; s < w.getShape().get(0); s++) {
            parts.add(s < frozen ? w.get(s).stopGradient() : w.get(s));
        }
        NDArray all = NDArrays.stack(parts);
        NDArray h = x;
        for (int s = 0; s < parts.size(); s++) {
            h = h.dot(all.get(s)).tanh();
        }
        NDArray scores = h.dot(v);
        NDArray most = scores.max(new int[] {1}, true).stopGradient();
        NDArray total = scores.sub(most).exp().sum(new int[] {1}).log().add(most.squeeze(1));
        return total.sub(scores.mul(y).sum(new int[] {1})).mean();
    }

    @Test
    void stagesMayBeFrozenInAnyStyle() {
        passes(TransferExercises.secondStage().check(TransferOracleTest::stoppedWeights));
        passes(TransferExercises.secondStage().check(TransferOracleTest::stoppedTogether));
    }

    /** The number without the stop earns the points of the number only. */
    @Test
    void whatIsNotFrozenLosesPoints() {
        Report report = TransferExercises.secondStage().check((x, w, v, y, frozen) -> stoppedWeights(x, w, v, y, 0));
        assertFalse(report.passed());
        assertTrue(report.earned() > 0, report::toString);
    }

    /** 15.2 from the head downwards. */
    private static float[][] stepDownwards(
            float[][] weights, float[][] gradients, double rate, double decay, int frozen) {
        float[][] moved = Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
        double own = rate;
        for (int s = weights.length - 1; s >= frozen; s--) {
            for (int j = 0; j < moved[s].length; j++) {
                moved[s][j] = (float) (moved[s][j] - own * gradients[s][j]);
            }
            own *= decay;
        }
        return moved;
    }

    @Test
    void stepsMayBeTakenFromTheHeadDownwards() {
        passes(TransferExercises.step().check(TransferOracleTest::stepDownwards));
    }

    @Test
    void ratesMayComeFromStreamsOrFromTheLastStageDownwards() {
        passes(TransferExercises.rates().check((weights, steps, share, factor) -> {
            float[] rates = new float[weights.length];
            for (int s = 0; s < weights.length; s++) {
                float[] w = weights[s];
                double typical = Math.sqrt(IntStream.range(0, w.length)
                        .mapToDouble(i -> w[i] * (double) w[i])
                        .average()
                        .orElseThrow());
                rates[s] = (float) (share / steps * typical * Math.pow(1 / factor, weights.length - s - 1.0));
            }
            return rates;
        }));
        passes(TransferExercises.rates().check((weights, steps, share, factor) -> {
            float[] rates = new float[weights.length];
            float left = (float) share;
            for (int s = weights.length - 1; s >= 0; s--, left /= (float) factor) {
                float squares = 0;
                for (float w : weights[s]) {
                    squares += w * w / weights[s].length;
                }
                rates[s] = left * (float) Math.sqrt(squares) / steps;
            }
            return rates;
        }));
    }

    /** 15.5 in whole numbers of any length: the number of ways, over all ways. */
    private static double ways(int[] a, int[] b, int[] truth) {
        int[] counted = IntStream.range(0, truth.length)
                .filter(i -> (a[i] == truth[i]) != (b[i] == truth[i]))
                .toArray();
        long wins = Arrays.stream(counted).filter(i -> a[i] == truth[i]).count();
        BigInteger ways = BigInteger.ZERO;
        BigInteger exactly = BigInteger.ONE;
        for (int k = 0; k <= counted.length; k++) {
            ways = k >= wins ? ways.add(exactly) : ways;
            exactly = exactly.multiply(BigInteger.valueOf(counted.length - k)).divide(BigInteger.valueOf(k + 1L));
        }
        return new BigDecimal(ways)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(counted.length)), MathContext.DECIMAL64)
                .doubleValue();
    }

    /** 15.5 in the other tail, with a sum of logarithms for each number of heads. */
    private static double otherTail(int[] a, int[] b, int[] truth) {
        int n = 0;
        int wins = 0;
        for (int i = 0; i < truth.length; i++) {
            int one = a[i] == truth[i] ? 1 : 0;
            int other = b[i] == truth[i] ? 1 : 0;
            n += one ^ other;
            wins += one & ~other;
        }
        double fewer = 0;
        for (int k = 0; k < wins; k++) {
            double log = n * Math.log(0.5);
            for (int i = 1; i <= k; i++) {
                log += Math.log((double) (n - i + 1) / i);
            }
            fewer += Math.exp(log);
        }
        return 1 - fewer;
    }

    @Test
    void chanceInOtherStyles() {
        passes(TransferExercises.byChance().check(TransferOracleTest::ways));
        passes(TransferExercises.byChance().check(TransferOracleTest::otherTail));
    }
}
