package kontrast.grader.exercise.video;

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

/** 6.3: one round of k-means. */
final class MovedCentresCheck {

    /** Means of a few dozen numbers of size 40, which some add up in single precision. */
    private static final double TOLERANCE = 1e-4;

    private MovedCentresCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(moved(Unpack.rows(a.get(0)), Unpack.rows(a.get(1)))));
        Cases plain = r -> List.of(call(r, 40, 0), call(r, 40, 0), call(r, 40, 0), call(r, 0.4, 0));
        Cases empty = r -> List.of(call(r, 40, 1), call(r, 40, 2));
        Cases ties = Cases.times(3, MovedCentresCheck::tied);
        return Check.of("6.3")
                .example(
                        "Four colours, (0, 0), (2, 0), (10, 4), (12, 4); three centres, (4, 1), (9, 1), (60, 60)."
                                + " To which centre does each colour belong? And which has none?",
                        Call.of(Value.of(new float[][] {{0, 0}, {2, 0}, {10, 4}, {12, 4}}), Value.of(new float[][] {
                            {4, 1}, {9, 1}, {60, 60}
                        })))
                .property(Property.equal("moves each centre to the mean of its colours", 4, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("leaves a centre without colours where it is", 2, TOLERANCE, empty, oracle))
                .property(Property.equal(
                        "gives a colour to the first of equally near centres", 1, TOLERANCE, ties, oracle))
                .property(Property.pure(1, plain));
    }

    /** Each centre has colours around it, two at least, but for some that are far from all colours. */
    private static Call call(RandomGenerator r, double deviation, int without) {
        int k = r.nextInt(5, 9);
        float[][] centres = Draw.numbers(r, k, 2, deviation);
        float[][] ab = new float[r.nextInt(25, 40)][];
        for (int i = 0; i < ab.length; i++) {
            float[] near = centres[without + i % (k - without)];
            float[] by = Draw.numbers(r, 1, 2, i < 2 * k ? 0.01 * deviation : 0.7 * deviation)[0];
            ab[i] = new float[] {near[0] + by[0], near[1] + by[1]};
        }
        for (int j = 0; j < without; j++) {
            centres[j] = new float[] {(float) (20 * deviation), (float) ((j + 10) * deviation)};
        }
        int[] order = Draw.permutation(r, k);
        int[] places = Draw.permutation(r, ab.length);
        return Call.of(
                Value.of(IntStream.of(places).mapToObj(i -> ab[i]).toArray(float[][]::new)),
                Value.of(IntStream.of(order).mapToObj(j -> centres[j]).toArray(float[][]::new)));
    }

    /** A colour at the distance 5 from four centres, in any order, and others near each: exact in single precision. */
    private static Call tied(RandomGenerator r) {
        int[][] around = {{3, 4}, {-5, 0}, {0, 5}, {4, -3}};
        int[] order = Draw.permutation(r, 4);
        int x = r.nextInt(-20, 20);
        int y = r.nextInt(-20, 20);
        float[][] centres = new float[5][];
        float[][] ab = new float[6][];
        centres[0] = new float[] {x + 30, y + 30};
        for (int k = 0; k < 4; k++) {
            int[] by = around[order[k]];
            centres[k + 1] = new float[] {x + by[0], y + by[1]};
            ab[k] = new float[] {x + 2 * by[0], y + 2 * by[1]};
        }
        ab[4] = new float[] {x, y};
        ab[5] = new float[] {x + 29, y + 31};
        return Call.of(Value.of(ab), Value.of(centres));
    }

    /** The oracle: centre by centre, the colours from which no other centre is nearer, and no earlier one as near. */
    private static double[][] moved(float[][] ab, float[][] centres) {
        double[][] moved = new double[centres.length][];
        for (int k = 0; k < centres.length; k++) {
            int own = k;
            List<float[]> colours = IntStream.range(0, ab.length)
                    .filter(i -> IntStream.range(0, centres.length)
                            .noneMatch(l -> l < own
                                    ? distance(ab[i], centres[l]) <= distance(ab[i], centres[own])
                                    : distance(ab[i], centres[l]) < distance(ab[i], centres[own])))
                    .mapToObj(i -> ab[i])
                    .toList();
            moved[k] = new double[] {mean(colours, 0, centres[k][0]), mean(colours, 1, centres[k][1])};
        }
        return moved;
    }

    private static double mean(List<float[]> colours, int axis, double otherwise) {
        return colours.stream().mapToDouble(c -> c[axis]).average().orElse(otherwise);
    }

    private static double distance(float[] u, float... v) {
        return Math.hypot(u[0] - (double) v[0], u[1] - (double) v[1]);
    }
}
