package kontrast.grader.exercise.input;

import java.util.Arrays;
import kontrast.grader.worker.Value;

/** Values as the plain arrays that a learner's function is called with. */
public final class Unpack {

    private Unpack() {}

    /** The numbers of an {@code int[]}. */
    public static int[] ints(Value value) {
        return Arrays.stream(value.data()).mapToInt(d -> (int) d).toArray();
    }

    /** The numbers of a {@code float[]}. */
    public static float[] floats(Value value) {
        double[] data = value.data();
        float[] floats = new float[data.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) data[i];
        }
        return floats;
    }

    /** The rows of a {@code float[][]}. */
    public static float[][] rows(Value value) {
        float[][] rows = new float[value.length(0)][value.length(1)];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) value.at(i, j);
            }
        }
        return rows;
    }

    /** Rounds a matrix to single precision. */
    public static float[][] rounded(double[][] matrix) {
        float[][] rows = new float[matrix.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[matrix[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) matrix[i][j];
            }
        }
        return rows;
    }

    /** Rounds numbers to single precision. */
    public static float[] rounded(double[] numbers) {
        return rounded(new double[][] {numbers})[0];
    }
}
