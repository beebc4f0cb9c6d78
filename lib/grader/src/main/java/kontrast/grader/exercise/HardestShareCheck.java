package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.InfoNceExercises.HardestShare;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.3: the part of the push that the hardest negative takes, mean over a batch. */
final class HardestShareCheck {

    /** Scores are floats, exact in double; with some the sums are in float. */
    private static final double TOLERANCE = 1e-5;

    private HardestShareCheck() {}

    static Check<HardestShare> create() {
        Oracle oracle =
                a -> Value.of(shareOfTheHardest(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases square = Cases.times(4, r -> call(batch(r, 0), 1));
        Cases wide = Cases.times(4, r -> call(batch(r, r.nextInt(1, 4)), 1));
        Cases signed = Cases.times(4, r -> call(batch(r, r.nextInt(0, 3)), r.nextDouble(2, 15)));
        // A search for the largest score must not start at 0.
        Cases negative = Cases.times(1, r -> {
            float[][] scores = batch(r, r.nextInt(0, 3));
            for (float[] row : scores) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (row[j] - 1.2f) / 2;
                }
            }
            return call(scores, r.nextDouble(2, 15));
        });
        Cases sharp = r -> Stream.of(signed, negative)
                .flatMap(cases -> cases.draw(r).stream())
                .toList();
        Cases flat = Cases.times(3, r -> {
            int n = r.nextInt(3, 7);
            float[][] scores = new float[n][n];
            for (int i = 0; i < n; i++) {
                scores[i][i] = (float) r.nextDouble(-1, 1);
            }
            return call(scores, r.nextDouble(0.5, 10));
        });
        return Check.of("8.3", "The share of the hardest negative", 2, signature())
                .reference((scores, beta) -> new Shares(beta).mean(doubles(scores)))
                .example(
                        "Two queries and three candidates, beta 1: the scores of query 0 are"
                                + " (5, 0, 0), those of query 1 are (1.0986, 5, 0), where e^1.0986"
                                + " is 3. The positives are the two fives.",
                        call(new float[][] {{5, 0, 0}, {1.0986123f, 5, 0}}, 1))
                .property(Property.equal(
                                "is right for beta 1 and as many candidates as queries", 2, TOLERANCE, square, oracle)
                        .asEssential())
                .property(Property.equal("is right for more candidates than queries", 1, TOLERANCE, wide, oracle))
                .property(Property.equal("is right for other values of beta", 2, TOLERANCE, sharp, oracle))
                .property(Property.equal("is 1 / (K - 1) when all negatives are alike", 1, TOLERANCE, flat, oracle))
                .property(Property.pure(1, sharp))
                .misconception(
                        "positive in the denominator",
                        (s, beta) -> new Shares(beta).denominatorWithPositive().mean(doubles(s)),
                        "Your denominator holds the positive too. That is a probability of the"
                                + " softmax; asked for is the share among the negatives.")
                .misconception(
                        "positive counted as a negative",
                        (s, beta) -> new Shares(beta)
                                .denominatorWithPositive()
                                .positiveMayWin()
                                .mean(doubles(s)),
                        "You take the largest entry of the whole softmax, which is often the"
                                + " positive. Leave it out first.")
                .misconception(
                        "share of the easiest",
                        (s, beta) -> new Shares(beta).easiest().mean(doubles(s)),
                        "You follow the negative with the lowest score, the easiest one. Hard is what"
                                + " looks most like the positive.")
                .misconception(
                        "beta missing",
                        (s, beta) -> new Shares(1).mean(doubles(s)),
                        "beta changes nothing in your answer. The higher it is, the more the hardest"
                                + " negative takes.")
                .misconception(
                        "divided by beta",
                        (s, beta) -> new Shares(1 / beta).mean(doubles(s)),
                        "With more beta your shares become more equal. beta is the inverse of the" + " temperature.")
                .misconception(
                        "sum, not mean",
                        (s, beta) -> new Shares(beta).mean(doubles(s)) * s.length,
                        "You add up the shares of all queries. Asked for is their mean.")
                .misconception(
                        "divided by the number of candidates",
                        (s, beta) -> new Shares(beta).mean(doubles(s)) * s.length / s[0].length,
                        "You divide by the number of columns. One share a query: how many are" + " added up?")
                .misconception(
                        "columns for rows",
                        (s, beta) -> new Shares(beta).mean(Scores.transposed(square(doubles(s)))),
                        "You go through columns. A query is a row, and its candidates are the" + " columns.")
                .misconception(
                        "only the square part",
                        (s, beta) -> new Shares(beta).mean(square(doubles(s))),
                        "You look at as many candidates as there are queries, and overlook the"
                                + " columns behind them. They are negatives of every query.")
                .misconception(
                        "positive always in column 0",
                        (s, beta) -> new Shares(beta).positiveInFront().mean(doubles(s)),
                        "You leave out column 0 in every row. The positive of row i stands in column" + " i.")
                .misconception(
                        "hardest of the whole batch",
                        (s, beta) -> {
                            double most = 0;
                            double[][] scores = doubles(s);
                            for (int i = 0; i < scores.length; i++) {
                                most = Math.max(most, new Shares(beta).of(scores[i], i));
                            }
                            return most;
                        },
                        "Your number is the largest share of the batch. Each query has a hardest"
                                + " negative of its own; asked for is the mean over the queries.")
                .misconception(
                        "plain scores as weights",
                        (s, beta) -> new Shares(beta).plain().mean(doubles(s)),
                        "You share out by the scores themselves. The push goes by their" + " exponentials.")
                .build();
    }

