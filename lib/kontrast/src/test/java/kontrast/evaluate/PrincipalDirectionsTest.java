package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrincipalDirectionsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Rows that vary by another amount in each of d directions, around a mean that is not 0. */
    private static Features rows(int n, int d) {
        Random random = new Random(n + d);
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            double common = random.nextGaussian();
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) (3 + common + random.nextGaussian() / (1 + j));
            }
        }
        return new Features(values, n, d);
    }

    private static double lost(NDArray x, NDArray y) {
        return x.sub(y).square().sum().getFloat() / x.getShape().get(0);
    }

    /** The definition, for more rows than columns and for fewer: a projection that forgets the mean loses more. */
    @Test
    void whatIsLostIsTheVarianceOfTheOtherDirections() {
        for (int[] size : new int[][] {{40, 6}, {7, 20}}) {
            Features rows = rows(size[0], size[1]);
            PrincipalDirections found = PrincipalDirections.of(rows);
            assertEquals(Math.min(size[0] - 1, size[1]), found.count());
            NDArray x = rows.tensor(manager);
            double[] variances = found.variances();
            for (int k = 0; k <= found.count(); k++) {
                assertEquals(
                        Arrays.stream(variances).skip(k).sum(),
                        lost(x, found.project(x, k)),
                        1e-4, // float32, of about 10
                        "k = " + k);
            }
        }
    }

    @Test
    void directionsAreAtRightAnglesAndEigenvectors() {
        Features rows = rows(50, 5);
        PrincipalDirections found = PrincipalDirections.of(rows);
        NDArray v = found.directions(manager, 5, new Shape(5));
        assertArrayEquals(manager.eye(5).toFloatArray(), v.matMul(v.transpose()).toFloatArray(), 1e-5f);
        NDArray centred = rows.tensor(manager).sub(found.mean(manager, new Shape(1, 5)));
        NDArray covariance = centred.transpose().matMul(centred).div(50);
        for (int j = 0; j < 5; j++) {
            NDArray direction = v.get(j);
            assertArrayEquals(
                    direction.mul((float) found.variances()[j]).toFloatArray(),
                    covariance.matMul(direction).toFloatArray(),
                    1e-4f);
        }
        assertTrue(found.variances()[0] > found.variances()[4]);
    }

    @Test
    void keepsTheShapeOfPictures() {
        Features rows = rows(30, 12);
        PrincipalDirections found = PrincipalDirections.of(rows);
        NDArray flat = rows.tensor(manager);
        NDArray pictures = flat.reshape(30, 3, 2, 2);
        assertEquals(pictures.getShape(), found.project(pictures, 3).getShape());
        assertArrayEquals(
                found.project(flat, 3).toFloatArray(),
                found.project(pictures, 3).toFloatArray());
        assertEquals(
                new Shape(2, 3, 2, 2),
                found.directions(manager, 2, new Shape(3, 2, 2)).getShape());
    }

    @Test
    void whatThereIsNotIsSaid() {
        Features rows = rows(30, 4);
        PrincipalDirections found = PrincipalDirections.of(rows);
        NDArray x = rows.tensor(manager);
        assertThrows(IllegalArgumentException.class, () -> found.project(x, 5));
        assertThrows(IllegalArgumentException.class, () -> found.project(x, -1));
        assertThrows(IllegalArgumentException.class, () -> found.directions(manager, 0, new Shape(4)));
        assertThrows(IllegalArgumentException.class, () -> found.project(x.reshape(60, 2), 1));
        Features equal = new Features(new float[] {1, 2, 1, 2, 1, 2}, 3, 2);
        assertThrows(IllegalArgumentException.class, () -> PrincipalDirections.of(equal));
    }
}
