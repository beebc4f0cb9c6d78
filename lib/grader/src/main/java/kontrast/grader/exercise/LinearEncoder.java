package kontrast.grader.exercise;

/**
 * A linear encoder that learns by InfoNCE between two views, with the gradient by hand: the
 * reference of exercise 11.7, and its wrong variants.
 *
 * <pre>
 *   u_i = W'x_i,  v_i = W'x'_i                          a = u / |u|,  b = v / |v|
 *   p_ij = exp(a_i.b_j / tau) / sum over k of exp(a_i.b_k / tau)
 *   L = -(1/N) sum over i of ln p_ii
 *   g_ij = (p_ij - [i = j]) / (N tau)                  dL/da_i = sum g_ij b_j, dL/db_j = sum g_ij a_i
 *   dL/du = (dL/da - (dL/da.a) a) / |u|                 dL/dW = sum x_i (dL/du_i)' + x'_i (dL/dv_i)'
 * </pre>
 */
final class LinearEncoder {

    /** What can go wrong in a step. */
    enum Slip {
        NONE,
        UPHILL,
        ONE_VIEW,
        NEXT_PARTNER,
        NO_POSITIVE,
        EXCHANGED,
        RESTARTED,
        NOT_NORMALISED
    }

    private final double[][] weights; // [pixels][dimensions]

    private LinearEncoder(double[][] weights) {
        this.weights = weights;
    }

    static LinearEncoder of(float[][] start) {
        double[][] weights = new double[start.length][start[0].length];
        for (int i = 0; i < start.length; i++) {
            for (int j = 0; j < start[i].length; j++) {
                weights[i][j] = start[i][j];
            }
        }
        return new LinearEncoder(weights);
    }

    double[][] embed(float[][] images) {
        double[][] rows = new double[images.length][weights[0].length];
        for (int i = 0; i < images.length; i++) {
            for (int p = 0; p < weights.length; p++) {
                for (int j = 0; j < rows[i].length; j++) {
                    rows[i][j] += images[i][p] * weights[p][j];
                }
            }
        }
        return rows;
    }

    void train(float[][] first, float[][] second, int steps, double rate, double tau, Slip slip) {
        double[][] begin = new double[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            begin[p] = weights[p].clone();
        }
        for (int step = 0; step < steps; step++) {
            double[][] gradient = gradient(first, second, tau, slip);
            double sign = slip == Slip.UPHILL ? 1 : -1;
            for (int p = 0; p < weights.length; p++) {
                for (int j = 0; j < weights[p].length; j++) {
                    double from = slip == Slip.RESTARTED ? begin[p][j] : weights[p][j];
                    weights[p][j] = from + sign * rate * gradient[p][j];
                }
            }
        }
    }

    private double[][] gradient(float[][] first, float[][] other, double tau, Slip slip) {
        float[][] second = slip == Slip.ONE_VIEW ? first : other;
        boolean normal = slip != Slip.NOT_NORMALISED;
        double[][] a = embed(first);
        double[][] b = embed(second);
        double[] lengthA = normal ? normalise(a) : ones(a.length);
        double[] lengthB = normal ? normalise(b) : ones(b.length);
        double[][] g = shares(a, b, tau);
        int n = a.length;
        for (int i = 0; i < n; i++) {
            int positive = slip == Slip.NEXT_PARTNER ? (i + 1) % n : i;
            g[i][positive] -= slip == Slip.NO_POSITIVE ? 0 : 1;
            for (int j = 0; j < n; j++) {
                g[i][j] /= n * tau;
            }
        }
        double[][] da = new double[n][a[0].length];
        double[][] db = new double[n][a[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int d = 0; d < a[0].length; d++) {
                    da[i][d] += g[i][j] * b[j][d];
                    db[j][d] += g[i][j] * a[i][d];
                }
            }
        }
        double[][] gradient = new double[weights.length][weights[0].length];
        boolean exchanged = slip == Slip.EXCHANGED;
        add(gradient, first, exchanged ? db : da, a, lengthA, normal);
        add(gradient, second, exchanged ? da : db, b, lengthB, normal);
        return gradient;
    }

    /** Row i: the softmax of view i over all second views. */
    private static double[][] shares(double[][] a, double[][] b, double tau) {
        double[][] shares = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < b.length; j++) {
                shares[i][j] = MoCoFormulas.dot(a[i], b[j]) / tau;
                most = Math.max(most, shares[i][j]);
            }
            double sum = 0;
            for (int j = 0; j < b.length; j++) {
                shares[i][j] = Math.exp(shares[i][j] - most);
                sum += shares[i][j];
            }
            for (int j = 0; j < b.length; j++) {
                shares[i][j] /= sum;
            }
        }
        return shares;
    }

    /** Through the normalisation, and on to the weights. */
    private static void add(
            double[][] gradient, float[][] x, double[][] by, double[][] unit, double[] lengths, boolean normal) {
        for (int i = 0; i < x.length; i++) {
            double along = normal ? MoCoFormulas.dot(by[i], unit[i]) : 0;
            double[] row = new double[by[i].length];
            for (int d = 0; d < row.length; d++) {
                row[d] = (by[i][d] - along * unit[i][d]) / lengths[i];
            }
            for (int p = 0; p < gradient.length; p++) {
                for (int d = 0; d < row.length; d++) {
                    gradient[p][d] += x[i][p] * row[d];
                }
            }
        }
    }

    private static double[] normalise(double[][] rows) {
        double[] lengths = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            lengths[i] = Math.sqrt(MoCoFormulas.dot(rows[i], rows[i]));
            rows[i] = MoCoFormulas.unit(rows[i]);
        }
        return lengths;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
