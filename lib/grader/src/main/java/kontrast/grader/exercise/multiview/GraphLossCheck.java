package kontrast.grader.exercise.multiview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 9.6: the symmetric losses of all pairs of a graph, in tensor operations. */
final class GraphLossCheck {

    /** Float32: sums of up to a dozen losses of size 1, of cosines over 0.2. */
    private static final double TOLERANCE = 1e-4;

    private GraphLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0], loss(a.get(0), Unpack.ints(a.get(1)), a.get(2).number()));
        Cases unit = Cases.times(3, r -> call(r, 2, r.nextInt(4, 7), true, new int[] {0, 1}, 1));
        Cases core = Cases.times(4, r -> {
            int m = r.nextInt(3, 5);
            return call(r, m, r.nextInt(3, 6), false, PairsCheck.pairs(m, r.nextInt(m)), temperature(r));
        });
        Cases full = Cases.times(4, r -> {
            int m = r.nextInt(3, 5);
            return call(r, m, r.nextInt(3, 6), false, PairsCheck.pairs(m, -1), temperature(r));
        });
        Cases gradients = Cases.times(
                2, r -> call(r, 3, 3, false, PairsCheck.pairs(3, r.nextInt(-1, 3)), r.nextDouble(0.4, 0.8)));
        Cases one = Cases.times(2, r -> call(r, 3, 1, false, PairsCheck.pairs(3, -1), 0.5));
        return Check.of("9.6")
                .example(
                        "Two views of two pictures. View 0: (1, 0) and (0, 1); view 1: (5, 0) and (3,"
                                + " 0). Temperature 1. Write the four cosines as a 2 x 2 matrix.",
                        Call.of(
                                Value.tensor(new long[] {2, 2, 2}, 1, 0, 0, 1, 5, 0, 3, 0),
                                Value.of(new int[] {0, 1}),
                                Value.of(1.0)))
                .property(Property.equal("is right for two views, rows of length 1", 2, TOLERANCE, unit, oracle)
                        .asEssential())
                .property(Property.equal("is right for a core view, rows of any length", 2, TOLERANCE, core, oracle))
                .property(Property.equal("is right for the full graph", 2, TOLERANCE, full, oracle))
                .property(Property.equal("is 0 for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula", 2, TOLERANCE, gradients, oracle.gradient()))
                .property(Property.pure(1, full));
    }

    private static double temperature(RandomGenerator r) {
        return r.nextBoolean() ? r.nextDouble(0.2, 0.6) : r.nextDouble(1.5, 3);
    }

    private static Call call(RandomGenerator r, int m, int n, boolean unit, int[] pairs, double tau) {
        int d = 4;
        float[][] rows = unit ? Draw.unitRows(r, m * n, d) : Draw.rows(r, m * n, d);
        double[] flat = Draw.tensor(rows).data();
        return Call.of(Value.tensor(new long[] {m, n, d}, flat), Value.of(pairs), Value.of(tau));
    }

    /** The oracle: view by view, in double precision. */
    private static double loss(Value z, int[] pairs, double tau) {
        int n = (int) z.shape()[1];
        int d = (int) z.shape()[2];
        double[] flat = z.data();
        double[][][] views = new double[(int) z.shape()[0]][n][];
        for (int v = 0; v < views.length; v++) {
            for (int i = 0; i < n; i++) {
                int from = (v * n + i) * d;
                views[v][i] = Arrays.copyOfRange(flat, from, from + d);
            }
        }
        double sum = 0;
        for (int e = 0; e < pairs.length; e += 2) {
            sum += Scores.symmetric(Scores.ofEmbeddings(views[pairs[e]], views[pairs[e + 1]], tau));
        }
        return sum;
    }
}
