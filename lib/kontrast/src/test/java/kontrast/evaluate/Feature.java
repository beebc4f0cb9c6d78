package kontrast.evaluate;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Features for tests. */
final class Feature {

    private Feature() {}

    static Features of(double[][] rows) {
        int d = rows[0].length;
        float[] values = new float[rows.length * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / d][i % d];
        }
        return new Features(values, rows.length, d);
    }

    static Features noise(int n, int d, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Features(values, n, d);
    }

    /** Clusters around random centres, with row i in cluster i % k. */
    static Features clusters(int n, int d, int k, double spread, long centres, long seed) {
        Features middle = noise(k, d, centres);
        Features around = noise(n, d, seed);
        float[] values = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                values[i * d + j] = (float) (middle.values()[i % k * d + j] + spread * around.values()[i * d + j]);
            }
        }
        return new Features(values, n, d);
    }

    static int[] labels(int n, int k) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % k;
        }
        return labels;
    }

    static double cosine(Features a, int i, Features b, int j) {
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int k = 0; k < a.dim(); k++) {
            double u = a.values()[i * a.dim() + k];
            double v = b.values()[j * b.dim() + k];
            dot += u * v;
            lengthA += u * u;
            lengthB += v * v;
        }
        return dot / Math.sqrt(lengthA * lengthB);
    }
}
