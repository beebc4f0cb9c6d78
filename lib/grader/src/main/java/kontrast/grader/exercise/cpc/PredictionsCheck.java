package kontrast.grader.exercise.cpc;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 13.2: a map of its own for each step ahead. */
final class PredictionsCheck {

    /** Float32 sums of a few products of numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private PredictionsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> predictions(a.get(0), a.get(1));
        Cases square = Cases.times(4, r -> call(r, 3, 3, r.nextInt(2, 4)));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(4, 6), r.nextInt(2, 4), 3));
        Cases one = Cases.times(2, r -> call(r, 3, 4, 1));
        return Check.of("13.2")
                .example(
                        "One context (1, 2), two maps: the first has the rows (1, 1) and (0, 1), the"
                                + " second (2, 0) and (0, 3). Multiply each matrix by the context.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 1, 2),
                                Value.tensor(new long[] {2, 2, 2}, 1, 1, 0, 1, 2, 0, 0, 3)))
                .property(Property.equal("is right where contexts are as long as codes", 3, TOLERANCE, square, oracle)
                        .asEssential())
                .property(Property.equal("is right for contexts and codes of any length", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for a single step", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "lets a gradient through to the contexts", 1, TOLERANCE, any, oracle.gradient()))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int h, int d, int steps) {
        Value w = Value.of(Draw.rows(r, steps * d, h));
        return Call.of(Draw.tensor(Draw.rows(r, r.nextInt(4, 7), h)), Value.tensor(new long[] {steps, d, h}, w.data()));
    }

    /** {@code [K][T][d]}: the product of each matrix with each context, number by number. */
    private static Value predictions(Value c, Value w) {
        int t = c.length(0);
        int h = c.length(1);
        int steps = w.length(0);
        int d = w.length(1);
        double[] contexts = c.data();
        double[] maps = w.data();
        double[] predictions = new double[steps * t * d];
        for (int i = 0; i < predictions.length; i++) {
            int map = i / (t * d) * d + i % d; // row of all maps below each other
            int context = i / d % t;
            for (int j = 0; j < h; j++) {
                predictions[i] += maps[map * h + j] * contexts[context * h + j];
            }
        }
        return Value.tensor(new long[] {steps, t, d}, predictions);
    }
}
