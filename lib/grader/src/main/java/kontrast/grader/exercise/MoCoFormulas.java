package kontrast.grader.exercise;

import java.util.Arrays;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;

/** The naive formulas in double precision that the answers of {@code 12_moco} are judged by. */
final class MoCoFormulas {

    private MoCoFormulas() {}

    /** Equation 2 of He et al. (2020), number by number. */
    static double[] momentumUpdate(double[] key, double[] query, double momentum) {
        double[] moved = new double[key.length];
        for (int i = 0; i < key.length; i++) {
            moved[i] = momentum * key[i] + (1 - momentum) * query[i];
        }
        return moved;
    }

    /** Row (position + i) mod K becomes key i; all other rows stay. */
    static double[][] enqueue(double[][] queue, int position, double[][] keys) {
        double[][] after = Arrays.stream(queue).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < keys.length; i++) {
            after[(position + i) % queue.length] = keys[i].clone();
        }
        return after;
    }

    /** Steps since each row was written, by playing all steps; -1 for a row that never was. */
    static int[] ages(int capacity, int batch, int steps) {
        int[] writtenIn = new int[capacity];
        Arrays.fill(writtenIn, -1);
        int position = 0;
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < batch; i++) {
                writtenIn[(position + i) % capacity] = step;
            }
            position = (position + batch) % capacity;
        }
        return Arrays.stream(writtenIn).map(s -> s < 0 ? -1 : steps - 1 - s).toArray();
    }

    /** Column 0: query and its own key; the others: query and queue; dot products over tau. */
    static double[][] logits(double[][] q, double[][] k, double[][] queue, double tau) {
        double[][] logits = new double[q.length][1 + queue.length];
        for (int i = 0; i < q.length; i++) {
            logits[i][0] = dot(q[i], k[i]) / tau;
            for (int j = 0; j < queue.length; j++) {
                logits[i][1 + j] = dot(q[i], queue[j]) / tau;
            }
        }
        return logits;
    }

    /** Minus the logarithm of the softmax at column 0, averaged over the rows. */
    static double firstIsPositive(double[][] logits) {
        double loss = 0;
        for (double[] row : logits) {
            double largest = Arrays.stream(row).max().orElse(0);
            double sum = Arrays.stream(row).map(s -> Math.exp(s - largest)).sum();
            loss += Math.log(sum) + largest - row[0];
        }
        return loss / logits.length;
    }

    /** Equation 1 of He et al. (2020) for stacked views: queries above, their keys below. */
    static double loss(double[][] z, double[][] queue, double tau) {
        int n = z.length / 2;
        double[][] unit = Arrays.stream(z).map(MoCoFormulas::unit).toArray(double[][]::new);
        double[][] q = Arrays.copyOfRange(unit, 0, n);
        double[][] k = Arrays.copyOfRange(unit, n, 2 * n);
        return firstIsPositive(logits(q, k, queue, tau));
    }

    /**
     * Its gradient by central differences in the rows of the queries, and 0 in those of the keys;
     * with h = 1e-5 the error is below 1e-8 for these sizes.
     */
    static Value lossGradient(Value z, double[][] queue, double tau) {
        double h = 1e-5;
        double[][] rows = Draw.matrix(z);
        double[] gradient = new double[z.size()];
        int at = 0;
        for (int i = 0; i < rows.length / 2; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double x = rows[i][j];
                rows[i][j] = x + h;
                double up = loss(rows, queue, tau);
                rows[i][j] = x - h;
                double down = loss(rows, queue, tau);
                rows[i][j] = x;
                gradient[at++] = (up - down) / (2 * h);
            }
        }
        return Value.tensor(z.shape(), gradient);
    }

    static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    static double[] unit(double[] row) {
        double length = Math.sqrt(dot(row, row));
        return Arrays.stream(row).map(x -> x / length).toArray();
    }

    /** A {@code float[][]} value of these rows. */
    static Value matrix(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = floats(rows[i]);
        }
        return Value.of(floats);
    }

    static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
