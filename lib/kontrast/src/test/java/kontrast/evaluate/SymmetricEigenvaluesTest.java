package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricEigenvaluesTest {

    /** Gram matrices, of full rank and of low, whose singular values are their eigenvalues. */
    @ParameterizedTest
    @CsvSource({"1,3", "2,4", "7,7", "40,100", "120,20"})
    void areThoseOfAnotherMethod(int n, int rank) {
        Random random = new Random(n);
        double[][] x = new double[n][rank];
        for (double[] row : x) {
            Arrays.setAll(row, j -> Math.exp(-0.1 * j) * random.nextGaussian());
        }
        var rows = new Array2DRowRealMatrix(x, false);
        var gram = rows.multiply(rows.transpose());
        double[] expected = new SingularValueDecomposition(gram).getSingularValues();
        // Some 1e-16 of the largest for each of the steps.
        assertArrayEquals(expected, SymmetricEigenvalues.of(gram.getData()), 1e-13 * expected[0]);
    }

    /** The path of n points has eigenvalues 2 cos(k pi / (n + 1)), of both signs; equal ones and zeros are found too. */
    @Test
    void areThoseOfKnownMatrices() {
        int n = 9;
        double[][] path = new double[n][n];
        IntStream.range(1, n).forEach(i -> path[i][i - 1] = 1); // the lower half is read alone
        double[] cosines = IntStream.rangeClosed(1, n)
                .mapToDouble(k -> 2 * Math.cos(k * Math.PI / (n + 1)))
                .toArray();
        assertArrayEquals(cosines, SymmetricEigenvalues.of(path), 1e-14);
        double[][] ones = new double[5][5];
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        assertArrayEquals(new double[] {5, 0, 0, 0, 0}, SymmetricEigenvalues.of(ones), 1e-14);
        assertArrayEquals(new double[3], SymmetricEigenvalues.of(new double[3][3]));
    }

    @Test
    void noNumbersEnd() {
        double[][] broken = {{1, 0, 0}, {Double.NaN, 1, 0}, {1, 1, 1}};
        assertThrows(ArithmeticException.class, () -> SymmetricEigenvalues.of(broken));
    }
}
