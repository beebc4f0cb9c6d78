package kontrast.evaluate;

/**
 * How images are shared out among K prototypes or outputs: the two ways in which that can collapse, as two numbers.
 *
 * <pre>
 *   p_n = softmax(s_n / tau),  p = mean over n of p_n
 *   entropy of the mean   H(p)                     ln K: all outputs are used;   0: one output wins for every image
 *   mean entropy          mean over n of H(p_n)    0: each image has one output; ln K: each image has all of them
 *   information           H(p) - mean of H(p_n)    0 in both collapses
 * </pre>
 *
 * <p>The information is the mutual information of image and output in nats, as in Bridle, Heading and MacKay,
 * Unsupervised classifiers, mutual information and phantom targets, 1991.
 *
 * @param entropyOfMean H(p) in nats, in [0, ln K]
 * @param meanEntropy mean over n of H(p_n) in nats, in [0, H(p)]
 * @param outputs K
 */
public record Assignments(double entropyOfMean, double meanEntropy, int outputs) {

    /**
     * Measures scores.
     *
     * @param scores s, {@code [N, K]}, N at least 1
     * @param temperature tau, above 0
     * @return the figures
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public static Assignments of(Features scores, double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be a finite number above 0, found " + temperature);
        }
        int n = scores.rows();
        double[] mean = new double[scores.dim()];
        double entropy = 0;
        for (int i = 0; i < n; i++) {
            double[] p = softmax(scores.row(i), temperature);
            entropy += entropy(p) / n;
            for (int k = 0; k < mean.length; k++) {
                mean[k] += p[k] / n;
            }
        }
        return new Assignments(entropy(mean), entropy, mean.length);
    }

    private static double[] softmax(float[] scores, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (float s : scores) {
            most = Math.max(most, s);
        }
        double[] p = new double[scores.length];
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp((scores[k] - most) / temperature);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    private static double entropy(double... p) {
        double entropy = 0;
        for (double share : p) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return entropy;
    }

    /**
     * Returns the mutual information of image and output in nats, in [0, ln K]: 0 once it has collapsed, either way.
     */
    public double information() {
        return entropyOfMean - meanEntropy;
    }

    /** Returns how many outputs are used, exp H(p), in [1, K]; 1 if one output wins for every image. */
    public double used() {
        return Math.exp(entropyOfMean);
    }
}
