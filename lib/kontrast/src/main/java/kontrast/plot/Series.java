package kontrast.plot;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Named points of a figure: (x, y), optionally with a spread of y and a label to each point.
 *
 * <p>Points whose x or y is not finite (a loss that became NaN, say) are left out, and {@link
 * #leftOut()} counts them; the figure's words mention it.
 */
public final class Series {

    private final String name;
    private final double[] x;
    private final double[] y;
    private final double[] spread;
    private final List<String> labels;
    private final boolean dashed;
    private final int leftOut;

    private Series(
            String name, double[] x, double[] y, double[] spread, List<String> labels, boolean dashed, int leftOut) {
        this.name = name;
        this.x = x;
        this.y = y;
        this.spread = spread;
        this.labels = labels;
        this.dashed = dashed;
        this.leftOut = leftOut;
    }

    /**
     * Returns the points (x[i], y[i]).
     *
     * @param name what the legend says; not blank
     * @param x horizontal positions; copied
     * @param y vertical positions, as many; copied
     * @return the series
     * @throws IllegalArgumentException if the lengths differ or no point is finite
     */
    public static Series of(String name, double[] x, double[] y) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a series needs a name for the legend, found a blank");
        }
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series \"%s\": expected as many x as y, found %d and %d".formatted(name, x.length, y.length));
        }
        int[] kept = IntStream.range(0, x.length)
                .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
                .toArray();
        if (kept.length == 0) {
            throw new IllegalArgumentException(
                    "series \"%s\": none of its %d points is finite; did the loss diverge to NaN?"
                            .formatted(name, x.length));
        }
        return new Series(name, at(x, kept), at(y, kept), null, List.of(), false, x.length - kept.length);
    }

    /**
     * Returns the points (0, y[0]), (1, y[1]), ...
     *
     * @param name what the legend says; not blank
     * @param y vertical positions; copied
     * @return the series
     * @throws IllegalArgumentException if no value is finite
     */
    public static Series of(String name, double... y) {
        return of(name, IntStream.range(0, y.length).asDoubleStream().toArray(), y);
    }

    /**
     * Returns the same points with an error bar each.
     *
     * @param spread half the bar's length, in units of y, at least 0, one a point; copied
     * @return a new series
     * @throws IllegalArgumentException if their number differs from the points' or one is negative
     *     or not finite
     */
    public Series withSpread(double... spread) {
        if (spread.length != y.length) {
            throw new IllegalArgumentException("series \"%s\": expected a spread for each of %d points, found %d"
                    .formatted(name, y.length, spread.length));
        }
        for (double s : spread) {
            if (!(s >= 0) || Double.isInfinite(s)) {
                throw new IllegalArgumentException(
                        "series \"%s\": a spread must be finite and at least 0, found %s".formatted(name, s));
            }
        }
        return new Series(name, x, y, spread.clone(), labels, dashed, leftOut);
    }

    /**
     * Returns the same points with a text that shows when the pointer is over them.
     *
     * @param labels one a point, shown to a pointer; where points are few, the part before a colon stands beside them
     *     in the static picture
     * @return a new series
     * @throws IllegalArgumentException if their number differs from the points'
     */
    public Series withLabels(List<String> labels) {
        if (labels.size() != y.length) {
            throw new IllegalArgumentException("series \"%s\": expected a label for each of %d points, found %d"
                    .formatted(name, y.length, labels.size()));
        }
        return new Series(name, x, y, spread, List.copyOf(labels), dashed, leftOut);
    }

    /**
     * Returns the same points, drawn as a dashed grey line: a reference such as the chance level. A second one in the
     * same figure is dotted.
     */
    public Series asReference() {
        return new Series(name, x, y, spread, labels, true, leftOut);
    }

    /** Returns how many points were left out because x or y is not finite. */
    public int leftOut() {
        return leftOut;
    }

    String name() {
        return name;
    }

    double[] x() {
        return x;
    }

    double[] y() {
        return y;
    }

    double[] spread() {
        return spread;
    }

    List<String> labels() {
        return labels;
    }

    boolean isReference() {
        return dashed;
    }

    private static double[] at(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }
}
