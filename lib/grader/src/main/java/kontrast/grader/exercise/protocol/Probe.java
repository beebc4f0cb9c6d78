package kontrast.grader.exercise.protocol;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/**
 * The objective of a linear probe in double precision, and what a check asks about it.
 *
 * <pre>
 *   L = (1/N) sum over i of -ln softmax(W'x_i + b)[y_i]  +  (l2 / 2) |W|^2
 * </pre>
 */
final class Probe {

    private Probe() {}

    /** The logits of one row: {@code W'x + b}. */
    static double[] logits(float[] x, float[][] w, float[] b) {
        double[] logits = new double[b.length];
        for (int c = 0; c < b.length; c++) {
            logits[c] = b[c];
            for (int j = 0; j < x.length; j++) {
                logits[c] += (double) x[j] * w[j][c];
            }
        }
        return logits;
    }

    static double logSumExp(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum);
    }

    static double squares(float[][] w) {
        double sum = 0;
        for (float[] row : w) {
            for (float number : row) {
                sum += (double) number * number;
            }
        }
        return sum;
    }

    static double loss(float[][] x, int[] labels, float[][] w, float[] b, double l2) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double[] logits = logits(x[i], w, b);
            sum += logSumExp(logits) - logits[labels[i]];
        }
        return sum / x.length + l2 / 2 * squares(w);
    }

    /**
     * The gradient by W as central differences of the loss.
     *
     * <p>The step is 2^-9, which floats of size 1 take without rounding; what is left of third
     * order is below 1e-5 for these sizes, and Richardson's step takes it down to 1e-8.
     */
    static double[][] gradient(float[][] x, int[] labels, float[][] w, float[] b, double l2) {
        double[][] gradient = new double[w.length][b.length];
        for (int j = 0; j < w.length; j++) {
            for (int c = 0; c < b.length; c++) {
                double coarse = slope(x, labels, w, b, l2, j, c, 1.0 / 256);
                double fine = slope(x, labels, w, b, l2, j, c, 1.0 / 512);
                gradient[j][c] = (4 * fine - coarse) / 3;
            }
        }
        return gradient;
    }

    /**
     * The same in closed form, for logits of any size.
     *
     * <pre>
     *   dL/dW_jc = (1/N) sum over i of x_ij (p_ic - [c = y_i])  +  l2 W_jc,   p_ic = 1 / sum over k of exp(a_ik - a_ic)
     * </pre>
     *
     * <p>An exp that overflows makes p the 0 that it is; one of the terms is exp(0) = 1, so nothing is divided by 0.
     */
    static double[][] gradientInClosedForm(float[][] x, int[] labels, float[][] w, float[] b, double l2) {
        double[][] gradient = new double[w.length][b.length];
        for (int c = 0; c < b.length; c++) {
            for (int j = 0; j < w.length; j++) {
                gradient[j][c] = l2 * w[j][c];
            }
            for (int i = 0; i < x.length; i++) {
                double[] a = logits(x[i], w, b);
                double all = 0;
                for (double logit : a) {
                    all += Math.exp(logit - a[c]);
                }
                for (int j = 0; j < w.length; j++) {
                    gradient[j][c] += x[i][j] * (1 / all - (labels[i] == c ? 1 : 0)) / x.length;
                }
            }
        }
        return gradient;
    }

    private static double slope(
            float[][] x, int[] labels, float[][] w, float[] b, double l2, int j, int c, double step) {
        float before = w[j][c];
        w[j][c] = (float) (before + step);
        double up = loss(x, labels, w, b, l2);
        double high = w[j][c];
        w[j][c] = (float) (before - step);
        double down = loss(x, labels, w, b, l2);
        double low = w[j][c];
        w[j][c] = before;
        return (up - down) / (high - low);
    }

    /** A probe of at least three classes and as many features, all of size 1. */
    static Call call(RandomGenerator r, double l2) {
        return call(r, l2, 1);
    }

    /** Logits in the hundreds to thousands around a bias, which may lie far above 0 or far below it. */
    static Call around(RandomGenerator r, float bias) {
        List<Value> drawn = call(r, 0, 300).arguments();
        float[] b = Unpack.floats(drawn.get(3));
        for (int c = 0; c < b.length; c++) {
            b[c] += bias;
        }
        return Call.of(drawn.get(0), drawn.get(1), drawn.get(2), Value.of(b), drawn.get(4));
    }

    /** The same with weights of another size; large ones make logits whose exp overflows. */
    static Call call(RandomGenerator r, double l2, double size) {
        int d = r.nextInt(2, 5);
        int classes = r.nextInt(3, 6);
        int n = r.nextInt(5, 9);
        int[] labels = IntStream.generate(() -> r.nextInt(classes)).limit(n).toArray();
        float[][] w = Draw.numbers(r, d, classes, size);
        float[] b = Draw.numbers(r, 1, classes, 1)[0];
        return Call.of(Value.of(Draw.numbers(r, n, d, 1)), Value.of(labels), Value.of(w), Value.of(b), Value.of(l2));
    }
}
