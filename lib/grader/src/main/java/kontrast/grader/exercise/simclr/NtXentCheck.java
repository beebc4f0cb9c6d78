package kontrast.grader.exercise.simclr;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 11.5: NT-Xent in a handful of tensor operations, with a gradient. */
final class NtXentCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.01 a rounding error of a cosine counts a hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private NtXentCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0], Draw.ntXent(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases plain = Cases.times(3, r -> call(Draw.unitRows(r, views(r), r.nextInt(3, 7)), 1));
        // Where no two views are alike, whatever is left of a view's similarity with itself outweighs all others.
        Cases any = Cases.times(4, r -> call(Draw.rows(r, views(r), r.nextInt(3, 7)), r.nextDouble(0.2, 0.8)))
                .and(r -> List.of(call(apart(r), 0.2)));
        Cases few = r -> List.of(call(Draw.rows(r, 6, 3), r.nextDouble(0.3, 0.8)), call(apart(r), 0.2));
        Cases cold = r ->
                List.of(call(pairs(r, 1), 0.01), call(pairs(r, 1), 0.01), call(apart(r), 0.01), call(apart(r), 0.05));
        Cases opposite = r -> List.of(call(pairs(r, -1), 0.01), call(pairs(r, -1000), 0.05));
        return Check.of("11.5")
                .example(
                        "N = 2, temperature 1, rows (1, 0), (0, 1), (1, 0), (0, 1): each view equals its positive and"
                                + " is perpendicular to the rest, so every exp is e or 1.",
                        Call.of(Value.tensor(new long[] {4, 2}, 1, 0, 0, 1, 1, 0, 0, 1), Value.of(1.0)))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.gradient("has the gradient of the formula", 3, TOLERANCE, few, oracle.gradient()))
                .property(
                        Property.equal("stays finite and correct at temperature 0.01", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.equal(
                        "is right where the positive is the least similar view, at a low temperature",
                        1,
                        COLD_TOLERANCE,
                        opposite,
                        oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(float[][] z, double temperature) {
        return Call.of(Draw.tensor(z), Value.of(temperature));
    }

    /** An even number from 6 to 12: with four views, some mistakes coincide. */
    private static int views(RandomGenerator r) {
        return 2 * r.nextInt(3, 7);
    }

    /** Views nearly at right angles to each other, of any length. */
    private static float[][] apart(RandomGenerator r) {
        int views = views(r);
        float[][] z = new float[views][views];
        for (int i = 0; i < views; i++) {
            double length = r.nextDouble(0.5, 2);
            for (int j = 0; j < views; j++) {
                z[i][j] = (float) (length * ((i == j ? 1 : 0) + 0.01 * r.nextGaussian()));
            }
        }
        return z;
    }

    /**
     * Pairs in which the second view is the first, roughly, times a number: views as after training, or, with a
     * negative number, such that the positive has the smallest of all probabilities.
     */
    private static float[][] pairs(RandomGenerator r, double times) {
        int n = r.nextInt(3, 7);
        float[][] z = Draw.rows(r, 2 * n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z[i + n][j] = z[i][j] * (float) (times * r.nextDouble(0.95, 1.05));
            }
        }
        return z;
    }
}
