package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import kontrast.tensor.Transfer;

/**
 * Principal directions of a set of vectors: along the first of them the vectors vary most, along the
 * second most of what is left, and so on.
 *
 * <pre>
 *   C = 1/N  sum over i of  (x_i - m)(x_i - m)^T,   m = mean of the x_i
 *   C v_j = lambda_j v_j,   lambda_1 &gt;= lambda_2 &gt;= ..,   v_j of length 1
 *   projection on the first k:   m + sum over j &lt;= k of  v_j v_j^T (x - m)
 * </pre>
 *
 * <p>Of all linear ways to write a vector down as k numbers and read it again, the projection loses
 * least in the mean square (Eckart and Young, The approximation of one matrix by another of lower
 * rank, 1936): what is lost on the vectors themselves is the sum of the lambdas from k + 1 on. So a
 * linear autoencoder can at best find it (Baldi and Hornik, Neural networks and principal component
 * analysis, 1989).
 *
 * <p>The eigenvectors are those of the smaller of the two matrices X X^T and X^T X, in double
 * precision; a thousand vectors take some seconds, five hundred less than one.
 */
public final class PrincipalDirections {

    /** Below this share of the largest variance there is nothing but rounding of float32. */
    private static final double NOTHING = 1e-10;

    private final float[] mean;
    private final float[] directions; // [k, d]
    private final double[] variances; // [k]

    private PrincipalDirections(float[] mean, float[] directions, double... variances) {
        this.mean = mean;
        this.directions = directions;
        this.variances = variances;
    }

    /**
     * Computes all directions along which the vectors vary.
     *
     * @param x {@code [N, d]}, N at least 2
     * @return at most min(N - 1, d) directions, each with its largest entry positive
     * @throws IllegalArgumentException if all vectors are equal
     */
    public static PrincipalDirections of(Features x) {
        Features centred = x.centred();
        float[] mean = new float[x.dim()];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = x.values()[j] - centred.values()[j];
        }
        GramEigen eigen = GramEigen.of(centred);
        double[] values = eigen.values();
        int k = 0;
        int most = Math.min(x.rows() - 1, x.dim());
        while (k < most && values[k] > NOTHING * values[0]) {
            k++;
        }
        if (k == 0) {
            throw new IllegalArgumentException("all %d vectors are equal: there is no direction".formatted(x.rows()));
        }
        double[] variances = new double[k];
        double[] rows = new double[k * values.length];
        for (int i = 0; i < k; i++) {
            variances[i] = values[i] / x.rows();
            System.arraycopy(eigen.vector(i), 0, rows, i * values.length, values.length);
        }
        if (!GramEigen.ofRows(x)) {
            return new PrincipalDirections(mean, signed(rows, k), variances);
        }
        try (NDManager manager = DotProducts.manager()) {
            NDArray a = centred.tensor(manager).toType(DataType.FLOAT64, false); // [N, d]
            NDArray v = Transfer.send(manager, rows, k, values.length).matMul(a); // [k, d]
            return new PrincipalDirections(mean, signed(Transfer.doubles(v), k), variances);
        }
    }

    /** Brings each of k rows to length 1, with its largest entry positive. */
    private static float[] signed(double[] rows, int k) {
        int d = rows.length / k;
        float[] out = new float[rows.length];
        for (int i = 0; i < k; i++) {
            double square = 0;
            double largest = 0;
            for (int j = i * d; j < (i + 1) * d; j++) {
                square += rows[j] * rows[j];
                largest = Math.abs(rows[j]) > Math.abs(largest) ? rows[j] : largest;
            }
            double scale = Math.signum(largest) / Math.sqrt(square);
            for (int j = i * d; j < (i + 1) * d; j++) {
                out[j] = (float) (scale * rows[j]);
            }
        }
        return out;
    }

    /** Returns how many directions there are. */
    public int count() {
        return variances.length;
    }

    /** Returns the lambdas: the variance along each direction, the largest first. */
    public double[] variances() {
        return variances.clone();
    }

    /**
     * Returns the mean of the vectors.
     *
     * @param manager owns the result
     * @param shape its shape, with d values, e.g. that of one picture
     * @return m
     */
    public NDArray mean(NDManager manager, Shape shape) {
        return Transfer.send(manager, mean, shape.getShape());
    }

    /**
     * Returns the first directions.
     *
     * @param manager owns the result
     * @param k how many, from 1 to {@link #count()}
     * @param shape the shape of each, with d values, e.g. that of one picture
     * @return {@code [k, shape]}
     * @throws IllegalArgumentException if there are not so many
     */
    public NDArray directions(NDManager manager, int k, Shape shape) {
        check(k, 1);
        float[] first = Arrays.copyOf(directions, k * mean.length);
        return Transfer.send(manager, first, new Shape(k).addAll(shape).getShape());
    }

    /**
     * Projects vectors on the mean and the first directions.
     *
     * @param x {@code [B, ...]} with d values a row, float32; left unchanged
     * @param k how many directions, from 0 (the mean alone) to {@link #count()}
     * @return of the same shape, attached to the manager of {@code x}
     * @throws IllegalArgumentException if there are not so many, or a row has another length
     */
    public NDArray project(NDArray x, int k) {
        check(k, 0);
        long rows = x.getShape().get(0);
        if (x.size() != rows * mean.length) {
            throw new IllegalArgumentException(
                    "expected rows of %d values, found shape %s".formatted(mean.length, x.getShape()));
        }
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray flat = x.reshape(rows, mean.length);
            flat.attach(scope);
            NDArray m = mean(scope, new Shape(1, mean.length));
            NDArray out = m.broadcast(flat.getShape());
            if (k > 0) {
                NDArray v = directions(scope, k, new Shape(mean.length)); // [k, d]
                out = flat.sub(m).matMul(v.transpose()).matMul(v).add(m);
            }
            NDArray result = out.reshape(x.getShape()).duplicate();
            result.attach(x.getManager());
            return result;
        }
    }

    private void check(int k, int least) {
        if (k < least || k > count()) {
            throw new IllegalArgumentException("expected %d to %d directions, found %d".formatted(least, count(), k));
        }
    }
}
