package kontrast.evaluate;

import java.util.Arrays;
import java.util.Locale;

/**
 * Mean and spread of a figure over seeds.
 *
 * <pre>  mean = sum x / n      std = sqrt(sum (x - mean)^2 / (n - 1)) </pre>
 *
 * @param mean arithmetic mean
 * @param std sample standard deviation; NaN for a single number, which has no spread
 * @param n how many numbers, at least 1
 */
public record Summary(double mean, double std, int n) {

    /**
     * Summarises numbers.
     *
     * @param numbers one a seed, at least one
     * @return mean, sample standard deviation, n
     * @throws IllegalArgumentException if there are none
     */
    public static Summary of(double... numbers) {
        int n = numbers.length;
        if (n == 0) {
            throw new IllegalArgumentException("a summary needs at least one number");
        }
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double square = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return new Summary(mean, n == 1 ? Double.NaN : Math.sqrt(square / (n - 1)), n);
    }

    /**
     * Returns how far the mean is from 0, in its standard errors.
     *
     * <pre>  t = mean / (std / sqrt(n)) </pre>
     *
     * @return t; 0 where the mean is 0, infinite where all numbers are equal and not 0, NaN for a single one
     */
    public double errors() {
        double error = std / Math.sqrt(n);
        return mean == 0 ? 0 : mean / error;
    }

    /** Returns a share in per cent, as tables have it: {@code 62.3 ± 1.4}, or {@code 62.3} of a single number. */
    String percent() {
        return n == 1
                ? String.format(Locale.ROOT, "%.1f", 100 * mean)
                : String.format(Locale.ROOT, "%.1f ± %.1f", 100 * mean, 100 * std);
    }

    /** Returns for instance {@code 0.623 ± 0.014 (n = 3)}. */
    @Override
    public String toString() {
        return n == 1
                ? String.format(Locale.ROOT, "%.3f (n = 1)", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f (n = %d)", mean, std, n);
    }
}
