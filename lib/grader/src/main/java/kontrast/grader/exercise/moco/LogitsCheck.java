package kontrast.grader.exercise.moco;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 12.4: each query against its own key and the queue. */
final class LogitsCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.07 or more. */
    private static final double TOLERANCE = 1e-4;

    private LogitsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> tensor(MoCoFormulas.logits(m(a, 0), m(a, 1), m(a, 2), tau(a)));
        Cases plain = Cases.times(4, r -> call(r, r.nextInt(3, 6), 1));
        Cases cold = Cases.times(4, r -> call(r, r.nextInt(3, 6), r.nextDouble(0.07, 0.5)));
        Cases one = Cases.times(2, r -> call(r, 1, r.nextDouble(0.07, 0.5)));
        Cases any = Cases.times(3, LogitsCheck::ofAnyLength);
        return Check.of("12.4")
                .example(
                        "Two queries (1, 0) and (0, 1), their keys (1, 0) and (0.6, 0.8), a queue"
                                + " of one key, (0, 1), temperature 0.5. Sketch the five arrows; six"
                                + " cosines are possible, four are needed.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0.6, 0.8),
                                Value.tensor(new long[] {1, 2}, 0, 1),
                                Value.of(0.5)))
                .property(Property.equal("is right for temperature 1", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for other temperatures", 2, TOLERANCE, cold, oracle))
                .property(Property.equal("is right for a single query", 1, TOLERANCE, one, oracle))
                .property(Property.equal("takes plain dot products of rows of any length", 1, TOLERANCE, any, oracle))
                .property(Property.gradient(
                        "lets a gradient through to the queries", 2, TOLERANCE, cold, LogitsCheck::gradient))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int n, double temperature) {
        int d = r.nextInt(3, 6);
        return Call.of(
                Draw.tensor(Draw.unitRows(r, n, d)),
                Draw.tensor(Draw.unitRows(r, n, d)),
                Draw.tensor(Draw.unitRows(r, r.nextInt(6, 10), d)),
                Value.of(temperature));
    }

    private static Call ofAnyLength(RandomGenerator r) {
        int n = r.nextInt(3, 6);
        return Call.of(
                Draw.tensor(Draw.rows(r, n, 4)),
                Draw.tensor(Draw.rows(r, n, 4)),
                Draw.tensor(Draw.rows(r, r.nextInt(6, 10), 4)),
                Value.of(r.nextDouble(0.5, 2)));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static double tau(List<Value> arguments) {
        return arguments.get(3).number();
    }

    private static Value tensor(double[][] rows) {
        return Value.tensor(
                new long[] {rows.length, rows[0].length},
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /** Of the sum of all logits by q_i: its key plus all keys of the queue, over tau. */
    private static Value gradient(List<Value> arguments) {
        double[][] gradient = m(arguments, 1);
        for (double[] row : gradient) {
            for (int j = 0; j < row.length; j++) {
                for (double[] key : m(arguments, 2)) {
                    row[j] += key[j];
                }
                row[j] /= tau(arguments);
            }
        }
        return tensor(gradient);
    }
}
