package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearCkaTest {

    /** By the kernels, row against row, as equation 1 of the paper has it; {@link LinearCka} goes by the columns. */
    private static double byKernels(Features x, Features y, boolean centre) {
        double[][] k = kernel(centre ? x.centred() : x);
        double[][] l = kernel(centre ? y.centred() : y);
        double both = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < k.length; i++) {
            for (int j = 0; j < k.length; j++) {
                both += k[i][j] * l[i][j];
                one += k[i][j] * k[i][j];
                other += l[i][j] * l[i][j];
            }
        }
        return both / Math.sqrt(one * other);
    }

    private static double[][] kernel(Features x) {
        double[][] k = new double[x.rows()][x.rows()];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.rows(); j++) {
                for (int c = 0; c < x.dim(); c++) {
                    k[i][j] += (double) x.values()[i * x.dim() + c] * x.values()[j * x.dim() + c];
                }
            }
        }
        return k;
    }

    private static Features shifted(Features x, float by) {
        float[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += by * (i % x.dim() + 1);
        }
        return new Features(values, x.rows(), x.dim());
    }

    /** More rows than columns, and fewer: the two ways to compute it. */
    @ParameterizedTest
    @CsvSource({"40, 7, 5", "40, 5, 70", "12, 30, 20", "12, 12, 13"})
    void equalsTheDefinitionByKernels(int n, int d, int other) {
        Features x = shifted(Feature.noise(n, d, 1), 0.5f);
        Features y = shifted(Feature.noise(n, other, 2), 0.3f);
        assertEquals(byKernels(x, y, true), LinearCka.of(x, y), 1e-6);
        assertEquals(LinearCka.of(x, y), LinearCka.of(y, x), 1e-12);
        // What a version without centring gives is something else.
        assertTrue(Math.abs(byKernels(x, y, false) - LinearCka.of(x, y)) > 0.02);
    }

    /** A rotation of the axes, one factor and a shift change nothing; a stretched axis does. */
    @Test
    void knowsNoAxesAndNoScale() {
        Features x = Feature.noise(60, 2, 3);
        float[] turned = new float[120];
        float[] stretched = new float[120];
        double angle = 0.7;
        for (int i = 0; i < 60; i++) {
            double a = x.values()[2 * i];
            double b = x.values()[2 * i + 1];
            turned[2 * i] = (float) (5 + 3 * (Math.cos(angle) * a - Math.sin(angle) * b));
            turned[2 * i + 1] = (float) (-2 + 3 * (Math.sin(angle) * a + Math.cos(angle) * b));
            stretched[2 * i] = (float) (10 * a);
            stretched[2 * i + 1] = (float) b;
        }
        assertEquals(1, LinearCka.of(x, x), 1e-9);
        assertEquals(1, LinearCka.of(x, new Features(turned, 60, 2)), 1e-6);
        double some = LinearCka.of(x, new Features(stretched, 60, 2));
        assertTrue(some > 0.5 && some < 0.95, "CKA " + some);
    }

    /** Independent numbers are alike by chance only, and the less the more rows there are. */
    @Test
    void independentFeaturesAreHardlyAlike() {
        double few = LinearCka.of(Feature.noise(50, 20, 1), Feature.noise(50, 20, 2));
        double many = LinearCka.of(Feature.noise(5000, 20, 1), Feature.noise(5000, 20, 2));
        assertEquals(0.4, few, 0.1); // d / n
        assertTrue(many < 0.01, "CKA " + many);
    }

    @Test
    void aMatrixHoldsAllPairs() {
        List<Features> all = List.of(Feature.noise(30, 4, 1), Feature.noise(30, 6, 2), Feature.noise(30, 3, 3));
        double[][] cka = LinearCka.matrix(all);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, cka[i][i], 1e-12);
            for (int j = 0; j < 3; j++) {
                assertEquals(LinearCka.of(all.get(i), all.get(j)), cka[i][j], 1e-12);
            }
        }
    }

    @Test
    void aPointIsLikeNothing() {
        Features point = Feature.of(new double[][] {{1, 2}, {1, 2}, {1, 2}});
        assertEquals(0, LinearCka.of(point, Feature.noise(3, 2, 1)));
    }

    @Test
    void refusesFeaturesOfOtherImages() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> LinearCka.of(Feature.noise(3, 2, 1), Feature.noise(4, 2, 1)))
                .getMessage();
        assertTrue(message.contains("same images"), message);
        assertThrows(
                IllegalArgumentException.class, () -> LinearCka.of(Feature.noise(1, 2, 1), Feature.noise(1, 2, 1)));
    }
}
