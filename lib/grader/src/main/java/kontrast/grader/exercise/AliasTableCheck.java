package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.AliasTable;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/**
 * Exercise 10.2: the columns of the alias method. Many tables are right; a table is judged by what
 * it draws. Mistakes are recognised in tables that were filled in the order that the text asks for.
 */
final class AliasTableCheck {

    /** Thresholds are floats, each the result of a few differences. */
    private static final double TOLERANCE = 1e-5;

    private AliasTableCheck() {}

    static Check<AliasTable> create() {
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
        return Check.of("10.2", "The alias table", 4, signature())
                .reference(w -> new Columns().fill(w))
                .example(
                        "Weights (1, 2, 5), so n = 3 and the heights are 3/8, 6/8 and 15/8: draw"
                                + " three columns of height 1 and fill them.",
                        Call.of(Value.of(1f, 2f, 5f)))
                .property(property("draws right for weights that add up to 1", 2, probabilities)
                        .asEssential())
                .property(property("draws right for any weights", 2, weights))
                .property(property("draws right with a weight of 0 and one that outweighs all others", 1, lopsided))
                .property(property("draws right for equal weights", 1, uniform))
                .property(Property.pure(1, weights))
                .misconception(
                        "weights not divided by their sum",
                        w -> new Columns().scaledBy(w.length).fill(w),
                        "You take the weights for probabilities. They need not add up to 1: divide" + " by their sum.")
                .misconception(
                        "heights not times n",
                        w -> new Columns().scaledBy(1 / sum(w)).fill(w),
                        "Your heights add up to 1, not to n, so that every column is poor. n columns"
                                + " of height 1 are to be filled.")
                .misconception(
                        "gift not subtracted",
                        w -> new Columns().giving(0, 0).fill(w),
                        "Your rich outcomes give without getting poorer (or nothing comes of it), so"
                                + " they come out too often.")
                .misconception(
                        "wrong gift subtracted",
                        w -> new Columns().giving(0, 1).fill(w),
                        "You take from the rich what the poor one has. What does it lack to fill its" + " column?")
                .misconception(
                        "fallen rich forgotten",
                        w -> new Columns().fallenForgotten().fill(w),
                        "An outcome that has given much may itself fall below 1, and then needs"
                                + " another to fill its column. Yours is taken for full.")
                .misconception(
                        "gives once only",
                        w -> new Columns().onceOnly().fill(w),
                        "Your rich outcomes give once and are done. One that is still at 1 or above"
                                + " goes on giving.")
                .misconception(
                        "threshold and rest exchanged",
                        w -> new Columns().restAsThreshold().fill(w),
                        "Your threshold is the part that the alias fills. The lower part of column i,"
                                + " up to the threshold, belongs to i itself.")
                .misconception(
                        "threshold as a probability",
                        w -> new Columns().dividedAgain().fill(w),
                        "Your threshold is the probability of the outcome, n times too small. Inside"
                                + " of a column of height 1 it is the height that counts.")
                .misconception(
                        "its own alias",
                        w -> new Columns().ownAlias().fill(w),
                        "Your columns name themselves as alias, so every outcome comes out equally"
                                + " often. The alias is who fills the rest.")
                .misconception(
                        "full columns left at 0",
                        w -> new Columns().leftAtZero().fill(w),
                        "The columns that never were poor still have the 0 that Java put there: they"
                                + " never draw their own outcome. How full are they?")
                .misconception(
                        "aliases counted from 1",
                        w -> {
                            float[][] table = new Columns().fill(w);
                            for (int i = 0; i < w.length; i++) {
                                table[1][i]++;
                            }
                            return table;
                        },
                        "Your aliases are one too large: outcomes are counted from 0.")
                .misconception(
                        "rows exchanged",
                        w -> {
                            float[][] table = new Columns().fill(w);
                            return new float[][] {table[1], table[0]};
                        },
                        "Your two rows are exchanged: first the thresholds, then the aliases.")
                .misconception(
                        "input overwritten",
                        w -> {
                            float[][] table = new Columns().fill(w);
                            double scale = w.length / sum(w);
                            for (int i = 0; i < w.length; i++) {
                                w[i] = (float) (w[i] * scale);
                            }
                            return table;
                        },
                        "The table is right, but the weights are not what they were: the heights"
                                + " need an array of their own.")
                .build();
    }

