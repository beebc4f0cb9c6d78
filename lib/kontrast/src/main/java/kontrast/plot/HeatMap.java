package kontrast.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a heat map shows: a matrix with named rows and columns, and the range of its colours.
 *
 * @param columns names of the columns
 * @param rows names of the rows, from the top
 * @param values {@code [rows][columns]}, all finite
 * @param low value of the first colour; below 0 the scale has two signs
 * @param high value of the last colour
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in, and read in this package alone
record HeatMap(List<String> columns, List<String> rows, double[][] values, double low, double high) {

    /** A map whose colours span the values, symmetrically around 0 if some are negative. */
    static HeatMap of(String title, List<String> columns, List<String> rows, double[][] values) {
        if (values.length == 0 || values[0].length == 0 || values.length != rows.size()) {
            throw new IllegalArgumentException("figure \"%s\": expected %d named rows of values, found %d"
                    .formatted(title, rows.size(), values.length));
        }
        double[][] copy = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != columns.size()) {
                throw new IllegalArgumentException("figure \"%s\": expected %d columns, found %d in row %d"
                        .formatted(title, columns.size(), values[i].length, i));
            }
            copy[i] = values[i].clone();
            for (int j = 0; j < copy[i].length; j++) {
                if (!Double.isFinite(copy[i][j])) {
                    throw new IllegalArgumentException("figure \"%s\": value [%d][%d] is %s, expected a finite number"
                            .formatted(title, i, j, copy[i][j]));
                }
            }
        }
        HeatMap map = new HeatMap(List.copyOf(columns), List.copyOf(rows), copy, 0, 0);
        double least = map.least();
        double most = map.most();
        if (least < 0) {
            double end = Math.max(most, -least);
            return map.withRange(-end, end);
        }
        return map.withRange(least, least == most ? least + 1 : most);
    }

    HeatMap withRange(double from, double to) {
        if (!(from < to) || Double.isInfinite(from) || Double.isInfinite(to)) {
            throw new IllegalArgumentException("expected low < high, both finite, found %s and %s".formatted(from, to));
        }
        return new HeatMap(columns, rows, values, from, to);
    }

    boolean hasTwoSigns() {
        return low < 0;
    }

    double least() {
        return all().min().orElseThrow();
    }

    double most() {
        return all().max().orElseThrow();
    }

    private DoubleStream all() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream);
    }
}
