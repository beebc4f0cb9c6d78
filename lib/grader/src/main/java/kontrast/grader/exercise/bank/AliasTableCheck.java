package kontrast.grader.exercise.bank;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * 10.2: the columns of the alias method. Many tables are right; a table is judged by what
 * it draws.
 */
final class AliasTableCheck {

    /** Thresholds are floats, each the result of a few differences. */
    private static final double TOLERANCE = 1e-5;

    private AliasTableCheck() {}

    static Check.Draft create() {
        Cases probabilities = Cases.times(5, r -> Call.of(Value.of(scaled(1, weights(r, r.nextInt(4, 9))))));
        Cases weights = Cases.times(5, r -> {
            float[] w = weights(r, r.nextInt(4, 9));
            return Call.of(Value.of(scaled(r.nextDouble(2, 9), w)));
        });
        Cases lopsided = Cases.times(3, r -> {
            float[] w = weights(r, r.nextInt(5, 9));
            w[r.nextInt(0, 2)] = 0;
            w[r.nextInt(2, w.length)] = 5;
            return Call.of(Value.of(w));
        });
        Cases uniform = Cases.times(2, r -> {
            float[] w = new float[r.nextInt(3, 9)];
            // Sums of such a number are rounded, so that the heights come out just below or above 1.
            Arrays.fill(w, r.nextFloat(0.1f, 1));
            return Call.of(Value.of(w));
        });
        return Check.of("10.2")
                .example(
                        "Weights (1, 4, 4), so n = 3 and the heights are 1/3, 4/3 and 4/3: draw"
                                + " three columns of height 1 and fill them.",
                        Call.of(Value.of(1f, 4f, 4f)))
                .property(property("draws correctly for weights that add up to 1", 2, probabilities)
                        .asEssential())
                .property(property("draws correctly for any weights", 2, weights))
                .property(property("draws correctly with a weight of 0 and one that outweighs all others", 1, lopsided))
                .property(property("draws correctly for equal weights", 1, uniform))
                .property(Property.pure(1, weights));
    }

    private static Property property(String name, int weight, Cases cases) {
        return new Property(name, weight, false, TOLERANCE, cases, Property.each(AliasTableCheck::fault));
    }

    /** Compares the probabilities that a table draws with, with those of the weights. */
    private static Optional<String> fault(Call call, Outcome outcome) {
        Value table = outcome.result();
        double[] weights = call.arguments().get(0).data();
        int n = weights.length;
        if (table.kind() != Kind.MATRIX || table.length(0) != 2 || table.length(1) != n) {
            return Optional.of("the result is %s; expected float[2][%d]".formatted(table.describe(), n));
        }
        double[] drawn = new double[n];
        for (int i = 0; i < n; i++) {
            double threshold = table.at(0, i);
            double alias = table.at(1, i);
            if (!(threshold >= 0 && threshold <= 1 + TOLERANCE)) {
                return Optional.of("a threshold lies outside the range from 0 to 1");
            }
            if (alias != Math.rint(alias) || alias < 0 || alias >= n) {
                return Optional.of("an alias is not one of the numbers 0 to n - 1");
            }
            drawn[i] += threshold / n;
            drawn[(int) alias] += (1 - threshold) / n;
        }
        double sum = Arrays.stream(weights).sum();
        double worst = 0;
        for (int i = 0; i < n; i++) {
            worst = Math.max(worst, Math.abs(drawn[i] - weights[i] / sum));
        }
        return worst <= TOLERANCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "with this table the probability of an outcome is off by up to %.2g", worst));
    }

    /** At least two poor columns and two rich ones: {@code 1 2 .. n}, roughly, in random order. */
    private static float[] weights(RandomGenerator r, int n) {
        float[] weights = Draw.cosines(r, n);
        for (int i = 0; i < n; i++) {
            weights[i] += 1.05f;
        }
        return weights;
    }

    private static float[] scaled(double total, float... weights) {
        double sum = Arrays.stream(Value.of(weights).data()).sum();
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * total / sum);
        }
        return scaled;
    }
}
