package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.InfoNceExercises.ScoreGradient;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.2: how hard each candidate is pulled or pushed. */
final class ScoreGradientCheck {

    /** The result is a float[]; central differences of the loss are right to 1e-8 or better. */
    private static final double TOLERANCE = 1e-4;

    private ScoreGradientCheck() {}

    static Check<ScoreGradient> create() {
        Cases plain = Cases.times(4, r -> any(r, 1));
        Cases sharp = Cases.times(5, r -> any(r, r.nextDouble(2, 20)));
        Cases equal = Cases.times(3, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            Arrays.fill(scores, (float) r.nextDouble(-1, 1));
            return InfoNceScoresCheck.call(scores, r.nextInt(scores.length), r.nextDouble(1.5, 3));
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
            return InfoNceScoresCheck.call(scores, r.nextInt(2), beta);
        });
        Cases cold = r -> Stream.of(decided, undecided)
                .flatMap(cases -> cases.draw(r).stream())
                .toList();
        return Check.of("8.2", "What is pulled, what is pushed", 4, signature())
                .reference((s, p, beta) -> floats(gradient(InfoNceScoresCheck.doubles(s), p, beta)))
                .example(
                        "Scores (0, 0, 0, 0), the positive is number 1, beta 2: every candidate has"
                                + " the probability 1/4.",
                        InfoNceScoresCheck.call(new float[4], 1, 2))
                .property(Property.equal(
                                "is the derivative of the loss for beta 1",
                                2,
                                TOLERANCE,
                                plain,
                                InfoNceScoresCheck.oracle().gradient())
                        .asEssential())
                .property(Property.equal(
                        "is the derivative of the loss for other values of beta",
                        2,
                        TOLERANCE,
                        sharp,
                        InfoNceScoresCheck.oracle().gradient()))
                .property(Property.equal("treats equal negatives equally", 1, TOLERANCE, equal, closed()))
                .property(Property.equal(
                        "stays finite and right for a beta in the thousands", 1, TOLERANCE, cold, closed()))
                .property(Property.pure(1, sharp))
                .misconception(
                        "beta missing in front",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> x - (j == p ? 1 : 0)),
                        "Your entries have the right ratios, but not the right size once beta is not"
                                + " 1. The score stands inside beta s: what does the chain rule add?")
                .misconception(
                        "beta only in front",
                        (s, p, beta) -> map(softmax(s, 1), (j, x) -> beta * (x - (j == p ? 1 : 0))),
                        "Your probabilities do not know beta. It sharpens the scores before the"
                                + " softmax, and comes out in front as well.")
                .misconception(
                        "beta missing altogether",
                        (s, p, beta) -> map(softmax(s, 1), (j, x) -> x - (j == p ? 1 : 0)),
                        "beta changes nothing in your answer. It acts in two places.")
                .misconception(
                        "divided by beta",
                        (s, p, beta) -> map(softmax(s, 1 / beta), (j, x) -> (x - (j == p ? 1 : 0)) / beta),
                        "You divide by beta, as one would by a temperature. beta is the inverse of"
                                + " the temperature.")
                .misconception(
                        "positive treated as a negative",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> beta * x),
                        "Your entries are all positive: a step downhill would lower every score, the"
                                + " positive's too. The positive stands in the numerator as well as"
                                + " in the sum.")
                .misconception(
                        "positive only negated",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> beta * (j == p ? -x : x)),
                        "The negatives are right. The entry of the positive has the wrong size: it"
                                + " should be weakest when the question is nearly solved, and yours"
                                + " is weakest when it is not solved at all.")
                .misconception(
                        "positive with the wrong sign",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> beta * (j == p ? 1 - x : x)),
                        "The size of each entry is right, the sign of the positive's is not: what"
                                + " happens to the loss when its score grows a little?")
                .misconception(
                        "positive forgotten",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> j == p ? 0 : beta * x),
                        "Your positive gets 0, as if its score did not matter. The loss depends on"
                                + " it more than on any other.")
                .misconception(
                        "downhill instead of uphill",
                        (s, p, beta) -> map(softmax(s, beta), (j, x) -> beta * ((j == p ? 1 : 0) - x)),
                        "All signs are reversed: this is the direction of the step (minus the"
                                + " gradient). Asked for is the derivative itself.")
                .misconception(
                        "shares among the negatives",
                        (s, p, beta) -> {
                            double rest = Scores.logSumExp(InfoNceScoresCheck.without(s, p), beta);
                            return map(softmax(s, beta), (j, x) -> beta * (j == p ? -1 : Math.exp(beta * s[j] - rest)));
                        },
                        "Your negatives share the full push among themselves, however well the"
                                + " question is solved. Which sum does the loss have under the"
                                + " logarithm: with the positive, or without?")
                .misconception(
                        "all negatives alike",
                        (s, p, beta) -> {
                            double[] x = softmax(s, beta);
                            double each = (1 - x[p]) / (s.length - 1);
                            return map(x, (j, any) -> beta * (j == p ? x[p] - 1 : each));
                        },
                        "You push all negatives alike. The point of the softmax is that it does"
                                + " not: a negative with a high score takes more of it.")
                .misconception(
                        "derivative of the probability",
                        (s, p, beta) -> {
                            double[] x = softmax(s, beta);
                            return map(x, (j, y) -> beta * x[p] * (y - (j == p ? 1 : 0)));
                        },
                        "You differentiate the probability and forget the logarithm: your push dies"
                                + " where the model is most wrong.")
                .misconception(
                        "exponential overflows",
                        (s, p, beta) -> {
                            double sum = 0;
                            for (float x : s) {
                                sum += Math.exp(beta * x);
                            }
                            double all = sum;
                            return map(
                                    softmax(s, beta),
                                    (j, x) -> beta * (Math.exp(beta * s[j]) / all - (j == p ? 1 : 0)));
                        },
                        "Right on paper, but exp(2000) is infinite in a double. Subtract the largest"
                                + " exponent from all of them: a fraction does not notice.")
                .build();
    }

    private static Signature<ScoreGradient> signature() {
        return new Signature<>(
                "scoreGradient",
                Kind.FLOATS,
                List.of("scores", "positive", "beta"),
                List.of(Kind.FLOATS, Kind.INT, Kind.DOUBLE),
                (f, a) -> f.apply((float[]) a[0], (int) a[1], (double) a[2]));
    }

    private static Call any(RandomGenerator r, double beta) {
        int k = r.nextInt(4, 9);
        return InfoNceScoresCheck.call(Scores.cosines(r, k), r.nextInt(1, k), beta);
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

    /** beta (p_j - [j is the positive]). */
    private static double[] gradient(double[] scores, int positive, double beta) {
        double sum = Scores.logSumExp(scores, beta);
        double[] gradient = new double[scores.length];
        for (int j = 0; j < scores.length; j++) {
            gradient[j] = beta * (Math.exp(beta * scores[j] - sum) - (j == positive ? 1 : 0));
        }
        return gradient;
    }

    private static double[] softmax(float[] scores, double beta) {
        double sum = Scores.logSumExp(InfoNceScoresCheck.doubles(scores), beta);
        double[] p = new double[scores.length];
        for (int j = 0; j < p.length; j++) {
            p[j] = Math.exp(beta * scores[j] - sum);
        }
        return p;
    }

    private interface Entry {
        double of(int index, double probability);
    }

    private static float[] map(double[] probabilities, Entry entry) {
        float[] result = new float[probabilities.length];
        for (int j = 0; j < result.length; j++) {
            result[j] = (float) entry.of(j, probabilities[j]);
        }
        return result;
    }

    private static float[] floats(double... doubles) {
        return map(doubles, (j, x) -> x);
    }
}
