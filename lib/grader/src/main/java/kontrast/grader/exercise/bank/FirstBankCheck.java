package kontrast.grader.exercise.bank;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 10.1: rows of U(-a, a) whose expected squared length is 1. */
final class FirstBankCheck {

    /** One product in float. */
    private static final double TOLERANCE = 1e-5;

    private FirstBankCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double bound = Math.sqrt(3.0 / a.get(0).length(1));
            double[][] u = Draw.matrix(a.get(0));
            for (double[] row : u) {
                Arrays.setAll(row, j -> bound * (2 * row[j] - 1));
            }
            return Value.of(Unpack.rounded(u));
        };
        Cases thirds = Cases.times(3, r -> Call.of(Value.of(uniform(r, 3 * r.nextInt(2, 6)))));
        Cases any = Cases.times(4, r -> Call.of(Value.of(uniform(r, 3 * r.nextInt(2, 6) + r.nextInt(1, 3)))));
        Cases large = Cases.times(2, r -> {
            float[][] u = new float[200][r.nextInt(60, 100)];
            fill(r, u);
            return Call.of(Value.of(u));
        });
        return Check.of("10.1")
                .example(
                        "Two rows with d = 12 entries each: all of the first are 0, all of the second"
                                + " are 0.5. Where in the interval from -a to a do these two lie?",
                        Call.of(Value.of(new float[][] {filled(0), filled(0.5f)})))
                .property(Property.equal("is right where d is a multiple of 3", 2, TOLERANCE, thirds, oracle)
                        .asEssential())
                .property(Property.equal("is right for any d", 1, TOLERANCE, any, oracle))
                .property(new Property(
                        "gives rows whose squared length is 1 on average",
                        1,
                        false,
                        0.05, // 200 rows of 60: the mean has a standard error of 0.008
                        large,
                        Property.each(FirstBankCheck::squaredLength)))
                .property(Property.pure(1, any));
    }

    private static Optional<String> squaredLength(Call call, Outcome outcome) {
        Value bank = outcome.result();
        if (bank.kind() != Kind.MATRIX || bank.size() != call.arguments().get(0).size()) {
            return Optional.of("the result is " + bank.describe());
        }
        double sum = 0;
        for (double x : bank.data()) {
            sum += x * x;
        }
        double mean = sum / bank.length(0);
        return Math.abs(mean - 1) <= 0.05
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "the mean squared length of your rows is %.3g", mean));
    }

    private static float[] filled(float value) {
        float[] row = new float[12];
        Arrays.fill(row, value);
        return row;
    }

    /** More rows than columns, so that the two are not confused unseen. */
    private static float[][] uniform(RandomGenerator r, int dimension) {
        float[][] u = new float[dimension + r.nextInt(1, 4)][dimension];
        fill(r, u);
        return u;
    }

    private static void fill(RandomGenerator r, float[][] u) {
        for (float[] row : u) {
            for (int j = 0; j < row.length; j++) {
                row[j] = r.nextFloat();
            }
        }
    }
}
