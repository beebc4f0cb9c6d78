package kontrast.grader.exercise.dense;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 17.7: PCK for several limits. */
final class FoundWithinCheck {

    /** A share of a few, in single precision. */
    private static final double TOLERANCE = 1e-6;

    private FoundWithinCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(within(
                Unpack.ints(a.get(0)),
                Unpack.ints(a.get(1)),
                (int) a.get(2).number(),
                a.get(3).data()));
        Cases asked = Cases.times(4, r -> call(r, false, 1.2f, 2.6f, 4.3f, 7.1f));
        Cases missing = Cases.times(4, r -> call(r, true, 1.2f, 2.6f, 4.3f));
        Cases limit = Cases.times(3, r -> call(r, false, 0, 1, 5));
        Cases anyOrder = Cases.times(2, r -> call(r, false, 4.3f, 1.2f, 7.1f, 2.6f));
        Cases one = r -> List.of(
                Call.of(Value.of(new int[] {9}), Value.of(new int[] {9}), Value.of(8), Value.of(new float[] {0})),
                call(r, true, 3.3f));
        return Check.of("17.7")
                .example(
                        "A picture of 10 columns; found 19, 33, 5; true 20, 36, -1; limits 2 and 3. In which rows and"
                                + " columns are 19 and 20?",
                        Call.of(
                                Value.of(new int[] {19, 33, 5}),
                                Value.of(new int[] {20, 36, -1}),
                                Value.of(10),
                                Value.of(new float[] {2, 3})))
                .property(Property.equal("is right where every point has a true place", 2, TOLERANCE, asked, oracle)
                        .asEssential())
                .property(Property.equal("leaves out points without a true place", 2, TOLERANCE, missing, oracle))
                .property(Property.equal("counts an error that is exactly the limit", 1, TOLERANCE, limit, oracle))
                .property(Property.equal("is right for one point and for one limit", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, missing))
                .property(Property.equal("takes the limits in any order", 1, TOLERANCE, anyOrder, oracle));
    }

    /** Errors of many sizes, among them 1 and 5 along a row, down a column, and aslant. */
    private static Call call(RandomGenerator r, boolean missing, float... limits) {
        int width = r.nextInt(20, 30);
        int[][] ways = {
            {0, 0}, {1, 0}, {0, -1}, {1, 1}, {-2, 1}, {2, 2}, {3, -1}, {0, 3}, {3, 4}, {-5, 0}, {0, 5}, {4, 4}, {6, 3},
            {-1, 7}
        };
        int[] order = Draw.permutation(r, ways.length);
        int[] found = new int[ways.length];
        int[] truth = new int[ways.length];
        for (int i = 0; i < found.length; i++) {
            int[] way = ways[order[i]];
            int column = r.nextInt(8, width - 8);
            int row = r.nextInt(8, 14);
            truth[i] = row * width + column;
            found[i] = (row + way[1]) * width + column + way[0];
        }
        for (int i = 0; missing && i < 4; i++) { // found in the corner, near where the pixel -1 would be
            truth[i + 2] = -1;
            found[i + 2] = i < 2 ? i : r.nextInt(width * 20);
        }
        if (missing) { // the first pixel is a place like any other
            truth[0] = 0;
            found[0] = width;
        }
        return Call.of(Value.of(found), Value.of(truth), Value.of(width), Value.of(limits));
    }

    /** The oracle: for each limit, squares of whole numbers. */
    private static float[] within(int[] found, int[] truth, int width, double[] limits) {
        int[] asked =
                IntStream.range(0, truth.length).filter(i -> truth[i] >= 0).toArray();
        float[] shares = new float[limits.length];
        for (int j = 0; j < limits.length; j++) {
            double limit = limits[j] * limits[j];
            long right = IntStream.of(asked)
                    .filter(i -> {
                        int rows = found[i] / width - truth[i] / width;
                        int columns = found[i] % width - truth[i] % width;
                        return rows * rows + columns * columns <= limit;
                    })
                    .count();
            shares[j] = (float) ((double) right / asked.length);
        }
        return shares;
    }
}
