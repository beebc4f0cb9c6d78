package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import kontrast.tensor.Transfer;

/**
 * What {@link LinearProbe} minimises: the cross-entropy with a penalty, on standardised features,
 * which it keeps as one native matrix.
 */
final class SoftmaxRegression implements AutoCloseable {

    private final NDManager manager;
    private final int n;
    private final int d;
    private final int classes;
    private final int[] labels;
    private final double[] mean;
    private final double[] scale;
    private final NDArray x; // [N, d]
    private final NDArray transposed; // [d, N], a view

    SoftmaxRegression(Features train, int[] labels) {
        DotProducts.checkLabels(train, labels, "train");
        this.labels = labels;
        n = train.rows();
        d = train.dim();
        classes = Arrays.stream(labels).max().orElseThrow() + 1;
        if (Arrays.stream(labels).distinct().count() < 2) {
            throw new IllegalArgumentException("a probe needs at least two classes, found only class " + labels[0]);
        }
        mean = new double[d];
        scale = new double[d];
        float[] values = train.values();
        for (int i = 0; i < values.length; i++) {
            mean[i % d] += values[i] / (double) n;
        }
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - mean[i % d];
            scale[i % d] += difference * difference / n;
        }
        for (int j = 0; j < d; j++) {
            double std = Math.sqrt(scale[j]);
            // A column that is constant up to float32's rounding says nothing.
            scale[j] = std > 1e-6 * Math.abs(mean[j]) ? 1 / std : 0;
        }
        double[] standardised = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            standardised[i] = (values[i] - mean[i % d]) * scale[i % d];
        }
        manager = DotProducts.manager();
        x = Transfer.send(manager, standardised, n, d);
        transposed = x.transpose();
    }

    /** Weights [d, K] row after row, then K biases. */
    int size() {
        return (d + 1) * classes;
    }

    /** Returns the loss at {@code theta} and writes its gradient. */
    double at(double[] theta, double strength, double[] gradient) {
        int k = classes;
        double loss = 0;
        try (NDManager scope = manager.newSubManager()) {
            NDArray w = Transfer.send(scope, DoubleBuffer.wrap(theta, 0, d * k), new Shape(d, k));
            NDArray product = x.matMul(w); // [N, K]
            product.attach(scope);
            double[] residuals = Transfer.doubles(product); // becomes softmax - one-hot
            Arrays.fill(gradient, 0);
            for (int i = 0; i < n; i++) {
                loss += residual(residuals, i * k, theta, labels[i]) / n;
                for (int c = 0; c < k; c++) {
                    residuals[i * k + c] /= n;
                    gradient[d * k + c] += residuals[i * k + c];
                }
            }
            NDArray r = Transfer.send(scope, residuals, n, k);
            NDArray slope = transposed.matMul(r); // [d, K]
            slope.attach(scope);
            System.arraycopy(Transfer.doubles(slope), 0, gradient, 0, d * k);
        }
        for (int i = 0; i < d * k; i++) {
            loss += strength / 2 * theta[i] * theta[i];
            gradient[i] += strength * theta[i];
        }
        return loss;
    }

    /** Turns K products into softmax - one-hot, in place, and returns the cross-entropy. */
    private double residual(double[] row, int at, double[] theta, int label) {
        int k = classes;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            row[at + c] += theta[d * k + c];
            most = Math.max(most, row[at + c]);
        }
        double own = row[at + label] - most;
        double sum = 0;
        for (int c = 0; c < k; c++) {
            row[at + c] = Math.exp(row[at + c] - most);
            sum += row[at + c];
        }
        for (int c = 0; c < k; c++) {
            row[at + c] /= sum;
        }
        row[at + label] -= 1;
        return Math.log(sum) - own;
    }

    LinearProbe.Model model(double[] theta, double strength, Lbfgs.Minimum minimum) {
        double[][] weights = new double[d][];
        for (int j = 0; j < d; j++) {
            weights[j] = Arrays.copyOfRange(theta, j * classes, (j + 1) * classes);
        }
        double[] bias = Arrays.copyOfRange(theta, d * classes, theta.length);
        return new LinearProbe.Model(
                weights, bias, mean, scale, strength, minimum.value(), minimum.gradient(), minimum.iterations());
    }

    @Override
    public void close() {
        manager.close();
    }
}
