package kontrast.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Middle and spread of repeated measurements: medians and quartiles, which a disturbance of a few
 * of them does not move.
 *
 * @param median the middle
 * @param low the first quartile
 * @param high the third quartile
 */
record Spread(double median, double low, double high) {

    /**
     * Summarises measurements; quartiles between two of them are interpolated.
     *
     * @param values at least one
     * @return median and quartiles
     * @throws IllegalArgumentException if there is none
     */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is nothing to summarise");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
    }

    private static double quantile(double[] sorted, double q) {
        double place = q * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * Returns all three times a factor, e.g. to turn seconds into milliseconds.
     *
     * @param factor above 0
     * @return the scaled spread
     */
    Spread times(double factor) {
        return new Spread(median * factor, low * factor, high * factor);
    }

    /**
     * Returns the median and, in brackets, the quartiles.
     *
     * @param decimals places after the point
     * @return e.g. {@code 1.23 (1.20-1.31)}
     */
    String text(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + "-" + number + ")", median, low, high);
    }
}
