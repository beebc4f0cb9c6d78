package kontrast.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/**
 * Two Gaussian vectors x and y whose mutual information is known, to see what the bound of {@code
 * kontrast.loss.InfoNce} finds of it.
 *
 * <pre>
 *   x ~ N(0, 1), y = rho x + sqrt(1 - rho^2) e, e ~ N(0, 1), in each of d dimensions
 *   I(x; y) = -(d / 2) ln(1 - rho^2)
 *   I &gt;= ln k - L,   L = -ln( h(x, y) / sum over k candidates of h(x, y_j) )
 * </pre>
 *
 * <p>van den Oord et al., Representation learning with contrastive predictive coding, 2018,
 * appendix A.1; Tian et al., Contrastive multiview coding, 2019, section 3.2. k counts the positive
 * and the negatives. L is at least 0, so the bound never passes ln k: information beyond that stays
 * unseen, however good the critic. With the optimal critic, h proportional to p(y | x) / p(y), the
 * bound is as good as it gets for its k.
 *
 * @param dimension d, at least 1
 * @param correlation rho of each pair of coordinates, in (-1, 1)
 */
public record GaussianPair(int dimension, double correlation) {

    /** ln h of a pair, up to a summand that depends on x alone. */
    @FunctionalInterface
    public interface LogCritic {
        /**
         * Scores a pair.
         *
         * @param x d numbers
         * @param y d numbers
         * @return ln h(x, y)
         */
        double score(double[] x, double[] y);
    }

    /** Two bounds of I(x; y) from below that one batch of k pairs gives. */
    public enum Estimator {
        /** ln k - L, with L the mean of InfoNCE over the k queries: never above ln k. */
        INFO_NCE,
        /**
         * 1 + mean of s over the k pairs - mean of exp(s) over the k (k - 1) others, s = ln h: no ceiling, and with the
         * optimal critic right on average, but its rare terms exp(s) can be huge. Nguyen, Wainwright and Jordan, 2010,
         * as in Poole et al., On variational bounds of mutual information, 2019, section 2.
         */
        NWJ
    }

    /**
     * What the bound says.
     *
     * @param bound ln k - L, in nats, mean over the batches
     * @param error its standard error
     * @param ceiling ln k, the most it could be
     * @param information I(x; y)
     */
    public record Bound(double bound, double error, double ceiling, double information) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "I >= %.3f ± %.3f nats (known: %.3f, ceiling ln k: %.3f)",
                    bound,
                    error,
                    information,
                    ceiling);
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public GaussianPair {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be at least 1, found " + dimension);
        }
        if (!(Math.abs(correlation) < 1)) {
            throw new IllegalArgumentException("correlation must lie in (-1, 1), found %s%s"
                    .formatted(correlation, Math.abs(correlation) == 1 ? "; at 1 the information is infinite" : ""));
        }
    }

    /**
     * Returns the pair that has some information.
     *
     * @param dimension d, at least 1
     * @param information I(x; y) in nats, at least 0
     * @return the pair with rho = sqrt(1 - exp(-2 I / d))
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static GaussianPair of(int dimension, double information) {
        if (!(information >= 0) || Double.isInfinite(information)) {
            throw new IllegalArgumentException(
                    "information must be a finite number of at least 0, found " + information);
        }
        return new GaussianPair(dimension, Math.sqrt(-Math.expm1(-2 * information / dimension)));
    }

    /** Returns the mutual information: -(d / 2) ln(1 - rho^2), in nats. */
    public double information() {
        return -0.5 * dimension * Math.log1p(-correlation * correlation);
    }

    /**
     * Draws one pair.
     *
     * @param random source of the numbers
     * @return {@code [2][d]}: x and y
     */
    public double[][] draw(RandomGenerator random) {
        double[][] pair = new double[2][dimension];
        double rest = Math.sqrt(1 - correlation * correlation);
        for (int i = 0; i < dimension; i++) {
            pair[0][i] = random.nextGaussian();
            pair[1][i] = correlation * pair[0][i] + rest * random.nextGaussian();
        }
        return pair;
    }

    /**
     * Returns the optimal critic.
     *
     * @return ln( p(y | x) / p(y) )
     */
    public LogCritic optimal() {
        double variance = 1 - correlation * correlation;
        return (x, y) -> {
            double sum = 0;
            for (int i = 0; i < dimension; i++) {
                double off = y[i] - correlation * x[i];
                sum += 0.5 * (y[i] * y[i] - off * off / variance - Math.log(variance));
            }
            return sum;
        };
    }

    /**
     * Estimates the bound from fresh draws: in each batch k pairs, each x with the y of all of them
     * as candidates.
     *
     * @param critic the critic
     * @param candidates k, at least 2
     * @param batches how many batches, at least 2
     * @param seed seed of the draws
     * @return the bound, mean and standard error over the batches
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Bound bound(LogCritic critic, int candidates, int batches, long seed) {
        if (candidates < 2 || batches < 2) {
            throw new IllegalArgumentException("the bound needs at least 2 candidates and 2 batches, found %d and %d"
                    .formatted(candidates, batches));
        }
        Summary summary = Summary.of(estimates(Estimator.INFO_NCE, critic, candidates, batches, seed));
        return new Bound(summary.mean(), summary.std() / Math.sqrt(batches), Math.log(candidates), information());
    }

    /**
     * Returns what each of several batches of fresh draws says of the information, to see how far such estimates are
     * off on average (bias) and how much they scatter (variance).
     *
     * @param estimator which bound
     * @param critic the critic
     * @param candidates k, pairs a batch, at least 2
     * @param batches how many batches, at least 1
     * @param seed seed of the draws
     * @return one estimate a batch, in nats
     * @throws IllegalArgumentException if a number is out of its range
     */
    public double[] estimates(Estimator estimator, LogCritic critic, int candidates, int batches, long seed) {
        if (candidates < 2 || batches < 1) {
            throw new IllegalArgumentException(
                    "estimates need at least 2 candidates and 1 batch, found %d and %d".formatted(candidates, batches));
        }
        double[] estimates = new double[batches];
        for (int b = 0; b < batches; b++) {
            double[][] scores = scores(critic, candidates, Seeds.stream(seed, "gaussian pair", b));
            estimates[b] =
                    estimator == Estimator.INFO_NCE ? Math.log(candidates) - loss(scores) : withoutCeiling(scores);
        }
        return estimates;
    }

    /** Scores of all pairs of one batch, in double: it runs on the host, a few million scores a second. */
    private double[][] scores(LogCritic critic, int k, RandomGenerator random) {
        double[][][] pairs = new double[k][][];
        for (int i = 0; i < k; i++) {
            pairs[i] = draw(random);
        }
        double[][] scores = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                scores[i][j] = critic.score(pairs[i][0], pairs[j][1]);
            }
        }
        return scores;
    }

    /** InfoNCE, the positives on the diagonal. */
    private static double loss(double[][] scores) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            double most = Arrays.stream(scores[i]).max().getAsDouble();
            double sum = 0;
            for (double score : scores[i]) {
                sum += Math.exp(score - most);
            }
            loss += most + Math.log(sum) - scores[i][i];
        }
        return loss / scores.length;
    }

    /** 1 + mean of s over the pairs - mean of exp(s) over all others. */
    private static double withoutCeiling(double[][] scores) {
        int k = scores.length;
        double together = 0;
        double apart = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                if (i == j) {
                    together += scores[i][j] / k;
                } else {
                    apart += Math.exp(scores[i][j]) / (k * (k - 1.0));
                }
            }
        }
        return 1 + together - apart;
    }
}
