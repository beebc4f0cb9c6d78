package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import kontrast.tensor.Transfer;

/**
 * How alike two sets of features of the same images are, whatever their axes are called: linear centred kernel
 * alignment.
 *
 * <pre>
 *   CKA(X, Y) = |Y^T X|^2 / ( |X^T X| |Y^T Y| )      columns of X and Y with mean 0, | | the root of the sum of squares
 * </pre>
 *
 * <p>Kornblith et al., Similarity of neural network representations revisited, 2019, equation 3 with linear kernels
 * (section 3, "linear CKA"). 1 for features that are the same but for a rotation, a reflection or one factor for all;
 * another linear map, which may stretch one axis and flatten another, changes it. The numbers of columns may differ.
 *
 * <p>With few rows it is too large: two sets of independent numbers have about sqrt(d d') / n of it. Take many times
 * more images than features.
 */
public final class LinearCka {

    private LinearCka() {}

    /**
     * Compares two sets of features.
     *
     * @param one {@code [N, d]}, N at least 2
     * @param other {@code [N, d']}, of the same images in the same order
     * @return in [0, 1]; 0 if all rows of one of them are equal
     * @throws IllegalArgumentException if the numbers of rows differ, or there are fewer than two
     */
    public static double of(Features one, Features other) {
        return matrix(List.of(one, other))[0][1];
    }

    /**
     * Compares several sets of features, each with each.
     *
     * @param features M sets {@code [N, d_i]}, of the same images in the same order; N at least 2, M at least 1
     * @return {@code [M][M]}, symmetric, 1 along the diagonal but for features whose rows are all equal
     * @throws IllegalArgumentException if the numbers of rows differ, or there are fewer than two
     */
    public static double[][] matrix(List<Features> features) {
        int m = features.size();
        for (Features each : features) {
            if (each.rows() < 2 || each.rows() != features.get(0).rows()) {
                throw new IllegalArgumentException(
                        "CKA compares features of the same images, at least 2 of them; found %s".formatted(features));
            }
        }
        try (NDManager manager = DotProducts.manager()) {
            List<NDArray> centred = features.stream()
                    .map(each -> each.centred().tensor(manager).toType(DataType.FLOAT64, false))
                    .toList(); // [N, d_i]
            double[] own = new double[m];
            double[][] cka = new double[m][m];
            for (int i = 0; i < m; i++) {
                own[i] = product(centred.get(i), centred.get(i));
                for (int j = 0; j <= i; j++) {
                    double both = j == i ? own[i] : product(centred.get(i), centred.get(j));
                    double scale = Math.sqrt(own[i]) * Math.sqrt(own[j]);
                    cka[i][j] = scale > 0 ? both / scale : 0;
                    cka[j][i] = cka[i][j];
                }
            }
            return cka;
        }
    }

    /** |Y^T X|^2, by the smaller of two ways: between the columns, or between the rows. */
    private static double product(NDArray x, NDArray y) {
        boolean columns = Math.min(x.getShape().get(1), y.getShape().get(1))
                <= x.getShape().get(0);
        try (NDArray one = columns ? x.transpose().matMul(y) : x.matMul(x.transpose());
                NDArray other = columns ? one.duplicate() : y.matMul(y.transpose());
                NDArray sum = one.mul(other).sum()) { // with rows it is trace(X X^T Y Y^T)
            return Transfer.doubles(sum)[0];
        }
    }
}
