package kontrast.grader.exercise.cpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 13.8: repair the context that knows what it is to predict. */
final class ContextCheck {

    /** Sums of a few products of floats. */
    private static final double TOLERANCE = 1e-4;

    private ContextCheck() {}

    static Check.Draft create() {
        Oracle oracle = a ->
                Value.of(Unpack.rounded(context(Draw.matrix(a.get(0)), a.get(1).data())));
        Cases three = Cases.times(4, r -> call(r, 3));
        Cases other = r -> List.of(call(r, 2), call(r, 4), call(r, 5), call(r, 1), oneRow(r));
        return Check.of("13.8")
                .example(
                        "Four codes of one number each: 1, 10, 100, 1000; weights 1, 2, 3. Each"
                                + " digit of a context shows which row went in with which weight.",
                        Call.of(Value.of(new float[][] {{1}, {10}, {100}, {1000}}), Value.of(1f, 2f, 3f)))
                .property(Property.equal("is right for three weights", 2, TOLERANCE, three, oracle)
                        .asEssential())
                .property(Property.equal("is right for any number of weights", 1, TOLERANCE, other, oracle))
                .property(new Property(
                        "uses no later rows", 1, false, TOLERANCE, ContextCheck::pairs, ContextCheck::leak))
                .property(Property.pure(1, three));
    }

    private static Call call(RandomGenerator r, int weights) {
        float[] w = Draw.rows(r, 1, weights)[0];
        return Call.of(Value.of(Draw.rows(r, r.nextInt(6, 9), 3)), Value.of(w));
    }

    /** A grid of a single row. */
    private static Call oneRow(RandomGenerator r) {
        return Call.of(Value.of(Draw.rows(r, 1, 3)), Value.of(Draw.rows(r, 1, 3)[0]));
    }

    /** Calls in pairs that differ in the lower rows alone, from row 3 on. */
    private static List<Call> pairs(RandomGenerator r) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Call one = call(r, 3);
            Value z = one.arguments().get(0);
            double[] changed = z.data();
            for (int at = 3 * z.length(1); at < changed.length; at++) {
                changed[at] = (float) r.nextGaussian();
            }
            calls.add(one);
            calls.add(Call.of(
                    Value.of(Kind.MATRIX, "", z.shape(), changed),
                    one.arguments().get(1)));
        }
        return calls;
    }

    /** Rows 0 to 2 of the contexts are the same in each pair. */
    private static Optional<String> leak(List<Call> calls, List<Outcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i += 2) {
            Value one = outcomes.get(i).result();
            Value other = outcomes.get(i + 1).result();
            if (one.kind() != Kind.MATRIX || !one.describe().equals(other.describe())) {
                return Optional.of("it does not give one context for each row");
            }
            int seen = Math.min(3 * one.length(1), one.size());
            for (int at = 0; at < seen; at++) {
                if (Math.abs(one.data()[at] - other.data()[at]) > TOLERANCE) {
                    return Optional.of("the contexts of the upper rows change when lower rows change");
                }
            }
        }
        return Optional.empty();
    }

    /** c_t = w_0 z_t + w_1 z_t-1 + .., with zeros above the first row. */
    private static double[][] context(double[][] z, double[] w) {
        double[][] c = new double[z.length][z[0].length];
        for (int t = 0; t < z.length; t++) {
            for (int j = 0; j < w.length && j <= t; j++) {
                for (int i = 0; i < c[t].length; i++) {
                    c[t][i] += w[j] * z[t - j][i];
                }
            }
        }
        return c;
    }
}
