package kontrast.grader.exercise.infonce;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.8: the loss of a run whose scores were multiplied by the temperature, repaired. */
final class PairLossCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    private PairLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                Scores.symmetric(Scores.ofEmbeddings(
                        Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number())));
        Cases asInTheRun = Cases.times(3, r -> batch(r, 0.1));
        Cases others = Cases.times(4, r -> batch(r, r.nextDouble(0.2, 0.8)));
        Cases one = Cases.times(2, r -> batch(r, 1));
        Cases few = Cases.times(2, r -> batch(r, r.nextDouble(0.3, 0.8)));
        return Check.of("8.8")
                .example(
                        "z1 and z2 have the rows (1, 0) and (0, 1), temperature 0.5: every cosine is" + " 0 or 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.of(0.5)))
                .property(
                        Property.equal("is right at the temperature of the run, 0.1", 2, TOLERANCE, asInTheRun, oracle)
                                .asEssential())
                .property(Property.equal("is right at other temperatures", 2, TOLERANCE, others, oracle))
                .property(Property.equal("is still right at temperature 1", 1, TOLERANCE, one, oracle))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.pure(1, others));
    }

    private static Call batch(RandomGenerator r, double temperature) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return Call.of(Draw.tensor(Draw.rows(r, n, d)), Draw.tensor(Draw.rows(r, n, d)), Value.of(temperature));
    }
}
