package kontrast.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
            throw new IllegalArgumentException("maxIterations = %d is not at least 1".formatted(maxIterations));
        }
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("tolerance = %s is not above 0".formatted(tolerance));
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
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
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
                        "the probe was fitted on features of %d numbers, found %d".formatted(d, features.dim()));
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
            DotProducts.checkLabels(features, truth, "features");
            return DotProducts.accuracy(predict(features), truth);
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
        DotProducts.checkLabels(validation, validationLabels, "validation");
        Model best = null;
        double most = -1;
        try (SoftmaxRegression objective = new SoftmaxRegression(train, labels)) {
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
        try (SoftmaxRegression objective = new SoftmaxRegression(train, labels)) {
            return minimise(objective, strength, new double[objective.size()]);
        }
    }

    private Model minimise(SoftmaxRegression objective, double strength, double[] theta) {
        Lbfgs.Minimum minimum =
                new Lbfgs(maxIterations, tolerance).minimise((at, slope) -> objective.at(at, strength, slope), theta);
        return objective.model(theta, strength, minimum);
    }
}
