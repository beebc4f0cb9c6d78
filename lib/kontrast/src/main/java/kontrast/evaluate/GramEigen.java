package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import kontrast.tensor.Transfer;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Eigenvalues and eigenvectors of the smaller of the two Gram matrices of some rows, X X^T and X^T X, which have the
 * same eigenvalues but for zeros: the squares of the singular values of X. In double precision.
 */
final class GramEigen {

    private final IntFunction<double[]> vectors;
    private final double[] values; // the largest first
    private final int[] order;

    private GramEigen(IntFunction<double[]> vectors, double[] values, int... order) {
        this.vectors = vectors;
        this.values = values;
        this.order = order;
    }

    /**
     * Decomposes.
     *
     * @param x {@code [N, d]}
     * @return min(N, d) eigenvalues with their vectors
     */
    static GramEigen of(Features x) {
        int size = Math.min(x.rows(), x.dim());
        double[] gram = gram(x);
        // Scaled, as the decomposition takes very small numbers for zeros and then does not end.
        double most = Arrays.stream(gram).map(Math::abs).max().orElse(0);
        double scale = most == 0 ? 1 : most;
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i][j] = 0.5 * (gram[i * size + j] + gram[j * size + i]) / scale;
            }
        }
        RealMatrix symmetric = new Array2DRowRealMatrix(matrix, false);
        IntFunction<double[]> vectors;
        double[] eigenvalues;
        try {
            EigenDecomposition eigen = new EigenDecomposition(symmetric);
            vectors = i -> eigen.getEigenvector(i).toArray();
            eigenvalues = eigen.getRealEigenvalues();
        } catch (MaxCountExceededException e) {
            // Of collapsed rows: it does not end where most eigenvalues are 1e-12 of the largest. No eigenvalue is
            // below 0, so that they are the singular values as well, whose decomposition is slower and always ends.
            SingularValueDecomposition singular = new SingularValueDecomposition(symmetric);
            vectors = singular.getU()::getColumn;
            eigenvalues = singular.getSingularValues();
        }
        double[] found = eigenvalues;
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing(i -> -found[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = Arrays.stream(order)
                .mapToDouble(i -> scale * Math.max(0, found[i]))
                .toArray();
        return new GramEigen(vectors, values, order);
    }

    /**
     * Computes the eigenvalues alone, which takes a tenth of the time.
     *
     * @param x {@code [N, d]}
     * @return min(N, d) eigenvalues, at least 0, the largest first
     */
    static double[] valuesOf(Features x) {
        int size = Math.min(x.rows(), x.dim());
        double[] gram = gram(x);
        double[][] matrix = new double[size][];
        Arrays.setAll(matrix, i -> Arrays.copyOfRange(gram, i * size, (i + 1) * size));
        double[] values = SymmetricEigenvalues.of(matrix);
        Arrays.setAll(values, i -> Math.max(0, values[i]));
        return values;
    }

    private static double[] gram(Features x) {
        try (NDManager manager = DotProducts.manager()) {
            NDArray a = x.tensor(manager).toType(DataType.FLOAT64, false); // [N, d]
            NDArray product =
                    ofRows(x) ? a.matMul(a.transpose()) : a.transpose().matMul(a);
            return Transfer.doubles(product); // [size, size]
        }
    }

    /** Whether the smaller matrix is X X^T, between the rows, and not X^T X, between the columns. */
    static boolean ofRows(Features x) {
        return x.rows() < x.dim();
    }

    /** Returns the eigenvalues, at least 0, the largest first. */
    double[] values() {
        return values.clone();
    }

    /** Returns the vector, of length 1, that belongs to the i-th of {@link #values}. */
    double[] vector(int i) {
        return vectors.apply(order[i]);
    }
}
