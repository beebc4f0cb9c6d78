package kontrast.grader.exercise.dense;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** 17.3: how far matches are apart. */
final class MatchLossCheck {

    /** Float32 sums of squares. */
    private static final double TOLERANCE = 1e-4;

    private MatchLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                loss(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).data()));
        Cases all = Cases.times(3, r -> call(r, 5, 5));
        Cases some = Cases.times(4, r -> call(r, 7, r.nextInt(2, 5))).and(Cases.times(1, r -> call(r, 4, 1)));
        Cases none = Cases.times(2, r -> call(r, 4, 0));
        Cases few = Cases.times(2, r -> call(r, 4, 2));
        return Check.of("17.3")
                .example(
                        "Three rows of two numbers: (1, 0) and (1, 2), (0, 0) and (3, 4), (2, 2) and (2, 1). The"
                                + " first and the last count. What is the squared distance of each pair?",
                        Call.of(
                                Value.tensor(new long[] {3, 2}, 1, 0, 0, 0, 2, 2),
                                Value.tensor(new long[] {3, 2}, 1, 2, 3, 4, 2, 1),
                                Value.tensor(new long[] {3}, 1, 0, 1)))
                .property(Property.equal("is right where every row counts", 1, TOLERANCE, all, oracle))
                .property(Property.equal("leaves out the rows that do not count", 3, TOLERANCE, some, oracle)
                        .asEssential())
                .property(Property.equal("is 0 if no row counts", 1, TOLERANCE, none, oracle))
                .property(
                        Property.gradient("has the gradient of the formula at A", 1, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at B", 1, TOLERANCE, few, 1, oracle.gradient(1)))
                .property(Property.pure(1, some));
    }

    /** So many rows, of which so many count. */
    private static Call call(RandomGenerator r, int rows, int count) {
        int d = r.nextInt(3, 5);
        double[] counts = new double[rows];
        int[] order = Draw.permutation(r, rows);
        for (int i = 0; i < count; i++) {
            counts[order[i]] = 1;
        }
        return Call.of(
                Draw.tensor(Draw.numbers(r, rows, d, 1)),
                Draw.tensor(Draw.numbers(r, rows, d, 1)),
                Value.of(Kind.NDARRAY, "float32", new long[] {rows}, counts));
    }

    /** The oracle: row by row, and number by number. */
    private static double loss(double[][] a, double[][] b, double[] counts) {
        double sum = 0;
        int rows = 0;
        for (int k = 0; k < a.length; k++) {
            if (counts[k] == 1) {
                rows++;
                for (int i = 0; i < a[k].length; i++) {
                    sum += (a[k][i] - b[k][i]) * (a[k][i] - b[k][i]);
                }
            }
        }
        return rows == 0 ? 0 : sum / rows;
    }
}
