package kontrast.grader.exercise.comparison;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Runs of two methods that have their luck in common, and what their differences say. */
final class Runs {

    private Runs() {}

    /**
     * Draws accuracies whose differences are so many standard errors from 0.
     *
     * @param r the source
     * @param n runs, at least 2
     * @param errors t
     * @return both methods, per cent; the luck that they have in common is far more than what they differ by
     */
    static Call call(RandomGenerator r, int n, double errors) {
        return call(r, n, errors, 4);
    }

    /** The same with less luck, and the best run of one method is not the best of the other, or not the worst. */
    static Call mixed(RandomGenerator r, int n, double errors) {
        while (true) {
            Call call = call(r, n, errors, 0.5);
            double[] a = call.arguments().get(0).data();
            double[] b = call.arguments().get(1).data();
            double spread = spread(differences(a, b));
            Arrays.sort(a);
            Arrays.sort(b);
            if (Math.abs(spread - spread(differences(a, b))) > 0.05) {
                return call;
            }
        }
    }

    /** The same, where one run differs from the next by so many points. */
    static Call scaled(RandomGenerator r, int n, double errors, double spread) {
        return call(r, n, errors, 4, spread);
    }

    private static Call call(RandomGenerator r, int n, double errors, double common) {
        return call(r, n, errors, common, r.nextDouble(0.6, 1.5));
    }

    private static Call call(RandomGenerator r, int n, double errors, double common, double scale) {
        double[] d = new double[n];
        double spread = 0;
        while (spread < 0.3) {
            for (int i = 0; i < n; i++) {
                d[i] = r.nextGaussian();
            }
            spread = spread(d);
        }
        double mean = mean(d);
        float[] a = new float[n];
        float[] b = new float[n];
        int[] luck = Draw.permutation(r, n);
        for (int i = 0; i < n; i++) {
            b[i] = (float) (55 + common * (luck[i] + 0.25 * r.nextGaussian()));
            a[i] = (float) (b[i] + scale * ((d[i] - mean) / spread + errors / Math.sqrt(n)));
        }
        return Call.of(Value.of(a), Value.of(b));
    }

    static double[] differences(double[] a, double[] b) {
        double[] d = new double[a.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = a[i] - b[i];
        }
        return d;
    }

    static double mean(double... d) {
        double sum = 0;
        for (double v : d) {
            sum += v;
        }
        return sum / d.length;
    }

    /** The deviation by all pairs: half the mean square of their differences, each pair of two numbers once. */
    static double spread(double... d) {
        double square = 0;
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < i; j++) {
                square += (d[i] - d[j]) * (d[i] - d[j]);
            }
        }
        return Math.sqrt(square / d.length / (d.length - 1));
    }

    /** The mean in standard errors. */
    static double errors(double... d) {
        return mean(d) * Math.sqrt(d.length) / spread(d);
    }
}
