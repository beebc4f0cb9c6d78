package kontrast.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import kontrast.tensor.Transfer;

/** Dot products of all queries with a whole gallery, some queries at a time. */
final class DotProducts {

    /** Numbers in one block of the similarity matrix: 16 MB. */
    private static final int BLOCK = 1 << 22;

    private DotProducts() {}

    /** What is done with the similarities of one query. */
    @FunctionalInterface
    interface PerQuery {
        /**
         * Takes one row of the matrix.
         *
         * @param query its index
         * @param similarities one number a row of the gallery; overwritten after the call
         */
        void accept(int query, float[] similarities);
    }

    /**
     * The CPU, wherever the training is: TF32 on a GPU would round similarities to three digits.
     */
    static NDManager manager() {
        return NDManager.newBaseManager(Device.cpu());
    }

    static void forEach(Features queries, Features gallery, PerQuery body) {
        if (queries.dim() != gallery.dim()) {
            throw new IllegalArgumentException("features of %d numbers cannot be compared with features of %d"
                    .formatted(queries.dim(), gallery.dim()));
        }
        int n = gallery.rows();
        int d = gallery.dim();
        int chunk = Math.max(1, Math.min(queries.rows(), BLOCK / n));
        float[] row = new float[n];
        try (NDManager manager = manager()) {
            NDArray right = gallery.tensor(manager).transpose(); // [d, n]
            for (int from = 0; from < queries.rows(); from += chunk) {
                int to = Math.min(queries.rows(), from + chunk);
                try (NDManager scope = manager.newSubManager()) {
                    FloatBuffer some = FloatBuffer.wrap(queries.values(), from * d, (to - from) * d);
                    NDArray left = Transfer.send(scope, some, new Shape(to - from, d));
                    float[] block = Transfer.floats(left.matMul(right)); // [to - from, n]
                    for (int i = from; i < to; i++) {
                        System.arraycopy(block, (i - from) * n, row, 0, n);
                        body.accept(i, row);
                    }
                }
            }
        }
    }

    /**
     * Returns the indices of the k largest numbers, largest first; of equal numbers the one with
     * the smaller index comes first, so that the answer does not depend on chance.
     */
    static int[] largest(float[] numbers, int k) {
        int[] best = new int[k];
        int found = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (found == k && numbers[i] <= numbers[best[k - 1]]) {
                continue;
            }
            int low = 0;
            int high = found;
            while (low < high) { // the first place whose number is smaller
                int middle = (low + high) >>> 1;
                if (numbers[best[middle]] >= numbers[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            int moved = Math.min(found, k - 1) - low;
            System.arraycopy(best, low, best, low + 1, moved);
            best[low] = i;
            found = Math.min(k, found + 1);
        }
        return found == k ? best : Arrays.copyOf(best, found);
    }

    static void checkLabels(Features features, int[] labels, String what) {
        if (labels.length != features.rows()) {
            throw new IllegalArgumentException("%s: expected one label for each of %d rows, found %d"
                    .formatted(what, features.rows(), labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("%s: label %d of row %d is below 0".formatted(what, labels[i], i));
            }
        }
    }

    /** The share of equal labels. */
    static double accuracy(int[] predicted, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predicted[i] == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
