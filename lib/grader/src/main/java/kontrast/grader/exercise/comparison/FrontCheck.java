package kontrast.grader.exercise.comparison;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.3: the methods that nobody dominates. */
final class FrontCheck {

    private FrontCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(front(Draw.matrix(a.get(0)), a.get(1).data()));
        Cases different = Cases.times(5, r -> different(r, 2));
        Cases one = Cases.times(3, r -> different(r, 1)).and(Cases.times(2, r -> different(r, 3)));
        Cases ties = Cases.times(6, FrontCheck::ties);
        Cases twins = Cases.times(3, FrontCheck::twins);
        Cases single = r -> List.of(
                Call.of(Value.of(new float[][] {{3, 5}}), Value.of(new float[] {61})),
                Call.of(Value.of(new float[][] {{3}, {2}}), Value.of(new float[] {61, 64})));
        return Check.of("19.3")
                .example(
                        "Four methods, minutes and megabytes: (2, 5) with 60 %, (3, 5) with 60 %, (1, 9) with 58 %,"
                                + " (4, 4) with 65 %. Which of them costs no more than the second one, and is as"
                                + " accurate?",
                        Call.of(Value.of(new float[][] {{2, 5}, {3, 5}, {1, 9}, {4, 4}}), Value.of(new float[] {
                            60, 60, 58, 65
                        })))
                .property(Property.equal("is right where all numbers differ", 3, 0, different, oracle)
                        .asEssential())
                .property(Property.equal("is right for one kind of cost, and for three", 1, 0, one, oracle))
                .property(Property.equal("is right where some numbers are equal", 2, 0, ties, oracle))
                .property(Property.equal("keeps two that are equal in everything", 1, 0, twins, oracle))
                .property(Property.equal("is right for one method, and for two", 1, 0, single, oracle))
                .property(Property.pure(1, different));
    }

    /** Eight methods; what is dear is better on the whole. At least three are on the front, and two are not. */
    private static Call different(RandomGenerator r, int kinds) {
        while (true) {
            int n = 8;
            float[][] costs = new float[n][kinds];
            float[] right = new float[n];
            int[][] orders = new int[kinds + 1][];
            for (int k = 0; k <= kinds; k++) {
                orders[k] = Draw.permutation(r, n);
            }
            for (int i = 0; i < n; i++) {
                double good = orders[kinds][i];
                right[i] = (float) (50 + 3 * good + r.nextDouble(0.5, 2));
                for (int k = 0; k < kinds; k++) {
                    costs[i][k] =
                            (float) ((k == 0 ? 1 : 40) * (good + 1.2 * orders[k][i] + r.nextDouble(0.1, 0.9) + 1));
                }
            }
            Call call = Call.of(Value.of(costs), Value.of(right));
            int[] front = front(
                    Draw.matrix(call.arguments().get(0)),
                    call.arguments().get(1).data());
            if (front.length > 2 && front.length < n - 1) {
                return call;
            }
        }
    }

    /** Small whole numbers: many are equal, and it matters. */
    private static Call ties(RandomGenerator r) {
        while (true) {
            int n = 7;
            float[][] costs = new float[n][2];
            float[] right = new float[n];
            for (int i = 0; i < n; i++) {
                costs[i][0] = r.nextInt(1, 4);
                costs[i][1] = r.nextInt(1, 4);
                right[i] = 60 + r.nextInt(3);
            }
            double[][] c = Draw.matrix(Value.of(costs));
            double[] a = Value.of(right).data();
            int weak = 0; // dominated by methods that are equal in something only
            for (int i = 0; i < n; i++) {
                int m = i;
                boolean dominated = IntStream.range(0, n).anyMatch(j -> dominates(c[j], a[j], c[m], a[m]));
                boolean everywhere =
                        IntStream.range(0, n).anyMatch(j -> a[j] > a[m] && c[j][0] < c[m][0] && c[j][1] < c[m][1]);
                weak += dominated && !everywhere ? 1 : 0;
            }
            if (weak > 0 && front(c, a).length > 1) {
                return Call.of(Value.of(costs), Value.of(right));
            }
        }
    }

    /** One of the front once more. */
    private static Call twins(RandomGenerator r) {
        Call call = different(r, 2);
        double[][] costs = Draw.matrix(call.arguments().get(0));
        double[] right = call.arguments().get(1).data();
        int twin = front(costs, right)[0];
        int other = IntStream.range(0, right.length)
                .filter(i -> i != twin && IntStream.of(front(costs, right)).noneMatch(m -> m == i))
                .findFirst()
                .orElseThrow();
        costs[other] = costs[twin].clone();
        right[other] = right[twin];
        float[][] rows = new float[costs.length][2];
        float[] accuracies = new float[right.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = (float) costs[i][0];
            rows[i][1] = (float) costs[i][1];
            accuracies[i] = (float) right[i];
        }
        return Call.of(Value.of(rows), Value.of(accuracies));
    }

    /** The oracle: throws out one after the other. */
    private static int[] front(double[][] costs, double[] right) {
        return IntStream.range(0, right.length)
                .filter(i -> IntStream.range(0, right.length)
                        .noneMatch(j -> dominates(costs[j], right[j], costs[i], right[i])))
                .toArray();
    }

    /** Nowhere worse, and not equal in everything. */
    private static boolean dominates(double[] cost, double right, double[] otherCost, double otherRight) {
        if (right < otherRight) {
            return false;
        }
        boolean equal = right == otherRight;
        for (int k = 0; k < cost.length; k++) {
            if (cost[k] > otherCost[k]) {
                return false;
            }
            equal = equal && cost[k] == otherCost[k];
        }
        return !equal;
    }
}
