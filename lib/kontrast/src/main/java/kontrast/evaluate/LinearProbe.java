package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import kontrast.data.Transfer;

/**
 * Linear probe: multinomial logistic regression on frozen, standardised features.
 *
 * <pre>
 *   minimise  (1/N) sum over i of -ln softmax(W x_i + b)[y_i]  +  (l2 / 2) |W|^2
 *   x = (h - mean) / std,   mean and std of the training features, per column
 * </pre>
 *
 * <p>The loss is convex and is minimised over the whole batch by L-BFGS (Liu and Nocedal, 1989) in
 * double precision, until the largest number in the gradient is below {@code tolerance}: the result
 * depends neither on a learning rate nor on a seed. The strength of the penalty is the one with the
 * best accuracy on the validation features (of equals the strongest); test features take no part.
 *
 * @param l2 strengths to choose from, each above 0; at least one
 * @param maxIterations most steps for one strength, at least 1
 * @param tolerance largest absolute number in the gradient at which the fit ends, above 0; below
 *     about 1e-8 the fit ends where double precision does
 */
public record LinearProbe(List<Double> l2, int maxIterations, double tolerance) {

    private static final int MEMORY = 10;

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if an option is out of its range
     */
    public LinearProbe {
        l2 = List.copyOf(l2);
        if (l2.isEmpty() || l2.stream().anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException(
                    "l2 = %s is not a list of strengths above 0; without a penalty separable classes have no minimum"
                            .formatted(l2));
        }
        if (maxIterations < 1) {
            throw new IllegalArgumentException(
                    "maxIterations = %d is not at least 1".formatted(maxIterations));
        }
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "tolerance = %s is not above 0".formatted(tolerance));
        }
    }

    /**
     * Returns the probe with the strengths 10^-3 to 1, at most 500 steps each, tolerance 10^-4.
     *
     * @return the default options
     */
    public static LinearProbe standard() {
        return new LinearProbe(List.of(1e-3, 1e-2, 1e-1, 1.0), 500, 1e-4);
    }

    /**
     * A fitted probe.
     *
     * @param weights {@code [d][K]}, on the standardised features
     * @param bias K numbers
     * @param mean d numbers, taken off a feature vector
     * @param scale d numbers, by which the difference is multiplied; 0 for a constant column
     * @param l2 the strength it was fitted with
     * @param loss value of the objective at the end
     * @param gradient largest absolute number in its gradient at the end
     * @param iterations steps taken
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
    public record Model(
            double[][] weights,
            double[] bias,
            double[] mean,
            double[] scale,
            double l2,
            double loss,
            double gradient,
            int iterations) {

        /**
         * Classifies features.
         *
         * @param features {@code [M, d]}, not standardised
         * @return M class indices
         * @throws IllegalArgumentException if d is not that of the fit
         */
        public int[] predict(Features features) {
            int d = weights.length;
            int classes = bias.length;
            if (features.dim() != d) {
                throw new IllegalArgumentException(
                        "the probe was fitted on features of %d numbers, found %d"
                                .formatted(d, features.dim()));
            }
            int[] predicted = new int[features.rows()];
            for (int i = 0; i < predicted.length; i++) {
                double[] logits = bias.clone();
                for (int j = 0; j < d; j++) {
                    double x = (features.values()[i * d + j] - mean[j]) * scale[j];
                    for (int c = 0; c < classes; c++) {
                        logits[c] += x * weights[j][c];
                    }
                }
                predicted[i] = Knn.argmax(logits);
            }
            return predicted;
        }

        /**
         * Returns the share of features that are classified correctly.
         *
         * @param features {@code [M, d]}, not standardised
         * @param truth M class indices
         * @return accuracy in [0, 1]
         * @throws IllegalArgumentException if sizes do not fit
         */
        public double accuracy(Features features, int[] truth) {
            Similarity.checkLabels(features, truth, "features");
            return Similarity.accuracy(predict(features), truth);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "linear probe %d -> %d, l2 %.0e, loss %.4f, gradient %.1e after %d steps",
                    weights.length,
                    bias.length,
                    l2,
                    loss,
                    gradient,
                    iterations);
        }
    }

    /**
     * Fits one probe for each strength and returns the one that is best on the validation features.
     *
     * @param train {@code [N, d]}
     * @param labels N class indices from 0
     * @param validation {@code [M, d]}, seen by the choice of the strength alone
     * @param validationLabels M class indices
     * @return the chosen probe
     * @throws IllegalArgumentException if sizes do not fit or there is only one class
     */
    public Model fit(Features train, int[] labels, Features validation, int[] validationLabels) {
        Similarity.checkLabels(validation, validationLabels, "validation");
        Model best = null;
        double most = -1;
        try (Objective objective = new Objective(train, labels)) {
            double[] start = new double[objective.size()];
            // From the strongest penalty to the weakest, each from the minimum before it.
            for (double strength : l2.stream().sorted(Comparator.reverseOrder()).toList()) {
                Model model = minimise(objective, strength, start);
                double accuracy = model.accuracy(validation, validationLabels);
                if (accuracy > most) {
                    most = accuracy;
                    best = model;
                }
            }
        }
        return best;
    }

    /**
     * Fits one probe with a given strength.
     *
     * @param train {@code [N, d]}
     * @param labels N class indices from 0
     * @param strength l2, above 0
     * @return the probe
     * @throws IllegalArgumentException if sizes do not fit or there is only one class
     */
    public Model fit(Features train, int[] labels, double strength) {
        if (!(strength > 0)) {
            throw new IllegalArgumentException("l2 = %s is not above 0".formatted(strength));
        }
        try (Objective objective = new Objective(train, labels)) {
            return minimise(objective, strength, new double[objective.size()]);
        }
    }

    /** L-BFGS with a backtracking search; moves {@code theta} to the minimum. */
    private Model minimise(Objective objective, double strength, double[] theta) {
        int size = theta.length;
        double[] gradient = new double[size];
        double loss = objective.evaluate(theta, strength, gradient);
        double[][] steps = new double[MEMORY][];
        double[][] changes = new double[MEMORY][];
        int kept = 0; // pairs so far; pair k lies at k % MEMORY
        int iteration = 0;
        while (largest(gradient) > tolerance && iteration < maxIterations) {
            double[] direction = direction(gradient, steps, changes, kept);
            double slope = dot(direction, gradient);
            double rate = kept == 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double[] next = new double[size];
            double[] nextGradient = new double[size];
            double nextLoss;
            while (true) {
                for (int i = 0; i < size; i++) {
                    next[i] = theta[i] + rate * direction[i];
                }
                nextLoss = objective.evaluate(next, strength, nextGradient);
                if (nextLoss <= loss + 1e-4 * rate * slope || rate < 1e-10) {
                    break;
                }
                rate /= 2;
            }
            if (nextLoss >= loss) {
                break; // nothing to win within double precision
            }
            double[] step = new double[size];
            double[] change = new double[size];
            for (int i = 0; i < size; i++) {
                step[i] = next[i] - theta[i];
                change[i] = nextGradient[i] - gradient[i];
            }
            if (dot(step, change) > 0) {
                steps[kept % MEMORY] = step;
                changes[kept % MEMORY] = change;
                kept++;
            }
            System.arraycopy(next, 0, theta, 0, size);
            gradient = nextGradient;
            loss = nextLoss;
            iteration++;
        }
        return objective.model(theta, strength, loss, largest(gradient), iteration);
    }

    /** The two-loop recursion: minus the gradient times an estimate of the inverse Hessian. */
    private static double[] direction(
            double[] gradient, double[][] steps, double[][] changes, int kept) {
        double[] q = gradient.clone();
        int from = Math.max(0, kept - MEMORY);
        double[] alpha = new double[MEMORY];
        for (int k = kept - 1; k >= from; k--) {
            int at = k % MEMORY;
            alpha[at] = dot(steps[at], q) / dot(steps[at], changes[at]);
            add(q, -alpha[at], changes[at]);
        }
        if (kept > 0) {
            int at = (kept - 1) % MEMORY;
            double scale = dot(steps[at], changes[at]) / dot(changes[at], changes[at]);
            Arrays.setAll(q, i -> q[i] * scale);
        }
        for (int k = from; k < kept; k++) {
            int at = k % MEMORY;
            double beta = dot(changes[at], q) / dot(steps[at], changes[at]);
            add(q, alpha[at] - beta, steps[at]);
        }
        Arrays.setAll(q, i -> -q[i]);
        return q;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }

    /** The objective on standardised features, which it keeps as one native matrix. */
    private static final class Objective implements AutoCloseable {
        private final NDManager manager = Similarity.manager();
        private final int n;
        private final int d;
        private final int classes;
        private final int[] labels;
        private final double[] mean;
        private final double[] scale;
        private final NDArray x; // [N, d]
        private final NDArray transposed; // [d, N], a view

        Objective(Features train, int[] labels) {
            Similarity.checkLabels(train, labels, "train");
            this.labels = labels;
            n = train.rows();
            d = train.dim();
            classes = Arrays.stream(labels).max().orElseThrow() + 1;
            if (Arrays.stream(labels).distinct().count() < 2) {
                manager.close();
                throw new IllegalArgumentException(
                        "a probe needs at least two classes, found only class " + labels[0]);
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
            x = Transfer.send(manager, standardised, n, d);
            transposed = x.transpose();
        }

        /** Weights [d, K] row after row, then K biases. */
        int size() {
            return (d + 1) * classes;
        }

        double evaluate(double[] theta, double strength, double[] gradient) {
            int k = classes;
            double loss = 0;
            try (NDManager scope = manager.newSubManager()) {
                NDArray w =
                        Transfer.send(scope, DoubleBuffer.wrap(theta, 0, d * k), new Shape(d, k));
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

        Model model(double[] theta, double strength, double loss, double gradient, int steps) {
            double[][] weights = new double[d][];
            for (int j = 0; j < d; j++) {
                weights[j] = Arrays.copyOfRange(theta, j * classes, (j + 1) * classes);
            }
            double[] bias = Arrays.copyOfRange(theta, d * classes, theta.length);
            return new Model(weights, bias, mean, scale, strength, loss, gradient, steps);
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
