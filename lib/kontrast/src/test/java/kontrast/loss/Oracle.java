package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/** What tests of losses share: random rows in double, and gradients beside finite differences of an oracle. */
public final class Oracle {

    private Oracle() {}

    /**
     * Draws normal numbers.
     *
     * @param rows how many rows
     * @param columns how many numbers in each
     * @param seed the seed
     * @return {@code [rows][columns]}
     */
    public static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "oracle", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return z;
    }

    /** Returns the rows as float64. */
    static NDArray tensor(NDManager manager, double[]... z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    /** Returns a matrix as rows. */
    static double[][] rows(NDArray array) {
        double[] values = array.toDoubleArray();
        int d = Math.toIntExact(array.getShape().get(1));
        double[][] rows = new double[values.length / d][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * d, (i + 1) * d));
        return rows;
    }

    /** Returns the softmax of s / tau. */
    public static double[] softmax(double[] s, double tau) {
        double sum = Arrays.stream(s).map(v -> Math.exp(v / tau)).sum();
        return Arrays.stream(s).map(v -> Math.exp(v / tau) / sum).toArray();
    }

    /** Returns - sum of q log p. */
    public static double crossEntropy(double[] q, double[] p) {
        double sum = 0;
        for (int k = 0; k < q.length; k++) {
            sum -= q[k] * Math.log(p[k]);
        }
        return sum;
    }

    /** The gradient of a loss by x is that of central differences of the oracle, whose error is about 1e-10. */
    static void assertGradient(
            NDManager manager,
            double[][] x,
            UnaryOperator<NDArray> loss,
            ToDoubleFunction<double[][]> naive,
            double tolerance) {
        NDArray tensor = tensor(manager, x);
        tensor.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.apply(tensor));
        }
        double[] gradient = tensor.getGradient().toDoubleArray();
        double step = 1e-5;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                double value = x[i][j];
                x[i][j] = value + step;
                double up = naive.applyAsDouble(x);
                x[i][j] = value - step;
                double down = naive.applyAsDouble(x);
                x[i][j] = value;
                assertEquals((up - down) / (2 * step), gradient[i * x[i].length + j], tolerance, i + ", " + j);
            }
        }
    }
}
