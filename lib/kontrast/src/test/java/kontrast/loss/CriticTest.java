package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both critics against their formulas, for all pairs and for candidates of each row's own. */
class CriticTest {

    /** Sums of at most 20 products in float32, divided by 0.25. */
    private static final double FLOAT = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "critic", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, i -> (float) random.nextGaussian());
        }
        return z;
    }

    private NDArray tensor(double[][] z) {
        float[] values = new float[z.length * z[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) z[i / z[0].length][i % z[0].length];
        }
        return manager.create(values, new Shape(z.length, z[0].length));
    }

    private static double naive(double[] z1, double[][] w, double[] z2, double tau) {
        double sum = 0;
        for (int i = 0; i < z1.length; i++) {
            for (int j = 0; j < z2.length; j++) {
                sum += z1[i] * w[i][j] * z2[j];
            }
        }
        return sum / tau;
    }

    private static double[][] identity(int n) {
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            w[i][i] = 1;
        }
        return w;
    }

    private NDArray scores(Block critic, NDArray z1, NDArray z2) {
        return critic.forward(new ParameterStore(manager, false), new NDList(z1, z2), true)
                .singletonOrThrow();
    }

    private Block bilinear(double tau, double[][] w) {
        Block critic = Critic.bilinear(tau).block();
        critic.initialize(manager, DataType.FLOAT32, new Shape(1, w.length), new Shape(1, w[0].length));
        critic.getParameters().get(0).getValue().getArray().set(tensor(w).toFloatArray());
        return critic;
    }

    @Test
    void dotProductEqualsTheFormula() {
        double[][] x = random(4, 5, 1);
        double[][] y = random(7, 5, 2);
        NDArray found = scores(Critic.dotProduct(0.25).block(), tensor(x), tensor(y));
        assertEquals(new Shape(4, 7), found.getShape());
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 7; j++) {
                double expected = naive(x[i], identity(5), y[j], 0.25);
                assertEquals(expected, found.getFloat(i, j), FLOAT * (1 + Math.abs(expected)));
            }
        }
    }

    /** z1 of 4 and z2 of 3 numbers: W12 and its transpose cannot be confused. */
    @Test
    void bilinearEqualsTheFormula() {
        double[][] x = random(5, 4, 1);
        double[][] y = random(6, 3, 2);
        double[][] w = random(4, 3, 3);
        NDArray found = scores(bilinear(0.5, w), tensor(x), tensor(y));
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 6; j++) {
                double expected = naive(x[i], w, y[j], 0.5);
                assertEquals(expected, found.getFloat(i, j), FLOAT * (1 + Math.abs(expected)));
            }
        }
    }

    @Test
    void aSquareMatrixIsNotTransposed() {
        double[][] x = random(2, 4, 1);
        double[][] y = random(2, 4, 2);
        double[][] w = random(4, 4, 3);
        NDArray found = scores(bilinear(1, w), tensor(x), tensor(y));
        assertEquals(naive(x[0], w, y[1], 1), found.getFloat(0, 1), 1e-4);
        assertTrue(Math.abs(naive(y[1], w, x[0], 1) - found.getFloat(0, 1)) > 1e-2);
    }

    /** Each row's own candidates, on either side: the same scores as among all pairs. */
    @Test
    void candidatesOfEachRowAreScoredWithThatRow() {
        double[][] x = random(3, 4, 1);
        double[][] y = random(6, 3, 2);
        double[][] w = random(4, 3, 3);
        Block critic = bilinear(0.5, w);
        NDArray right = scores(critic, tensor(x), tensor(y).reshape(3, 2, 3)); // [3, 2]
        double[][] u = random(6, 4, 4);
        double[][] v = random(3, 3, 5);
        NDArray left = scores(critic, tensor(u).reshape(3, 2, 4), tensor(v)); // [3, 2]
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 2; k++) {
                assertEquals(naive(x[i], w, y[2 * i + k], 0.5), right.getFloat(i, k), 1e-4);
                assertEquals(naive(u[2 * i + k], w, v[i], 0.5), left.getFloat(i, k), 1e-4);
            }
        }
    }

    @Test
    void theBilinearFormStartsAsTheDotProduct() {
        Block critic = Critic.bilinear(0.1).block();
        critic.initialize(manager, DataType.FLOAT32, new Shape(1, 5), new Shape(1, 5));
        NDArray x = tensor(random(4, 5, 1));
        NDArray y = tensor(random(4, 5, 2));
        NDArray dot = scores(Critic.dotProduct(0.1).block(), x, y);
        assertEquals(0, scores(critic, x, y).sub(dot).abs().max().getFloat(), 1e-5);
    }

    /** d(sum of c_ij s_ij) / dW = sum of c_ij z1_i z2_j^T / tau. */
    @Test
    void gradientReachesTheMatrixAndBothSides() {
        double[][] x = random(3, 4, 1);
        double[][] y = random(5, 2, 2);
        double[][] c = random(3, 5, 3);
        Block critic = bilinear(0.5, random(4, 2, 4));
        Parameter w = critic.getParameters().get(0).getValue();
        NDArray left = tensor(x);
        NDArray right = tensor(y);
        left.setRequiresGradient(true);
        right.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(scores(critic, left, right).mul(tensor(c)).sum());
        }
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 2; b++) {
                double expected = 0;
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 5; j++) {
                        expected += c[i][j] * x[i][a] * y[j][b] / 0.5;
                    }
                }
                assertEquals(expected, w.getArray().getGradient().getFloat(a, b), 1e-4);
            }
        }
        assertTrue(left.getGradient().abs().max().getFloat() > 0);
        assertTrue(right.getGradient().abs().max().getFloat() > 0);
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Block critic = Critic.dotProduct(1).block();
        NDArray two = manager.zeros(new Shape(3, 2));
        NDArray four = manager.zeros(new Shape(3, 4));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> scores(critic, two, four))
                .getMessage()
                .contains("(3, 4)"));
        NDArray others = manager.zeros(new Shape(2, 5, 2));
        assertThrows(IllegalArgumentException.class, () -> scores(critic, two, others));
        assertThrows(IllegalArgumentException.class, () -> Critic.dotProduct(0));
        assertThrows(IllegalArgumentException.class, () -> Critic.bilinear(-1));
    }
}
