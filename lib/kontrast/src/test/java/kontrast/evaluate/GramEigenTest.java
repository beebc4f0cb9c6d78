package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;

/** What is decomposed here is often an embedding on its way to collapse. */
class GramEigenTest {

    private static final int ROWS = 300;
    private static final int DIM = 64;

    /** Rows of length 1 that are all but one direction: what is left of the others lies below float32's precision. */
    private static Features collapsed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] direction = random.doubles(DIM, -1, 1).toArray();
        float[] values = new float[ROWS * DIM];
        for (int i = 0; i < ROWS; i++) {
            double[] row = new double[DIM];
            double squares = 0;
            for (int j = 0; j < DIM; j++) {
                row[j] = direction[j] + 1e-7 * random.nextDouble(-1, 1);
                squares += row[j] * row[j];
            }
            for (int j = 0; j < DIM; j++) {
                values[i * DIM + j] = (float) (row[j] / Math.sqrt(squares));
            }
        }
        return new Features(values, ROWS, DIM);
    }

    private static double[][] gram(Features x) {
        double[][] gram = new double[DIM][DIM];
        for (int n = 0; n < ROWS; n++) {
            float[] row = x.row(n);
            for (int i = 0; i < DIM; i++) {
                for (int j = 0; j < DIM; j++) {
                    gram[i][j] += (double) row[i] * row[j];
                }
            }
        }
        return gram;
    }

    @Test
    void collapsedRowsHaveEigenvaluesToo() {
        int hopeless = 0;
        for (long seed = 0; seed < 40; seed++) {
            Features x = collapsed(seed);
            double[][] gram = gram(x);
            try {
                new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
            } catch (MaxCountExceededException e) {
                hopeless++;
            }
            GramEigen eigen = GramEigen.of(x);
            assertEquals(ROWS, eigen.values()[0], 1e-3); // all length lies in one direction
            double[] vector = eigen.vector(0);
            for (int i = 0; i < DIM; i++) {
                double product = 0;
                for (int j = 0; j < DIM; j++) {
                    product += gram[i][j] * vector[j];
                }
                assertEquals(eigen.values()[0] * vector[i], product, 1e-9 * ROWS, "seed " + seed);
            }
        }
        assertTrue(hopeless > 0, "the plain decomposition, too, ends on all of these: they show nothing");
    }
}
