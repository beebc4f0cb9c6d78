package kontrast.grader.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.ContextOf;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** Exercise 13.8: repair the context that knows what it is to predict. */
final class CpcContextCheck {

    /** Sums of a few products of floats. */
    private static final double TOLERANCE = 1e-4;

    private CpcContextCheck() {}

    static Check<ContextOf> create() {
        Oracle oracle = a -> MoCoFormulas.matrix(
                CpcFormulas.context(Draw.matrix(a.get(0)), a.get(1).data()));
        Cases three = Cases.times(4, r -> call(r, 3));
        Cases other = r -> List.of(call(r, 2), call(r, 4), call(r, 5), call(r, 1), oneRow(r));
        return Check.of("13.8", "Repair run B", 2, signature())
                .reference((z, w) -> sum(z, w, (t, j) -> t - j))
                .example(
                        "Four codes of one number each: 1, 10, 100, 1000; weights 1, 2, 3. Each digit"
                                + " of a context tells which row came in with which weight.",
                        Call.of(Value.of(new float[][] {{1}, {10}, {100}, {1000}}), Value.of(1f, 2f, 3f)))
                .property(Property.equal("is right for three weights", 2, TOLERANCE, three, oracle)
                        .asEssential())
                .property(Property.equal("is right for any number of weights", 1, TOLERANCE, other, oracle))
                .property(new Property(
                        "knows nothing of later rows",
                        1,
                        false,
                        TOLERANCE,
                        CpcContextCheck::pairs,
                        CpcContextCheck::leak))
                .property(Property.pure(1, three))
                .handedOut(
                        (z, w) -> sum(z, w, (t, j) -> t + w.length / 2 - j),
                        "Nothing has changed yet: this is the context of run B. Write down which rows"
                                + " of z come into row 0 of the result.")
                .misconception(
                        "later rows left out",
                        (z, w) -> sum(z, w, (t, j) -> {
                            int row = t + w.length / 2 - j;
                            return row > t ? -1 : row;
                        }),
                        "No later row comes in any more, but half of your weights stand over nothing:"
                                + " w[0] never counts. In the formula it belongs to row t"
                                + " itself.")
                .misconception(
                        "own row hidden",
                        (z, w) -> sum(z, w, (t, j) -> t - 1 - j),
                        "Your context does not see its own row. That is how one generates images;"
                                + " here row t may be seen, since predictions begin at row t + 1.")
                .misconception(
                        "looks down",
                        (z, w) -> sum(z, w, (t, j) -> t + j),
                        "Now the context sees only its own row and later ones. It is to sum up what" + " came before.")
                .misconception(
                        "weights in reverse",
                        (z, w) -> sum(z, w, (t, j) -> t - (w.length - 1 - j)),
                        "The right rows come in, but with each other's weights: w[0] belongs to row t,"
                                + " w[1] to the row above.")
                .misconception(
                        "wrapped around",
                        (z, w) -> sum(z, w, (t, j) -> Math.floorMod(t - j, z.length)),
                        "Above the first row you go on with the last one: the top of the image knows" + " its bottom.")
                .misconception(
                        "first row repeated",
                        (z, w) -> sum(z, w, (t, j) -> Math.max(0, t - j)),
                        "Above the first row you repeat it. The text has zeros there.")
                .misconception(
                        "whole windows only",
                        (z, w) -> sum(z, w, (t, j) -> t < w.length - 1 ? -1 : t - j),
                        "Your first rows are empty, since not all weights find a row there. Those" + " that do count.")
                .misconception(
                        "last row cut off",
                        (z, w) -> sum(z, w, (t, j) -> {
                            int row = t + w.length / 2 - j;
                            return row >= z.length - 1 ? -1 : row;
                        }),
                        "You hide the last row only. Each context has later rows of its own that it" + " must not see.")
                .build();
    }

    private static Signature<ContextOf> signature() {
        return new Signature<>(
                "context",
                Kind.MATRIX,
                List.of("z", "w"),
                List.of(Kind.MATRIX, Kind.FLOATS),
                (f, a) -> f.apply((float[][]) a[0], (float[]) a[1]));
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
                return Optional.of("it gives no context for each row");
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

    private interface Row {
        /** The row of z that weight j takes into context t; none if outside. */
        int of(int t, int j);
    }

    private static float[][] sum(float[][] z, float[] w, Row row) {
        float[][] c = new float[z.length][z[0].length];
        for (int t = 0; t < z.length; t++) {
            for (int j = 0; j < w.length; j++) {
                int from = row.of(t, j);
                if (from >= 0 && from < z.length) {
                    for (int i = 0; i < c[t].length; i++) {
                        c[t][i] += w[j] * z[from][i];
                    }
                }
            }
        }
        return c;
    }
}
