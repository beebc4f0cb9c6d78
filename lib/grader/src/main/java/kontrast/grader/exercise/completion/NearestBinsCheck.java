package kontrast.grader.exercise.completion;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.4: which of the bins is nearest. */
final class NearestBinsCheck {

    private static final int SIDE = 4; // bins of a grid

    private NearestBinsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(nearest(Draw.matrix(a.get(0)), Draw.matrix(a.get(1))));
        Cases any = Cases.times(
                5,
                r -> Call.of(
                        Value.of(Draw.numbers(r, r.nextInt(20, 30), 2, 40)),
                        Value.of(Draw.numbers(r, r.nextInt(8, 14), 2, 40))));
        Cases ties = Cases.times(4, NearestBinsCheck::tied);
        Cases far = Cases.times(2, NearestBinsCheck::far);
        return Check.of("5.4")
                .example(
                        "Three bins: (0, 0), (30, 0), (0, 40). Three pixels: (20, 5), (10, 25), (-5, -5). Draw them.",
                        Call.of(Value.of(new float[][] {{20, 5}, {10, 25}, {-5, -5}}), Value.of(new float[][] {
                            {0, 0}, {30, 0}, {0, 40}
                        })))
                .property(Property.equal("finds the nearest bin of each pixel", 2, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("takes the smallest number among equally near bins", 1, 0, ties, oracle))
                .property(Property.pure(1, any))
                .property(Property.equal("is right for colours far from all bins", 1, 0, far, oracle));
    }

    /** A few pixels, one of them more than 100 away from each bin. */
    private static Call far(RandomGenerator r) {
        float[][] colours = Draw.numbers(r, 5, 2, 40);
        float[][] centres = new float[8][];
        for (int q = 0; q < centres.length; q++) {
            centres[q] = new float[] {r.nextFloat(-80, 80), r.nextFloat(-80, 80)};
        }
        centres[0] = new float[] {-90, -90};
        colours[3] = new float[] {r.nextFloat(200, 300), r.nextFloat(200, 300)};
        return Call.of(Value.of(colours), Value.of(centres));
    }

    /** Bins of a grid in any order, and pixels between two or four of them. */
    private static Call tied(RandomGenerator r) {
        int[] order = Draw.permutation(r, SIDE * SIDE);
        float[][] centres = new float[SIDE * SIDE][2];
        for (int q = 0; q < centres.length; q++) {
            centres[q] = new float[] {order[q] / SIDE * 10, order[q] % SIDE * 10};
        }
        float[][] colours = new float[12][2];
        for (float[] colour : colours) {
            colour[0] = 5 * r.nextInt(0, 2 * SIDE - 1);
            colour[1] = 5 * r.nextInt(0, 2 * SIDE - 1);
        }
        return Call.of(Value.of(colours), Value.of(centres));
    }

    /** The oracle: the first of the bins, sorted by distance; sorting keeps the order of equals. */
    private static int[] nearest(double[][] colours, double[][] centres) {
        return Arrays.stream(colours)
                .mapToInt(c -> IntStream.range(0, centres.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(q -> Math.hypot(c[0] - centres[q][0], c[1] - centres[q][1])))
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }
}
