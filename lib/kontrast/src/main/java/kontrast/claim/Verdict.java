package kontrast.claim;

import java.util.Locale;
import kontrast.evaluate.Summary;

/**
 * What measurements say of a claim "this is more than that": the one rule of all lectures, tables and tests.
 *
 * <pre>
 *   d_i = a_i - b_i for each seed i,   t = mean(d) / (std(d) / sqrt(n))
 *   t at least 3: holds;  2 to 3: points that way;  -3 or less: the opposite;  else: undecided
 * </pre>
 *
 * <p>The differences are paired: runs of one seed share first weights and order of the images, so what they share does
 * not count as noise. With three seeds chance alone reaches t = 3 one time in twenty, and t = 2 one time in eleven
 * (Student's distribution with two degrees of freedom, one side): a modest bar, which is why mean and spread stand
 * beside each verdict. And the spread is that of the seeds alone. Where all seeds are asked the same n pictures, a
 * difference of less than sqrt(p (1 - p) / n), 0.029 for 300 drawings and 0.015 for 1,000 photographs, may be these
 * pictures' own, however large t is.
 *
 * @param kind what the rule says
 * @param difference mean of the paired differences, positive where the claim has it; NaN where nothing is measured
 * @param spread their standard deviation
 * @param errors t, the mean in standard errors; infinite where all differences are equal and not 0
 * @param seeds n
 */
public record Verdict(Kind kind, double difference, double spread, double errors, int seeds) {

    /** Fewest seeds that say anything. */
    public static final int SEEDS = 3;

    private static final double SURE = 3;
    private static final double LIKELY = 2;

    /** The verdicts, from the best for a claim to the worst. */
    public enum Kind {
        /** The difference is three standard errors or more. */
        HOLDS("holds"),
        /** It is two to three. */
        POINTS_THAT_WAY("points that way"),
        /** It is less than two either way, or less than three against the claim. */
        UNDECIDED("undecided"),
        /** It is three or more against the claim. */
        OPPOSITE("the opposite"),
        /** There are fewer than {@link #SEEDS} seeds. */
        NOT_MEASURED("not measured yet");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns the words of tables and lectures. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Judges whether one figure is more than another.
     *
     * @param more what is claimed to be more, a number for each seed
     * @param less what is claimed to be less, of the same seeds in the same order
     * @return the verdict
     * @throws IllegalArgumentException if the numbers of seeds differ
     */
    public static Verdict of(double[] more, double[] less) {
        if (more.length != less.length) {
            throw new IllegalArgumentException(
                    "%d seeds against %d: differences are taken seed by seed".formatted(more.length, less.length));
        }
        int n = more.length;
        if (n < SEEDS) {
            return new Verdict(Kind.NOT_MEASURED, Double.NaN, Double.NaN, Double.NaN, n);
        }
        double[] differences = new double[n];
        for (int i = 0; i < n; i++) {
            differences[i] = more[i] - less[i];
        }
        Summary summary = Summary.of(differences);
        double t = summary.errors();
        return new Verdict(kind(t), summary.mean(), summary.std(), t, n);
    }

    private static Kind kind(double t) {
        if (t >= SURE) {
            return Kind.HOLDS;
        }
        if (t >= LIKELY) {
            return Kind.POINTS_THAT_WAY;
        }
        return t <= -SURE ? Kind.OPPOSITE : Kind.UNDECIDED;
    }

    /** Returns for instance {@code holds: 0.161 ± 0.028, 10 standard errors, 3 seeds}. */
    @Override
    public String toString() {
        return kind == Kind.NOT_MEASURED
                ? kind.toString()
                : String.format(
                        Locale.ROOT,
                        "%s: %.3f ± %.3f, %.1f standard errors, %d seeds",
                        kind,
                        difference,
                        spread,
                        errors,
                        seeds);
    }
}
