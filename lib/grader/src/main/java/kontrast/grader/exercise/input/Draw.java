package kontrast.grader.exercise.input;

import java.util.random.RandomGenerator;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Draws inputs, and holds the naive formulas in double precision that they are judged by. */
public final class Draw {

    private Draw() {}

    /** Rows of standard normal numbers, each row times a length between 0.5 and 3. */
    public static float[][] rows(RandomGenerator random, int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            double length = random.nextDouble(0.5, 3);
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (length * random.nextGaussian());
            }
        }
        return matrix;
    }

    /** Normal numbers of a given deviation. */
    public static float[][] numbers(RandomGenerator random, int rows, int columns, double deviation) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (deviation * random.nextGaussian());
            }
        }
        return matrix;
    }

    /** The numbers 0 to n - 1 in random order (Fisher and Yates, inside out). */
    public static int[] permutation(RandomGenerator random, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Numbers in [-1, 1], like cosines; no two of them nearly equal. */
    public static float[] cosines(RandomGenerator random, int count) {
        float[] cosines = new float[count];
        for (int i = 0; i < count; i++) {
            double step = 2.0 / count; // one from each stretch of [-1, 1], then shuffled
            cosines[i] = (float) (-1 + step * (i + random.nextDouble(0.1, 0.9)));
            int other = random.nextInt(i + 1);
            float swapped = cosines[other];
            cosines[other] = cosines[i];
            cosines[i] = swapped;
        }
        return cosines;
    }

    /** Rows of such numbers. */
    public static float[][] cosines(RandomGenerator random, int rows, int columns) {
        float[][] matrix = new float[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = cosines(random, columns);
        }
        return matrix;
    }

    /** Rows of length 1, up to rounding. */
    public static float[][] unitRows(RandomGenerator random, int rows, int columns) {
        float[][] matrix = rows(random, rows, columns);
        for (float[] row : matrix) {
            double norm = norm(row);
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (row[j] / norm);
            }
        }
        return matrix;
    }

    /** A float32 tensor of a matrix. */
    public static Value tensor(float[][] rows) {
        Value matrix = Value.of(rows);
        return Value.of(Kind.NDARRAY, "float32", matrix.shape(), matrix.data());
    }

    /** The matrix in a {@code float[][]} or a tensor of two axes. */
    public static double[][] matrix(Value value) {
        double[][] matrix = new double[value.length(0)][value.length(1)];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                matrix[i][j] = value.at(i, j);
            }
        }
        return matrix;
    }

    /** u.v, in double precision. */
    public static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    /** The Euclidean length, in double precision. */
    public static double norm(float[] row) {
        double sum = 0;
        for (float x : row) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum);
    }

    /** u.v / (|u| |v|), in double precision. */
    public static double cosine(double[] u, double[] v) {
        double uv = 0;
        double uu = 0;
        double vv = 0;
        for (int i = 0; i < u.length; i++) {
            uv += u[i] * v[i];
            uu += u[i] * u[i];
            vv += v[i] * v[i];
        }
        return uv / Math.sqrt(uu * vv);
    }

    /** NT-Xent of stacked views, the mean of the 2N terms; equation 1 of Chen et al. (2020). */
    public static double ntXent(double[][] z, double tau) {
        int views = z.length;
        double loss = 0;
        for (int i = 0; i < views; i++) {
            int j = (i + views / 2) % views;
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < views; k++) {
                largest = k == i ? largest : Math.max(largest, cosine(z[i], z[k]) / tau);
            }
            double sum = 0;
            for (int k = 0; k < views; k++) {
                sum += k == i ? 0 : Math.exp(cosine(z[i], z[k]) / tau - largest);
            }
            loss += Math.log(sum) + largest - cosine(z[i], z[j]) / tau;
        }
        return loss / views;
    }
}