    private static Signature<HardestShare> signature() {
        return new Signature<>(
                "hardestShare",
                Kind.DOUBLE,
                List.of("scores", "beta"),
                List.of(Kind.MATRIX, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (double) a[1]));
    }

    private static Call call(float[][] scores, double beta) {
        return Call.of(Value.of(scores), Value.of(beta));
    }

    /** N queries, N + more candidates; the positive has often, not always, the highest score. */
    private static float[][] batch(RandomGenerator r, int more) {
        int n = r.nextInt(3, 7);
        float[][] scores = Scores.cosines(r, n, n + more);
        for (int i = 0; i < n; i += 2) {
            scores[i][i] = (float) r.nextDouble(0.95, 1);
        }
        return scores;
    }

    /** The oracle: 1 / w = sum over the negatives of exp(beta (s_in - the largest of them)). */
    private static double shareOfTheHardest(double[][] scores, double beta) {
        double[] shares = new double[scores.length];
        for (int i = 0; i < shares.length; i++) {
            int positive = i;
            double[] negatives = IntStream.range(0, scores[i].length)
                    .filter(j -> j != positive)
                    .mapToDouble(j -> scores[positive][j])
                    .sorted()
                    .toArray();
            double hardest = negatives[negatives.length - 1];
            shares[i] = 1
                    / Arrays.stream(negatives)
                            .map(s -> Math.exp(beta * (s - hardest)))
                            .sum();
        }
        return Arrays.stream(shares).average().orElseThrow();
    }

    private static double[][] doubles(float[][] floats) {
        double[][] doubles = new double[floats.length][];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = InfoNceScoresCheck.doubles(floats[i]);
        }
        return doubles;
    }

    private static double[][] square(double[][] matrix) {
        double[][] cut = new double[matrix.length][];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Arrays.copyOf(matrix[i], matrix.length);
        }
        return cut;
    }

    /** The share, with a switch for each way to get it wrong. */
    private static final class Shares {
        private final double beta;
        private boolean withPositive;
        private boolean positiveWins;
        private boolean easiest;
        private boolean front;
        private boolean plain;

        Shares(double beta) {
            this.beta = beta;
        }

        Shares denominatorWithPositive() {
            withPositive = true;
            return this;
        }

        Shares positiveMayWin() {
            positiveWins = true;
            return this;
        }

        Shares easiest() {
            easiest = true;
            return this;
        }

        Shares positiveInFront() {
            front = true;
            return this;
        }

        Shares plain() {
            plain = true;
            return this;
        }

        double mean(double[][] scores) {
            double sum = 0;
            for (int i = 0; i < scores.length; i++) {
                sum += of(scores[i], front ? 0 : i);
            }
            return sum / scores.length;
        }

        double of(double[] scores, int positive) {
            double chosen = easiest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int j = 0; j < scores.length; j++) {
                double weight = plain ? scores[j] : Math.exp(beta * scores[j]);
                sum += j != positive || withPositive ? weight : 0;
                if (j != positive || positiveWins) {
                    chosen = easiest ? Math.min(chosen, weight) : Math.max(chosen, weight);
                }
            }
            return chosen / sum;
        }
    }
}
