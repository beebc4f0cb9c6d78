package kontrast.grader.exercise.comparison;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.6: linear centred kernel alignment. */
final class CkaCheck {

    /** Float32: sums of squares of sums over a few pictures. */
    private static final double TOLERANCE = 2e-4;

    private CkaCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], cka(Draw.matrix(a.get(0)), Draw.matrix(a.get(1))));
        Cases centred = Cases.times(3, r -> call(r, r.nextInt(6, 10), 3, 4, 0));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(6, 10), 4, 3, 1.5));
        Cases turned = Cases.times(3, CkaCheck::turned);
        Cases column = Cases.times(3, r -> call(r, r.nextInt(5, 8), 1, 1, 1));
        return Check.of("19.6")
                .example(
                        "Three pictures, one number each: 0, 1, 2 and 1, 0, 2. With their means subtracted they are"
                                + " -1, 0, 1 and 0, -1, 1. With one column each there are three products to add up.",
                        Call.of(Value.tensor(new long[] {3, 1}, 0, 1, 2), Value.tensor(new long[] {3, 1}, 1, 0, 2)))
                .property(Property.equal("is right for features with mean 0", 2, TOLERANCE, centred, oracle)
                        .asEssential())
                .property(Property.equal("is right for features with any mean", 3, TOLERANCE, any, oracle))
                .property(Property.equal(
                        "is 1 for features that are turned, enlarged and shifted", 1, TOLERANCE, turned, oracle))
                .property(Property.equal("is right for one column each", 1, TOLERANCE, column, oracle))
                .property(Property.pure(1, any));
    }

    /** Features that have something in common, the columns of different size; with exact means of 0 if shift is 0. */
    private static Call call(RandomGenerator r, int n, int p, int q, double shift) {
        float[][] x = Draw.numbers(r, n, p, 1);
        float[][] y = Draw.numbers(r, n, q, 1);
        for (int j = 0; j < q; j++) {
            double size = 0.6 + 0.5 * j;
            double mean = shift * r.nextDouble(0.7, 1.5);
            for (int i = 0; i < n; i++) {
                y[i][j] = (float) (size * (0.7 * x[i][j % p] + y[i][j]) + mean);
            }
        }
        for (int j = 0; j < p; j++) {
            double mean = shift * r.nextDouble(0.7, 1.5);
            for (int i = 0; i < n; i++) {
                x[i][j] = (float) ((1 + 0.4 * j) * x[i][j] + mean);
            }
        }
        if (shift == 0) {
            centre(x);
            centre(y);
        }
        return Call.of(Draw.tensor(x), Draw.tensor(y));
    }

    private static void centre(float[][] x) {
        for (int j = 0; j < x[0].length; j++) {
            double mean = 0;
            for (float[] row : x) {
                mean += row[j] / x.length;
            }
            for (float[] row : x) {
                row[j] -= (float) mean;
            }
        }
    }

    private static Call turned(RandomGenerator r) {
        float[][] x = Draw.numbers(r, r.nextInt(5, 9), 2, 1);
        double angle = r.nextDouble(0.3, 1.2);
        double size = r.nextDouble(1.5, 3);
        float[][] y = new float[x.length][2];
        for (int i = 0; i < x.length; i++) {
            y[i][0] = (float) (size * (Math.cos(angle) * x[i][0] - Math.sin(angle) * x[i][1]) + 1);
            y[i][1] = (float) (size * (Math.sin(angle) * x[i][0] + Math.cos(angle) * x[i][1]) - 2);
        }
        return Call.of(Draw.tensor(x), Draw.tensor(y));
    }

    /**
     * The oracle: how alike any two pictures are, for the one and for the other; Kornblith et al. (2019), equation 2.
     */
    private static double cka(double[][] x, double[][] y) {
        double[][] k = alike(x);
        double[][] l = alike(y);
        return together(k, l) / Math.sqrt(together(k, k) * together(l, l));
    }

    /** Dot products of pictures, each less the mean picture. */
    private static double[][] alike(double[][] x) {
        int n = x.length;
        double[] mean = new double[x[0].length];
        for (double[] row : x) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / n;
            }
        }
        double[][] alike = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int m = 0; m < n; m++) {
                for (int j = 0; j < mean.length; j++) {
                    alike[i][m] += (x[i][j] - mean[j]) * (x[m][j] - mean[j]);
                }
            }
        }
        return alike;
    }

    private static double together(double[][] k, double[][] l) {
        double sum = 0;
        for (int i = 0; i < k.length; i++) {
            sum += Draw.dot(k[i], l[i]);
        }
        return sum;
    }
}
