package kontrast.grader.exercise.infonce;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.3: the part of the push that the hardest negative takes, mean over a batch. */
final class HardestShareCheck {

    /** Scores are floats, exact in double; with some the sums are in float. */
    private static final double TOLERANCE = 1e-5;

    private HardestShareCheck() {}

    static Check.Draft create() {
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
        return Check.of("8.3")
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
                .property(Property.pure(1, sharp));
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
}
