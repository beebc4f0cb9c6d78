package kontrast.grader.exercise.moco;

import java.util.Arrays;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;

/** The naive formulas in double precision that the answers of {@code 12_moco} are judged by. */
final class MoCoFormulas {

    private MoCoFormulas() {}

    /** Equation 2 of He et al. (2020): a step from the key encoder towards the query encoder. */
    static double[] momentumUpdate(double[] key, double[] query, double momentum) {
        double[] moved = new double[key.length];
        for (int i = 0; i < key.length; i++) {
            moved[i] = key[i] + (1 - momentum) * (query[i] - key[i]);
        }
        return moved;
    }

    /** The rows of the ring from position on take the keys, as long as there are keys; all other rows stay. */
    static double[][] enqueue(double[][] queue, int position, double[][] keys) {
        double[][] after = new double[queue.length][];
        for (int row = 0; row < queue.length; row++) {
            int behind = Math.floorMod(row - position, queue.length);
            after[row] = behind < keys.length ? keys[behind] : queue[row];
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
            logits[i][0] = Draw.dot(q[i], k[i]) / tau;
            for (int j = 0; j < queue.length; j++) {
                logits[i][1 + j] = Draw.dot(q[i], queue[j]) / tau;
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

    private static double[] unit(double[] row) {
        double length = Math.sqrt(Draw.dot(row, row));
        return Arrays.stream(row).map(x -> x / length).toArray();
    }
}
