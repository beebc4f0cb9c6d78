package kontrast.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A map of an embedding: its two directions of largest variance (principal components), one colour
 * and shape a class, with a label on every point.
 *
 * <p>With X the centred {@code [n, d]} matrix, the map is X V, where V holds the two leading
 * eigenvectors of X^T X, found by orthogonal iteration; each is signed so that its largest entry is
 * positive, so the same embedding always gives the same map.
 */
public final class EmbeddingMap {

    private static final int ITERATIONS = 100;

    private EmbeddingMap() {}

    /**
     * Returns the map as a scatter plot.
     *
     * @param title what is embedded
     * @param values row-major {@code [rows, dim]}, all finite
     * @param rows number of embedded images, at least 3
     * @param classOf class index of each row
     * @param classes names of the classes
     * @param labels what shows over each point, one a row
     * @return the figure; its axes name the share of variance that they show
     * @throws IllegalArgumentException if lengths do not fit or a value is not finite
     */
    public static Figure of(
            String title, float[] values, int rows, int[] classOf, List<String> classes, List<String> labels) {
        if (classOf.length != rows || labels.size() != rows) {
            throw new IllegalArgumentException("expected a class and a label for each of %d rows, found %d and %d"
                    .formatted(rows, classOf.length, labels.size()));
        }
        Projection projection = project(values, rows);
        List<Series> series = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int wanted = c;
            int[] members =
                    IntStream.range(0, rows).filter(i -> classOf[i] == wanted).toArray();
            if (members.length > 0) {
                series.add(Series.of(
                                classes.get(c),
                                IntStream.of(members)
                                        .mapToDouble(i -> projection.x()[i])
                                        .toArray(),
                                IntStream.of(members)
                                        .mapToDouble(i -> projection.y()[i])
                                        .toArray())
                        .withLabels(IntStream.of(members).mapToObj(labels::get).toList()));
            }
        }
        return Figure.points(
                title, axis(1, projection.shareX()), axis(2, projection.shareY()), series.toArray(Series[]::new));
    }

    /** The two coordinates of each row, and the share of the variance along each. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
    record Projection(double[] x, double[] y, double shareX, double shareY) {}

    static Projection project(float[] values, int rows) {
        if (rows < 3 || values.length % rows != 0 || values.length / rows < 2) {
            throw new IllegalArgumentException(
                    "expected at least 3 rows of at least 2 values, found %d values in %d rows"
                            .formatted(values.length, rows));
        }
        int dim = values.length / rows;
        double[][] centred = new double[rows][dim];
        for (int j = 0; j < dim; j++) {
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                float value = values[i * dim + j];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "value %d of row %d is %s, expected a finite number".formatted(j, i, value));
                }
                mean += value;
            }
            mean /= rows;
            for (int i = 0; i < rows; i++) {
                centred[i][j] = values[i * dim + j] - mean;
            }
        }
        double total = 0;
        for (double[] row : centred) {
            total += dot(row, row);
        }
        double[] first = new double[dim];
        double[] second = new double[dim];
        for (int j = 0; j < dim; j++) {
            first[j] = Math.cos(j);
            second[j] = Math.sin(1.7 * j + 1);
        }
        for (int n = 0; n < ITERATIONS; n++) {
            first = unit(times(centred, first));
            second = times(centred, second);
            double along = dot(first, second);
            for (int j = 0; j < dim; j++) {
                second[j] -= along * first[j];
            }
            second = unit(second);
        }
        double[] x = along(centred, first);
        double[] y = along(centred, second);
        return new Projection(x, y, total == 0 ? 0 : dot(x, x) / total, total == 0 ? 0 : dot(y, y) / total);
    }

    private static String axis(int which, double share) {
        return "component %d (%d %% of variance)".formatted(which, Math.round(100 * share));
    }

    /** X^T (X v). */
    private static double[] times(double[][] rows, double[] v) {
        double[] out = new double[v.length];
        for (double[] row : rows) {
            double score = dot(row, v);
            for (int j = 0; j < out.length; j++) {
                out[j] += score * row[j];
            }
        }
        return out;
    }

    private static double[] along(double[][] rows, double[] direction) {
        int largest = 0;
        for (int j = 1; j < direction.length; j++) {
            if (Math.abs(direction[j]) > Math.abs(direction[largest])) {
                largest = j;
            }
        }
        double sign = Math.signum(direction[largest]);
        double[] out = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = sign * dot(rows[i], direction);
        }
        return out;
    }

    private static double[] unit(double[] v) {
        double norm = Math.sqrt(dot(v, v));
        double[] out = v.clone();
        for (int j = 0; j < out.length && norm > 0; j++) {
            out[j] /= norm;
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
