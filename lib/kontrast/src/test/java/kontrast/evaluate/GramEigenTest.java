package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decomposed here is often an embedding on its way to collapse. */
class GramEigenTest {

    /** Rows of length 1 in a few directions, each with a smaller share than the last one, and a little noise. */
    private static Features collapsed(Random random, int rows, int dim, double noise, int directions, double decay) {
        double[][] u = new double[directions][dim];
        for (double[] direction : u) {
            Arrays.setAll(direction, j -> (float) random.nextGaussian());
        }
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows * dim; i += dim) {
            for (int k = 0; k < directions; k++) {
                double share = k == 0 ? 1 : random.nextGaussian() * Math.pow(decay, k);
                for (int j = 0; j < dim; j++) {
                    x[i + j] = (float) (x[i + j] + share * u[k][j]);
                }
            }
            double squares = 0;
            for (int j = 0; j < dim; j++) {
                x[i + j] = (float) (x[i + j] + noise * random.nextGaussian());
            }
            random.nextInt(2);
            for (int j = 0; j < dim; j++) {
                squares += x[i + j] * x[i + j];
            }
            for (int j = 0; j < dim; j++) {
                x[i + j] = (float) (x[i + j] / Math.sqrt(squares));
            }
        }
        return new Features(x, rows, dim);
    }

    /** On six of these the decomposition of commons-math gives up by itself, "convergence failed". */
    @ParameterizedTest
    @CsvSource({"222", "226", "229", "272", "293", "296", "305", "326", "342", "352", "367"})
    void collapsedRowsHaveEigenvaluesToo(long seed) {
        Random random = new Random(seed);
        int rows = 100 + random.nextInt(300);
        int dim = new int[] {16, 32, 64, 128}[random.nextInt(4)];
        double noise = Math.pow(10, -random.nextInt(9));
        int directions = 1 + random.nextInt(3);
        Features x = collapsed(random, rows, dim, noise, directions, Math.pow(10, -random.nextInt(4)));
        GramEigen eigen = GramEigen.of(x);
        double[] values = eigen.values();
        assertEquals(rows, Arrays.stream(values).sum(), 1e-5 * rows); // the trace: rows of length 1
        // Without the vectors, by another way: the same, but for rounding of the largest.
        assertArrayEquals(values, GramEigen.valuesOf(x), 1e-12 * rows);
        for (int i = 0; i < 2; i++) {
            double[] vector = eigen.vector(i);
            double squares = 0;
            for (int n = 0; n < rows; n++) {
                double dot = 0;
                for (int j = 0; j < dim; j++) {
                    dot += x.row(n)[j] * vector[j];
                }
                squares += dot * dot;
            }
            // v^T X^T X v; float32's rounding of a row is 6e-8.
            assertEquals(values[i], squares, 1e-6 * rows, "value " + i);
        }
    }
}
