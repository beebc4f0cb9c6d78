package kontrast.grader.exercise.dense;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** 17.6: the pixel of B whose descriptor is nearest. */
final class BestMatchesCheck {

    private BestMatchesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(best(a.get(0), a.get(1), Unpack.ints(a.get(2))));
        Cases square = Cases.times(3, r -> call(r, 4, 4, 3));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(3, 5), r.nextInt(5, 8), r.nextInt(2, 5)));
        Cases ties = Cases.times(3, BestMatchesCheck::tied);
        Cases one = Cases.times(2, r -> call(r, 1, 6, 1));
        return Check.of("17.6")
                .example(
                        "Pictures of 1 x 3 pixels, descriptors of two numbers. In A pixel 0 has (1, 5); in B the"
                                + " three pixels have (9, 9), (1, 4) and (2, 8). As tensors: one row of three numbers"
                                + " after the other.",
                        Call.of(
                                Value.tensor(new long[] {2, 1, 3}, 1, 0, 0, 5, 0, 0),
                                Value.tensor(new long[] {2, 1, 3}, 9, 1, 2, 9, 4, 8),
                                Value.of(new int[] {0})))
                .property(Property.equal("finds the nearest", 2, 0, any, oracle).asEssential())
                .property(Property.equal("is right for square pictures", 1, 0, square, oracle))
                .property(Property.equal("resolves ties in favour of the smallest number", 1, 0, ties, oracle))
                .property(Property.equal("is right for descriptors of one number", 1, 0, one, oracle))
                .property(Property.pure(1, any));
    }

    /** Descriptors of B are those of A in another order, and moved; some are long. */
    private static Call call(RandomGenerator r, int high, int wide, int d) {
        int area = high * wide;
        double[] a = new double[d * area];
        double[] b = new double[d * area];
        int[] order = Draw.permutation(r, area);
        int[] steps = Draw.permutation(r, area); // with one number, no two are nearly equal
        for (int p = 0; p < area; p++) {
            double length = r.nextDouble(0.4, 3);
            for (int k = 0; k < d; k++) {
                float x = (float) (d == 1 ? steps[p] + r.nextDouble(0.1, 0.3) : length * r.nextGaussian());
                a[k * area + p] = x;
                b[k * area + order[p]] = (float) (x + (d == 1 ? 0.1 : 0.7) * r.nextGaussian());
            }
        }
        int[] asked = Arrays.copyOf(Draw.permutation(r, area), Math.min(area, 6));
        return Call.of(tensor(a, d, high, wide), tensor(b, d, high, wide), Value.of(asked));
    }

    /** Whole numbers: in B three pixels are equally near. */
    private static Call tied(RandomGenerator r) {
        int area = 12;
        double[] a = new double[2 * area];
        double[] b = new double[2 * area];
        for (int i = 0; i < a.length; i++) {
            a[i] = r.nextInt(-3, 4);
            b[i] = 20 + r.nextInt(9);
        }
        int[] where = Draw.permutation(r, area);
        int[][] ways = {{3, 4}, {-5, 0}, {4, -3}};
        int u = r.nextInt(area);
        for (int i = 0; i < ways.length; i++) {
            b[where[i]] = a[u] + ways[i][0];
            b[area + where[i]] = a[area + u] + ways[i][1];
        }
        return Call.of(tensor(a, 2, 3, 4), tensor(b, 2, 3, 4), Value.of(new int[] {u}));
    }

    private static Value tensor(double[] numbers, int d, int high, int wide) {
        return Value.of(Kind.NDARRAY, "float32", new long[] {d, high, wide}, numbers);
    }

    /** The oracle: sorts the pixels of B by distance, then by number. */
    private static int[] best(Value fA, Value fB, int[] asked) {
        int area = fA.length(1) * fA.length(2);
        return Arrays.stream(asked)
                .map(u -> IntStream.range(0, area)
                        .boxed()
                        .min(Comparator.comparingDouble((Integer p) -> square(fA, fB, u, p, area))
                                .thenComparing(p -> p))
                        .orElseThrow())
                .toArray();
    }

    private static double square(Value fA, Value fB, int u, int p, int area) {
        double[] a = fA.data();
        double[] b = fB.data();
        return IntStream.range(0, fA.length(0))
                .mapToDouble(k -> Math.pow(a[k * area + u] - b[k * area + p], 2))
                .sum();
    }
}
