package kontrast.grader.exercise.video;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 6.8: a map enlarged bilinearly, its cells in their places. */
final class EnlargeCheck {

    private static final double TOLERANCE = 1e-5;

    private EnlargeCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(large(Unpack.rows(a.get(0)), (int) a.get(1).number()));
        Cases plain = r -> List.of(call(r, 3, 4, 4), call(r, 4, 3, 3), call(r, 2, 5, 2), call(r, 5, 4, 5));
        Cases thin = r -> List.of(call(r, 1, 4, 3), call(r, 4, 1, 4), call(r, 1, 1, 2), call(r, 3, 2, 1));
        return Check.of("6.8")
                .example(
                        "A map of two rows with two cells each, 0, 8 and 16, 24, and cells of 2 pixels. Along rows and"
                                + " columns the middle of cell 0 lies between pixels 0 and 1, that of cell 1 between"
                                + " pixels 2 and 3. The value must not change before the first middle or after the"
                                + " second.",
                        Call.of(Value.of(new float[][] {{0, 8}, {16, 24}}), Value.of(2)))
                .property(Property.equal("enlarges maps of any shape", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("enlarges a single row, column or cell", 1, TOLERANCE, thin, oracle))
                .property(Property.pure(1, plain));
    }

    private static Call call(RandomGenerator r, int high, int wide, int cell) {
        float[][] map = new float[high][wide];
        for (float[] row : map) {
            for (int x = 0; x < wide; x++) {
                row[x] = r.nextFloat();
            }
        }
        return Call.of(Value.of(map), Value.of(cell));
    }

    /**
     * The oracle: the weights of all cells, which are tents around their middles; beyond the edge lie copies of the
     * edge.
     */
    private static float[][] large(float[][] map, int cell) {
        int high = map.length;
        int wide = map[0].length;
        double[][] large = new double[high * cell][wide * cell];
        for (int y = 0; y < high * cell; y++) {
            for (int x = 0; x < wide * cell; x++) {
                for (int v = -1; v <= high; v++) {
                    for (int u = -1; u <= wide; u++) {
                        double weight = tent(y, v, cell) * tent(x, u, cell);
                        large[y][x] +=
                                weight * map[Math.min(high - 1, Math.max(0, v))][Math.min(wide - 1, Math.max(0, u))];
                    }
                }
            }
        }
        return Unpack.rounded(large);
    }

    private static double tent(int pixel, int place, int cell) {
        double middle = (place + 0.5) * cell;
        return Math.max(0, 1 - Math.abs(pixel + 0.5 - middle) / cell);
    }
}
