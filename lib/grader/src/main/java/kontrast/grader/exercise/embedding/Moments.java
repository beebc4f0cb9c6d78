package kontrast.grader.exercise.embedding;

import java.util.random.RandomGenerator;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;

/**
 * The terms over a batch that the exercises ask for, in double precision and without a mean: from differences of pairs.
 */
final class Moments {

    private static final double EPSILON = 1e-4;

    private Moments() {}

    /** C_jk = sum over pairs of rows of (z_aj - z_bj) (z_ak - z_bk), over N (N - 1); each pair once. */
    static double covariance(double[][] z, int j, int k) {
        double sum = 0;
        for (int a = 1; a < z.length; a++) {
            for (int b = 0; b < a; b++) {
                sum += (z[a][j] - z[b][j]) * (z[a][k] - z[b][k]);
            }
        }
        return sum / z.length / (z.length - 1);
    }

    /** The mean over the entries of what their deviations lack. */
    static double hinge(double[][] z, double target) {
        double sum = 0;
        for (int j = 0; j < z[0].length; j++) {
            sum += Math.max(0, target - Math.sqrt(covariance(z, j, j) + EPSILON));
        }
        return sum / z[0].length;
    }

    /** The squares of all covariances of different entries, over d. */
    static double penalty(double[][] z) {
        double sum = 0;
        for (int j = 1; j < z[0].length; j++) {
            for (int k = 0; k < j; k++) {
                sum += 2 * Math.pow(covariance(z, j, k), 2);
            }
        }
        return sum / z[0].length;
    }

    /**
     * Embeddings whose entries have means and deviations of their own; the first varies much, the second little. No
     * deviation is below 0.05, where the small number under the root would change it by more than 0.001.
     */
    static float[][] embeddings(RandomGenerator r, int n, int d) {
        double[] deviations = new double[d];
        for (int j = 0; j < d; j++) {
            deviations[j] = j == 0 ? r.nextDouble(3, 4) : j == 1 ? r.nextDouble(0.06, 0.15) : r.nextDouble(0.3, 2);
        }
        return varied(r, n, deviations);
    }

    /** Embeddings whose entries have exactly these deviations, up to rounding, and means between -2 and 2. */
    static float[][] varied(RandomGenerator r, int n, double... deviations) {
        int d = deviations.length;
        float[][] drawn = Draw.numbers(r, n, d, 1);
        double[][] z = Draw.matrix(Value.of(drawn));
        for (int j = 0; j < d; j++) {
            double mean = r.nextDouble(-2, 2);
            double factor = deviations[j] / Math.sqrt(covariance(z, j, j));
            for (int i = 0; i < n; i++) {
                drawn[i][j] = (float) (mean + factor * z[i][j]);
            }
        }
        return drawn;
    }

    /** All entries vary, and less than 1. */
    static float[][] tight(RandomGenerator r, int n) {
        return varied(r, n, r.nextDouble(0.15, 0.3), r.nextDouble(0.15, 0.5), r.nextDouble(0.3, 0.6));
    }

    /** One and the same embedding in each row, its numbers being multiples of 1/4 that differ widely. */
    static float[][] point(RandomGenerator r, int n, int d) {
        float[] row = new float[d];
        for (int j = 0; j < d; j++) {
            row[j] = (j % 2 == 0 ? 1 : -1) * r.nextInt(4, 12) / 4f;
        }
        float[][] z = new float[n][];
        for (int i = 0; i < n; i++) {
            z[i] = row.clone();
        }
        return z;
    }
}
