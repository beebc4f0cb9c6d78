package kontrast.grader.exercise.infonce;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.2: how hard each candidate is pulled or pushed. */
final class ScoreGradientCheck {

    /** The result is a float[]; central differences of the loss are right to 1e-8 or better. */
    private static final double TOLERANCE = 1e-4;

    private ScoreGradientCheck() {}

    static Check.Draft create() {
        Cases plain = Cases.times(4, r -> any(r, 1));
        Cases sharp = Cases.times(5, r -> any(r, r.nextDouble(2, 20)));
        Cases equal = Cases.times(3, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            Arrays.fill(scores, (float) r.nextDouble(-1, 1));
            return InfoNceCheck.call(scores, r.nextInt(scores.length), r.nextDouble(1.5, 3));
        });
        Cases decided = Cases.times(3, r -> any(r, r.nextDouble(2000, 3000)));
        // Two scores within 1 / beta of each other, so that the probabilities are far from 0 and 1; and all scores are
        // below 0, so that every exp(beta s) is 0.
        Cases undecided = Cases.times(3, r -> {
            double beta = r.nextDouble(2000, 3000);
            float[] scores = Scores.cosines(r, r.nextInt(4, 9));
            for (int j = 0; j < scores.length; j++) {
                scores[j] = scores[j] / 5 - 0.8f; // in [-1, -0.6]
            }
            scores[0] = -0.5f;
            scores[1] = (float) (-0.5 - r.nextDouble(0.5, 1.5) / beta);
            return InfoNceCheck.call(scores, r.nextInt(2), beta);
        });
        Cases cold = r -> Stream.of(decided, undecided)
                .flatMap(cases -> cases.draw(r).stream())
                .toList();
        return Check.of("8.2")
                .example(
                        "Scores (0, 0, 0, 0), the positive is number 1, beta 2: every candidate has"
                                + " the probability 1/4.",
                        InfoNceCheck.call(new float[4], 1, 2))
                .property(Property.equal(
                                "is the derivative of the loss for beta 1",
                                2,
                                TOLERANCE,
                                plain,
                                InfoNceCheck.oracle().gradient())
                        .asEssential())
                .property(Property.equal(
                        "is the derivative of the loss for other values of beta",
                        2,
                        TOLERANCE,
                        sharp,
                        InfoNceCheck.oracle().gradient()))
                .property(Property.equal("is right where all scores are equal", 1, TOLERANCE, equal, closed()))
                .property(Property.equal(
                        "stays finite and correct for a beta in the thousands", 1, TOLERANCE, cold, closed()))
                .property(Property.pure(1, sharp));
    }

    private static Call any(RandomGenerator r, double beta) {
        int k = r.nextInt(4, 9);
        return InfoNceCheck.call(Scores.cosines(r, k), r.nextInt(1, k), beta);
    }

    /** beta (p_j - [j is the positive]) with 1 / p_j = sum over k of exp(beta (s_k - s_j)). */
    private static Oracle closed() {
        return a -> {
            double[] s = a.get(0).data();
            double beta = a.get(2).number();
            float[] gradient = new float[s.length];
            for (int j = 0; j < s.length; j++) {
                double inverse = 0;
                for (double other : s) {
                    inverse += Math.exp(beta * (other - s[j]));
                }
                gradient[j] =
                        (float) (beta * (1 / inverse - (j == (int) a.get(1).number() ? 1 : 0)));
            }
            return Value.of(gradient);
        };
    }
}
