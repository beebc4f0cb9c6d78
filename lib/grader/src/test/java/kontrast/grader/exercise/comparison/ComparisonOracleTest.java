package kontrast.grader.exercise.comparison;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kontrast.claim.Verdict;
import kontrast.evaluate.Summary;
import kontrast.grader.check.Report;
import org.junit.jupiter.api.Test;

/** What the checks of 19_comparison ask for is what the library does, and no style of writing it loses a point. */
class ComparisonOracleTest {

    private static final Map<Verdict.Kind, Integer> NUMBERS = Map.of(
            Verdict.Kind.HOLDS, 2,
            Verdict.Kind.POINTS_THAT_WAY, 1,
            Verdict.Kind.UNDECIDED, 0,
            Verdict.Kind.OPPOSITE, -1,
            Verdict.Kind.NOT_MEASURED, -9);

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    private static double[] doubles(float... numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    @Test
    void theLibrarysVerdictIsThatOfTheCheck() {
        passes(ComparisonExercises.verdict()
                .check((a, b) -> NUMBERS.get(Verdict.of(doubles(a), doubles(b)).kind())));
    }

    @Test
    void theLibrarysSummaryIsThatOfTheCheck() {
        passes(ComparisonExercises.compared().check((a, b) -> {
            Summary summary = Summary.of(IntStream.range(0, a.length)
                    .mapToDouble(i -> (double) a[i] - b[i])
                    .toArray());
            double errors = Math.sqrt(a.length) * summary.mean() / summary.std();
            return new float[] {(float) summary.mean(), (float) summary.std(), (float) errors};
        }));
    }

    @Test
    void errorsOfMeansOfEachMethod() {
        passes(ComparisonExercises.errors().check((a, b) -> {
            Summary summary = Summary.of(IntStream.range(0, a.length)
                    .mapToDouble(i -> Arrays.stream(doubles(a[i])).average().orElseThrow()
                            - Arrays.stream(doubles(b[i])).average().orElseThrow())
                    .toArray());
            return summary.mean() / summary.std() * Math.sqrt(summary.n());
        }));
    }

    /** 19.3 with the best one first: nobody can be dominated by one that is less accurate. */
    private static int[] frontByAccuracy(float[][] costs, float[] right) {
        TreeSet<Integer> front = new TreeSet<>();
        int[] order = IntStream.range(0, right.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -right[i])
                        .thenComparingDouble(
                                i -> Arrays.stream(doubles(costs[i])).sum()))
                .mapToInt(i -> i)
                .toArray();
        for (int i : order) {
            if (front.stream().noneMatch(j -> throwsOut(costs[j], right[j], costs[i], right[i]))) {
                front.add(i);
            }
        }
        return front.stream().mapToInt(i -> i).toArray();
    }

    private static boolean throwsOut(float[] cost, float right, float[] otherCost, float otherRight) {
        return IntStream.range(0, cost.length).allMatch(k -> cost[k] <= otherCost[k])
                && right >= otherRight
                && !(right == otherRight && Arrays.equals(cost, otherCost));
    }

    @Test
    void frontInAnotherStyle() {
        passes(ComparisonExercises.front().check(ComparisonOracleTest::frontByAccuracy));
    }

    /** 19.6 by tables of pictures, centred on both sides. */
    private static NDArray ckaOfPictures(NDArray x, NDArray y) {
        long n = x.getShape().get(0);
        NDArray h = x.getManager().eye((int) n).sub(1.0 / n);
        NDArray k =
                h.matMul(x.matMul(x.transpose()).toType(h.getDataType(), false)).matMul(h);
        NDArray l =
                h.matMul(y.matMul(y.transpose()).toType(h.getDataType(), false)).matMul(h);
        return k.mul(l).sum().div(k.norm().mul(l.norm()));
    }

    @Test
    void ckaByPictures() {
        passes(ComparisonExercises.cka().check(ComparisonOracleTest::ckaOfPictures));
    }

    /** Bytes in whole numbers that are long enough. */
    @Test
    void bytesInLongs() {
        passes(ComparisonExercises.bytes().check((weights, kept, batch, queue, pictures, dimension) -> {
            long views = (long) kept * batch;
            return new float[] {
                4L * (4L * weights + 2 * views),
                4L * (5L * weights + views + (long) queue * dimension),
                4L * (4L * weights + views + (long) pictures * dimension),
                4L * (5L * weights + 2 * views)
            };
        }));
    }

    @Test
    void negativesOfAnOddQueue() {
        assertFalse(ComparisonExercises.negatives()
                .check((batch, places, queue, drawn) ->
                        new int[] {2 * batch - 2, batch - 1, queue, drawn, batch * places - 1, 0, queue / 2 + 1})
                .passed());
        passes(ComparisonExercises.negatives().check((batch, places, queue, drawn) -> new int[] {
            2 * (batch - 1), batch - 1, queue, drawn, batch * places - 1, 0, (int) Math.ceil(queue / 2.0) + 1
        }));
    }
}
