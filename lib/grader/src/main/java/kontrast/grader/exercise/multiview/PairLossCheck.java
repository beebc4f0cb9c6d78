package kontrast.grader.exercise.multiview;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 9.9: the symmetric loss of two eyes, whose gradient reaches both. */
final class PairLossCheck {

    /** Float32: losses of size 1, of cosines over 0.2. */
    private static final double TOLERANCE = 1e-4;

    private PairLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                Scores.symmetric(Scores.ofEmbeddings(
                        Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number())));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(3, 7), temperature(r)));
        Cases few = Cases.times(2, r -> call(r, 4, r.nextDouble(0.4, 0.8)));
        Cases one = Cases.times(2, r -> call(r, 1, temperature(r)));
        return Check.of("9.9")
                .example(
                        "Two pictures; L: (1, 0) and (0, 1), ab: (5, 0) and (3, 0); temperature 1. Write the"
                                + " four cosines as a 2 x 2 matrix.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {2, 2}, 5, 0, 3, 0),
                                Value.of(1.0)))
                .property(Property.equal("has the value of the formula", 2, TOLERANCE, any, oracle)
                        .asEssential())
                .property(
                        Property.gradient("has the gradient of the formula at L", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                                "has the gradient of the formula at ab", 3, TOLERANCE, few, 1, oracle.gradient(1))
                        .asEssential())
                .property(Property.equal("is 0 for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, any));
    }

    private static double temperature(RandomGenerator r) {
        return r.nextBoolean() ? r.nextDouble(0.2, 0.6) : r.nextDouble(1.5, 3);
    }

    private static Call call(RandomGenerator r, int n, double tau) {
        return Call.of(Draw.tensor(Draw.rows(r, n, 4)), Draw.tensor(Draw.rows(r, n, 4)), Value.of(tau));
    }
}
