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
import kontrast.grader.exercise.InfoNceExercises.ScoreLoss;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.1: InfoNCE of one query, from its scores. */
final class InfoNceScoresCheck {

    /** Scores are floats, exact in double; the sums are in double or, with some, in float. */
    private static final double TOLERANCE = 1e-4;

    private InfoNceScoresCheck() {}

    static Check<ScoreLoss> create() {
        Oracle oracle = oracle();
        Cases plain = Cases.times(4, r -> call(Scores.cosines(r, r.nextInt(3, 9)), 0, 1));
        Cases anywhere = Cases.times(4, r -> {
            int k = r.nextInt(3, 9);
            return call(Scores.cosines(r, k), r.nextInt(1, k), 1);
        });
        Cases sharp = Cases.times(5, r -> call(r, r.nextDouble(2, 20), r.nextBoolean()));
        Cases equal = Cases.times(3, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            Arrays.fill(scores, (float) r.nextDouble(-1, 1));
            return call(scores, r.nextInt(scores.length), r.nextDouble(0.5, 3));
        });
        Cases wide = r -> Stream.of(true, false, true, false)
                .map(best -> call(r, r.nextDouble(2000, 3000), best))
                .toList();
        // All exponents are far below 0, where exp is 0: a maximum must not start there.
        Cases negative = Cases.times(2, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            for (int j = 0; j < scores.length; j++) {
                scores[j] = (float) r.nextDouble(-1, -0.4);
            }
            return call(scores, r.nextInt(scores.length), r.nextDouble(2000, 3000));
        });
        Cases cold = r -> Stream.of(wide, negative)
                .flatMap(cases -> cases.draw(r).stream())
                .toList();
        return Check.of("8.1", "One question: InfoNCE of scores", 3, signature())
                .reference((scores, positive, beta) -> Scores.infoNce(doubles(scores), positive, beta))
                .example(
                        "Scores (0, 0, 0, 0), the positive is number 2, beta 5. Four candidates that"
                                + " look alike: with what probability does one guess right?",
                        call(new float[4], 2, 5))
                .property(Property.equal("is right for beta 1 and the positive in front", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right wherever the positive stands", 1, TOLERANCE, anywhere, oracle))
                .property(Property.equal("is right for other values of beta", 2, TOLERANCE, sharp, oracle))
                .property(Property.equal("is right when all scores are equal", 1, TOLERANCE, equal, oracle))
                .property(Property.equal(
                        "stays finite and right for a beta in the thousands", 2, TOLERANCE, cold, oracle))
                .property(Property.pure(1, sharp))
                .misconception(
                        "positive left out of the denominator",
                        (s, p, beta) -> Scores.logSumExp(without(s, p), beta) - beta * s[p],
                        "Your sum runs over the negatives alone, so that the fraction is no"
                                + " probability: it can exceed 1, and the loss fall below 0. Over"
                                + " which j does the sum run?")
                .misconception(
                        "beta missing",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p, 1),
                        "beta changes nothing in your loss. It multiplies every score, before the" + " exponential.")
                .misconception(
                        "divided by beta",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p, 1 / beta),
                        "You divide by beta, as one would by a temperature. beta is the inverse of"
                                + " the temperature: more of it makes the differences larger.")
                .misconception(
                        "beta in the numerator only",
                        (s, p, beta) -> Scores.logSumExp(doubles(s), 1) - beta * s[p],
                        "beta reaches the numerator and not the sum. Then the fraction is no"
                                + " probability any more.")
                .misconception(
                        "beta outside the logarithm",
                        (s, p, beta) -> beta * Scores.infoNce(doubles(s), p, 1),
                        "You multiply the finished loss by beta. Look where beta stands in the"
                                + " formula: it sharpens the scores themselves.")
                .misconception(
                        "positive taken to be the first",
                        (s, p, beta) -> Scores.infoNce(doubles(s), 0, beta),
                        "You always take the first candidate for the positive. What is the second" + " argument for?")
                .misconception(
                        "counted from 1",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p - 1, beta),
                        "You take the neighbour of the positive (and number 0 has none): candidates"
                                + " are counted from 0.")
                .misconception(
                        "sign",
                        (s, p, beta) -> -Scores.infoNce(doubles(s), p, beta),
                        "Your loss is the logarithm of the probability itself, never above 0: it"
                                + " would fall as the answers get worse.")
                .misconception(
                        "logarithm missing",
                        (s, p, beta) -> -Math.exp(-Scores.infoNce(doubles(s), p, beta)),
                        "This is minus the probability of the right answer. One function of the"
                                + " formula is missing.")
                .misconception(
                        "logarithm to base 10",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p, beta) / Math.log(10),
                        "Your logarithm has base 10 (Math.log10). The formula has the natural one:"
                                + " losses are in nats.")
                .misconception(
                        "mean in the denominator",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p, beta) - Math.log(s.length),
                        "Your denominator is the mean of the exponentials, not their sum: a pure"
                                + " guess costs you nothing.")
                .misconception(
                        "exponential overflows",
                        (s, p, beta) -> naive(s, p, beta),
                        "Right on paper. But exp(2000) is infinite in a double, and exp(-2000) is 0."
                                + " Subtract the largest beta s_j from all exponents first: what does"
                                + " that do to the fraction?")
                .misconception(
                        "probability vanishes",
                        (s, p, beta) -> {
                            double most = max(s) * beta;
                            double sum = 0;
                            for (float x : s) {
                                sum += Math.exp(beta * x - most);
                            }
                            return -Math.log(Math.exp(beta * s[p] - most) / sum);
                        },
                        "The sum no longer overflows, but the probability of an unlikely positive is"
                                + " rounded to 0, and log(0) is infinite. Take the fraction apart"
                                + " first: the logarithm of an exponential needs no exponential.")
                .misconception(
                        "largest score not put back",
                        (s, p, beta) -> Scores.infoNce(doubles(s), p, beta) - beta * max(s),
                        "You subtract the largest score in the sum but not in the numerator (or do"
                                + " not add it again after the logarithm), so your loss depends on"
                                + " it.")
                .misconception(
                        "a yes-or-no question for each",
                        (s, p, beta) -> {
                            double loss = 0;
                            for (int j = 0; j < s.length; j++) {
                                loss += Math.log1p(Math.exp((j == p ? -beta : beta) * s[j]));
                            }
                            return loss;
                        },
                        "You ask of each candidate by itself whether it is the positive (a sigmoid"
                                + " each). InfoNCE asks one question with k answers, which share one"
                                + " denominator.")
                .build();
    }

    /** The loss, in double. */
    static Oracle oracle() {
        return a -> Value.of(Scores.infoNce(
                a.get(0).data(), (int) a.get(1).number(), a.get(2).number()));
    }

    private static Signature<ScoreLoss> signature() {
        return new Signature<>(
                "infoNce",
                Kind.DOUBLE,
                List.of("scores", "positive", "beta"),
                List.of(Kind.FLOATS, Kind.INT, Kind.DOUBLE),
                (f, a) -> f.apply((float[]) a[0], (int) a[1], (double) a[2]));
    }

    /** The positive is not the first, and has the best score of all, or the worst. */
    private static Call call(RandomGenerator r, double beta, boolean best) {
        int k = r.nextInt(4, 9);
        float[] scores = Scores.cosines(r, k);
        int positive = r.nextInt(1, k);
        scores[positive] = best ? 1 : -1;
        return call(scores, positive, beta);
    }

    static Call call(float[] scores, int positive, double beta) {
        return Call.of(Value.of(scores), Value.of(positive), Value.of(beta));
    }

    static double[] doubles(float... floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    static double[] without(float[] scores, int positive) {
        double[] rest = new double[scores.length - 1];
        for (int j = 0; j < rest.length; j++) {
            rest[j] = scores[j < positive ? j : j + 1];
        }
        return rest;
    }

    private static double max(float... scores) {
        double most = scores[0];
        for (float s : scores) {
            most = Math.max(most, s);
        }
        return most;
    }

    private static double naive(float[] scores, int positive, double beta) {
        double sum = 0;
        for (float s : scores) {
            sum += Math.exp(beta * s);
        }
        return -Math.log(Math.exp(beta * scores[positive]) / sum);
    }
}
