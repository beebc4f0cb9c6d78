package kontrast.grader.exercise.families;

import java.util.Arrays;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;

/** The losses of the other families in loops and double precision: the oracles of this set. */
final class FamilyFormulas {

    private static final double EPSILON = 1e-5; // under the root of Barlow Twins' deviation

    private FamilyFormulas() {}

    static Value scalar(double value) {
        return Value.tensor(new long[0], value);
    }

    /** Equation 2 of Grill et al. (2020), both directions: each squared distance is 2 - 2 cos. */
    static double byol(double[][] px, double[][] py, double[][] tx, double[][] ty) {
        double sum = 0;
        for (int n = 0; n < px.length; n++) {
            sum += 2 - 2 * Draw.cosine(px[n], ty[n]);
            sum += 2 - 2 * Draw.cosine(py[n], tx[n]);
        }
        return sum / px.length;
    }

    /** Equation 4 of Chen and He (2021), what is to be hit being handed in beside z: there no gradient goes. */
    static double simSiam(double[][] z, double[][] w, double[][] hit) {
        int rows = z.length;
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            double[] p = new double[w.length];
            for (int j = 0; j < p.length; j++) {
                for (int k = 0; k < p.length; k++) {
                    p[k] += z[i][j] * w[j][k];
                }
            }
            sum -= Draw.cosine(p, hit[(i + rows / 2) % rows]);
        }
        return sum / rows;
    }

    /** Factors of rows and columns, as Cuturi (2013) writes Sinkhorn's algorithm: their logarithms in turn. */
    static double[][] codes(double[][] scores, double epsilon, int rounds, double[] shares) {
        int pictures = scores.length;
        double[] row = new double[pictures];
        double[] column = new double[shares.length];
        for (int round = 0; round <= rounds; round++) {
            for (int k = 0; k < column.length && round > 0; k++) {
                double[] terms = new double[pictures];
                for (int n = 0; n < pictures; n++) {
                    terms[n] = scores[n][k] / epsilon + row[n];
                }
                column[k] = Math.log(shares[k] * pictures) - logSum(terms);
            }
            for (int n = 0; n < pictures && (round > 0 || rounds == 0); n++) {
                double[] terms = new double[column.length];
                for (int k = 0; k < column.length; k++) {
                    terms[k] = scores[n][k] / epsilon + column[k];
                }
                row[n] = -logSum(terms);
            }
        }
        double[][] codes = new double[pictures][column.length];
        for (int n = 0; n < pictures; n++) {
            for (int k = 0; k < column.length; k++) {
                codes[n][k] = Math.exp(scores[n][k] / epsilon + row[n] + column[k]);
            }
        }
        return codes;
    }

    /** Equations 1 and 2 of Caron et al. (2020). */
    static double swapped(double[][] sx, double[][] sy, double[][] qx, double[][] qy, double tau) {
        double sum = 0;
        for (int n = 0; n < sx.length; n++) {
            sum += crossEntropy(sx[n], qy[n], tau) + crossEntropy(sy[n], qx[n], tau);
        }
        return sum / sx.length;
    }

    private static double crossEntropy(double[] scores, double[] code, double tau) {
        double[] scaled = Arrays.stream(scores).map(s -> s / tau).toArray();
        double total = logSum(scaled);
        double sum = 0;
        for (int k = 0; k < code.length; k++) {
            sum -= code[k] * (scaled[k] - total);
        }
        return sum;
    }

    /** Equations 1 and 2 of Zbontar et al. (2021), divided by d. */
    static double barlow(double[][] x, double[][] y, double lambda) {
        double[][] a = standardised(x);
        double[][] b = standardised(y);
        int d = x[0].length;
        double sum = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double c = 0;
                for (int n = 0; n < a.length; n++) {
                    c += a[n][i] * b[n][j] / a.length;
                }
                sum += i == j ? (1 - c) * (1 - c) : lambda * c * c;
            }
        }
        return sum / d;
    }

    private static double[][] standardised(double[][] z) {
        double[][] standard = new double[z.length][z[0].length];
        for (int j = 0; j < z[0].length; j++) {
            double mean = 0;
            double square = 0;
            for (double[] row : z) {
                mean += row[j] / z.length;
            }
            for (double[] row : z) {
                square += (row[j] - mean) * (row[j] - mean) / z.length;
            }
            for (int n = 0; n < z.length; n++) {
                standard[n][j] = (z[n][j] - mean) / Math.sqrt(square + EPSILON);
            }
        }
        return standard;
    }

    /** Equations 1 to 4 of Caron et al. (2021): the centre written out as a sum over the steps before the last. */
    static double[][] asked(double[][][] outputs, double tau, double momentum) {
        int last = outputs.length - 1;
        double[] centre = new double[outputs[0][0].length];
        for (int t = 0; t < last; t++) {
            double weight = (1 - momentum) * Math.pow(momentum, last - 1 - t);
            for (double[] row : outputs[t]) {
                for (int k = 0; k < centre.length; k++) {
                    centre[k] += weight * row[k] / outputs[t].length;
                }
            }
        }
        double[][] asked = new double[outputs[last].length][centre.length];
        for (int n = 0; n < asked.length; n++) {
            for (int k = 0; k < centre.length; k++) {
                asked[n][k] = (outputs[last][n][k] - centre[k]) / tau;
            }
            double total = logSum(asked[n]);
            asked[n] = Arrays.stream(asked[n]).map(v -> Math.exp(v - total)).toArray();
        }
        return asked;
    }

    /** {@code ln sum exp v}. */
    private static double logSum(double... v) {
        double most = Arrays.stream(v).max().orElseThrow();
        return most + Math.log(Arrays.stream(v).map(e -> Math.exp(e - most)).sum());
    }

    /** A tensor of rows in double precision. */
    static Value tensor(double[][] rows) {
        return Value.tensor(
                new long[] {rows.length, rows[0].length},
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }
}
