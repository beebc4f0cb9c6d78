package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.Normaliser;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 10.4: Z = n times the mean of exp(s). */
final class NormaliserCheck {

    /** Scores are floats, exact in double; with some the sums are in float. */
    private static final double TOLERANCE = 1e-4;

    private NormaliserCheck() {}

    static Check<Normaliser> create() {
        Oracle oracle = a -> {
            double sum = 0;
            for (double s : a.get(0).data()) {
                sum += Math.exp(s);
            }
            return Value.of(a.get(1).number() * sum / a.get(0).size());
        };
        Cases one = Cases.times(4, r -> call(scores(r, 1, 2), r.nextInt(20, 500)));
        Cases batch = Cases.times(4, r -> call(scores(r, r.nextInt(2, 6), 2), r.nextInt(20, 500)));
        Cases flat = Cases.times(2, r -> {
            float[][] s = new float[3][5];
            float level = (float) r.nextDouble(-1, 1);
            for (float[] row : s) {
                Arrays.fill(row, level);
            }
            return call(s, r.nextInt(20, 500));
        });
        return Check.of("10.4", "The normaliser Z", 1, signature())
                .reference((s, n) -> n * mean(s, 0, Math::exp))
                .example(
                        "One row of scores, (0, 1.0986, 0, 1.0986), and 100 images; e^1.0986 is 3.",
                        call(new float[][] {{0, 1.0986123f, 0, 1.0986123f}}, 100))
                .property(Property.equal("is right for one query", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("is right for a batch", 1, TOLERANCE, batch, oracle))
                .property(Property.equal("is right for equal scores", 1, TOLERANCE, flat, oracle))
                .property(Property.pure(1, batch))
                .misconception(
                        "images forgotten",
                        (s, n) -> mean(s, 0, Math::exp),
                        "This is the mean of exp(s). Z stands for the sum over all n images.")
                .misconception(
                        "sum over the candidates",
                        (s, n) -> s.length * s[0].length * mean(s, 0, Math::exp),
                        "You add up exp(s) over the candidates that were drawn. They are a sample:"
                                + " how does one get from a sample's mean to the sum over all n?")
                .misconception(
                        "sum times images",
                        (s, n) -> (double) n * s.length * s[0].length * mean(s, 0, Math::exp),
                        "You multiply the sum over the candidates by n. It is their mean that stands"
                                + " for one image.")
                .misconception(
                        "mean over the candidates, sum over the rows",
                        (s, n) -> n * s.length * mean(s, 0, Math::exp),
                        "Your Z grows with the batch: you add up the rows. The mean runs over all"
                                + " entries of the matrix.")
                .misconception(
                        "exponential of the mean",
                        (s, n) -> n * Math.exp(mean(s, 0, x -> x)),
                        "You take the mean first and the exponential after it. The mean of"
                                + " exponentials is larger.")
                .misconception(
                        "exponential forgotten",
                        (s, n) -> n * mean(s, 0, x -> x),
                        "You add up the scores themselves. The density is exp(s) / Z.")
                .misconception(
                        "logarithm of Z",
                        (s, n) -> Math.log(n * mean(s, 0, Math::exp)),
                        "This is log Z. It is what a program keeps, to be safe; here Z itself is" + " asked for.")
                .misconception(
                        "negatives only",
                        (s, n) -> n * mean(s, 1, Math::exp),
                        "You leave column 0 out. The mean runs over all entries, the positives too.")
                .misconception(
                        "row by row",
                        (s, n) -> n * mean(new float[][] {s[0]}, 0, Math::exp),
                        "You use the first query only. The more scores, the better the estimate:" + " take all rows.")
                .build();
    }

    private static Signature<Normaliser> signature() {
        return new Signature<>(
                "normaliser",
                Kind.DOUBLE,
                List.of("scores", "images"),
                List.of(Kind.MATRIX, Kind.INT),
                (f, a) -> f.apply((float[][]) a[0], (int) a[1]));
    }

    private static Call call(float[][] scores, int images) {
        return Call.of(Value.of(scores), Value.of(images));
    }

    /** Scores in [-scale, scale]. */
    static float[][] scores(RandomGenerator r, int rows, double scale) {
        float[][] scores = Scores.cosines(r, rows, r.nextInt(4, 8));
        for (float[] row : scores) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= (float) scale;
            }
        }
        return scores;
    }

    private static double mean(float[][] scores, int from, DoubleUnaryOperator function) {
        double sum = 0;
        int count = 0;
        for (float[] row : scores) {
            for (int j = from; j < row.length; j++) {
                sum += function.applyAsDouble(row[j]);
                count++;
            }
        }
        return sum / count;
    }
}