    private static Signature<AliasTable> signature() {
        return new Signature<>(
                "aliasTable", Kind.MATRIX, List.of("weights"), List.of(Kind.FLOATS), (f, a) -> f.apply((float[]) a[0]));
    }

    private static Property property(String name, int weight, Cases cases) {
        return new Property(name, weight, false, TOLERANCE, cases, Judged.each(AliasTableCheck::fault));
    }

    /** Compares the probabilities that a table draws with, with those of the weights. */
    private static Optional<String> fault(Call call, Value table) {
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
                return Optional.of("a threshold is no share: it lies outside of 0 to 1");
            }
            if (alias != Math.rint(alias) || alias < 0 || alias >= n) {
                return Optional.of("an alias is none of the numbers 0 to n - 1");
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
        float[] weights = Scores.cosines(r, n);
        for (int i = 0; i < n; i++) {
            weights[i] += 1.05f;
        }
        return weights;
    }

    private static float[] scaled(double total, float... weights) {
        double sum = sum(weights);
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] * total / sum);
        }
        return scaled;
    }

    private static double sum(float... weights) {
        double sum = 0;
        for (float w : weights) {
            sum += w;
        }
        return sum;
    }

    /** The table, with a switch for each way to get it wrong. */
    private static final class Columns {
        private double scale;
        private double ofOne = 1;
        private double ofHeight = -1;
        private boolean fallenForgotten;
        private boolean once;
        private boolean rest;
        private boolean divided;
        private boolean own;
        private boolean zero;

        Columns scaledBy(double factor) {
            scale = factor;
            return this;
        }

        /** The rich gives {@code one + height * h} for a poor column of height h. */
        Columns giving(double one, double height) {
            ofOne = one;
            ofHeight = height;
            return this;
        }

        Columns fallenForgotten() {
            fallenForgotten = true;
            return this;
        }

        Columns onceOnly() {
            once = true;
            return this;
        }

        Columns restAsThreshold() {
            rest = true;
            return this;
        }

        Columns dividedAgain() {
            divided = true;
            return this;
        }

        Columns ownAlias() {
            own = true;
            return this;
        }

        Columns leftAtZero() {
            zero = true;
            return this;
        }

        float[][] fill(float... weights) {
            int n = weights.length;
            double factor = scale > 0 ? scale : n / sum(weights);
            double[] height = new double[n];
            boolean[] rich = new boolean[n];
            boolean[] done = new boolean[n];
            float[][] table = new float[2][n];
            for (int i = 0; i < n; i++) {
                height[i] = weights[i] * factor;
                rich[i] = height[i] >= 1;
                table[0][i] = zero ? 0 : 1;
                table[1][i] = zero ? 0 : i;
            }
            int p = first(rich, done, false);
            int r = first(rich, done, true);
            while (p >= 0 && r >= 0) {
                double threshold = rest ? 1 - height[p] : height[p];
                table[0][p] = (float) (divided ? threshold / n : threshold);
                table[1][p] = own ? p : r;
                done[p] = true;
                height[r] -= ofOne + ofHeight * height[p];
                boolean fallen = height[r] < 1;
                rich[r] = !fallen;
                done[r] = once || (fallen && fallenForgotten);
                p = first(rich, done, false);
                r = first(rich, done, true);
            }
            return table;
        }

        private static int first(boolean[] rich, boolean[] done, boolean wanted) {
            for (int i = 0; i < rich.length; i++) {
                if (rich[i] == wanted && !done[i]) {
                    return i;
                }
            }
            return -1;
        }
    }
}
