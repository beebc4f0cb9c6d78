package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.grader.worker.Value;

/** The naive formulas in double precision that the answers of {@code 13_cpc} are judged by. */
final class CpcFormulas {

    private CpcFormulas() {}

    /** A row for each patch, patches and pixels row after row; the rest is left on both sides. */
    static double[][] patches(double[][] image, int patch, int stride) {
        int rows = 1 + (image.length - patch) / stride;
        int columns = 1 + (image[0].length - patch) / stride;
        int top = (image.length - patch - stride * (rows - 1)) / 2;
        int left = (image[0].length - patch - stride * (columns - 1)) / 2;
        double[][] patches = new double[rows * columns][patch * patch];
        for (int i = 0; i < patches.length; i++) {
            for (int j = 0; j < patch * patch; j++) {
                int y = top + i / columns * stride + j / patch;
                int x = left + i % columns * stride + j % patch;
                patches[i][j] = image[y][x];
            }
        }
        return patches;
    }

    /** {@code [K][T d]}: in row k, T times the d numbers of W_k+1 c_t. */
    static Value predictions(Value c, Value w) {
        int t = c.length(0);
        int h = c.length(1);
        int steps = w.length(0);
        int d = w.length(1);
        double[] contexts = c.data();
        double[] maps = w.data();
        double[] predictions = new double[steps * t * d];
        for (int i = 0; i < predictions.length; i++) {
            int map = i / (t * d) * d + i % d; // row of all maps below each other
            int context = i / d % t;
            for (int j = 0; j < h; j++) {
                predictions[i] += maps[map * h + j] * contexts[context * h + j];
            }
        }
        return Value.tensor(new long[] {steps, t, d}, predictions);
    }

    /** For each context row after row, where the code k rows below it stands. */
    static int[] places(int rows, int columns, int k) {
        return IntStream.range(k * columns, rows * columns).toArray();
    }

    /** Equation 4 of van den Oord et al. (2018), candidates being all codes of the batch. */
    static double infoNce(double[] codes, double[] predictions, int[] places, int images, int d) {
        int all = codes.length / d;
        int contexts = places.length;
        double loss = 0;
        for (int i = 0; i < images * contexts; i++) {
            double[] scores = new double[all];
            for (int j = 0; j < all; j++) {
                for (int n = 0; n < d; n++) {
                    scores[j] += predictions[i * d + n] * codes[j * d + n];
                }
            }
            double largest = Arrays.stream(scores).max().orElse(0);
            double sum = Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum();
            int right = i / contexts * (all / images) + places[i % contexts];
            loss += Math.log(sum) + largest - scores[right];
        }
        return loss / (images * contexts);
    }

    static double infoNce(Value codes, Value predictions, Value places) {
        return infoNce(codes.data(), predictions.data(), ints(places), codes.length(0), codes.length(2));
    }

    /** Its gradient by the codes, by central differences; the error is below 1e-8. */
    static Value infoNceGradient(Value codes, Value predictions, Value places) {
        double h = 1e-5;
        double[] z = codes.data();
        double[] gradient = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double x = z[i];
            z[i] = x + h;
            double up = infoNce(z, predictions.data(), ints(places), codes.length(0), codes.length(2));
            z[i] = x - h;
            double down = infoNce(z, predictions.data(), ints(places), codes.length(0), codes.length(2));
            z[i] = x;
            gradient[i] = (up - down) / (2 * h);
        }
        return Value.tensor(codes.shape(), gradient);
    }

    /** -ln sigmoid(x) and -ln(1 - sigmoid(-x)), without overflow. */
    static double surprise(double x) {
        return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Binary cross entropy on the sigmoid of mean dot products. */
    static double bce(double[][] predictions, double[][] right, double[][] wrong) {
        double loss = 0;
        for (int i = 0; i < right.length; i++) {
            loss += surprise(MoCoFormulas.dot(predictions[i], right[i]) / right[i].length);
        }
        for (int i = 0; i < wrong.length; i++) {
            double[] prediction = predictions[i % predictions.length];
            loss += surprise(-MoCoFormulas.dot(prediction, wrong[i]) / wrong[i].length);
        }
        return loss / (right.length + wrong.length);
    }

    /** Loss and accuracy of a guess for InfoNCE, and of the best constant answer for BCE. */
    static float[] baselines(int images, int codes, int negatives) {
        double p = 1 / (negatives + 1.0);
        return new float[] {
            (float) Math.log((double) images * codes),
            (float) (1.0 / (images * codes)),
            (float) (-p * Math.log(p) - (1 - p) * Math.log(1 - p)),
            (float) (1 - p)
        };
    }

    /** c_t = w_0 z_t + w_1 z_t-1 + .., with zeros above the first row. */
    static double[][] context(double[][] z, double[] w) {
        double[][] c = new double[z.length][z[0].length];
        for (int t = 0; t < z.length; t++) {
            for (int j = 0; j < w.length && j <= t; j++) {
                for (int i = 0; i < c[t].length; i++) {
                    c[t][i] += w[j] * z[t - j][i];
                }
            }
        }
        return c;
    }

    private static int[] ints(Value value) {
        return Arrays.stream(value.data()).mapToInt(x -> (int) x).toArray();
    }
}
