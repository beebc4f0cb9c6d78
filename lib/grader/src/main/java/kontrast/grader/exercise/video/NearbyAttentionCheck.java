package kontrast.grader.exercise.video;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 6.1: the weights of near cells, a softmax over a square around each. */
final class NearbyAttentionCheck {

    /** A sum of exponentials whose exponents may come from products in single precision. */
    private static final double TOLERANCE = 1e-4;

    /** Exponents in the thousands: single precision leaves them an error of a few 1e-4. */
    private static final double LARGE = 3e-3;

    private NearbyAttentionCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(weights(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                (int) a.get(2).number(),
                (int) a.get(3).number(),
                a.get(4).number()));
        Cases all = Cases.times(3, r -> call(r, r.nextInt(2, 4), r.nextInt(3, 5), 5, 1));
        Cases near = r -> List.of(
                call(r, 4, 5, 1, 1),
                call(r, 5, 3, 1, 0.7),
                call(r, 5, 6, 2, 1),
                call(r, 1, 9, 2, 1),
                call(r, 3, 4, 0, 1));
        Cases large = Cases.times(4, r -> call(r, 4, 4, 1, 20)).and(r -> List.of(negative(r)));
        return Check.of("6.1")
                .example(
                        "One row of three cells, one number each: the target has 0, 1, 2, the reference 1, 0, 1. Radius"
                                + " 1, temperature 1. Cell 1 of the target sees all three: their exponents are 1, 0, 1."
                                + " What does cell 0 see?",
                        Call.of(
                                Value.of(new float[][] {{0}, {1}, {2}}),
                                Value.of(new float[][] {{1}, {0}, {1}}),
                                Value.of(3),
                                Value.of(1),
                                Value.of(1.0)))
                .property(Property.equal("is a softmax where every cell is near", 1, TOLERANCE, all, oracle)
                        .asEssential())
                .property(Property.equal("looks at near cells only", 2, TOLERANCE, near, oracle))
                .property(Property.equal("is right for exponents in the thousands", 1, LARGE, large, oracle))
                .property(Property.pure(1, near));
    }

    private static Call call(RandomGenerator r, int rows, int columns, int radius, double deviation) {
        int d = r.nextInt(3, 6);
        float[][] target = Draw.numbers(r, rows * columns, d, deviation);
        float[][] reference = Draw.numbers(r, rows * columns, d, deviation);
        return Call.of(
                Value.of(target),
                Value.of(reference),
                Value.of(columns),
                Value.of(radius),
                Value.of(r.nextDouble(0.4, 0.8)));
    }

    /** All dot products are far below 0: whoever takes off 0, for want of a larger one, has only zeros left. */
    private static Call negative(RandomGenerator r) {
        float[][] target = Draw.numbers(r, 16, 4, 10);
        float[][] reference = Draw.numbers(r, 16, 4, 10);
        for (int i = 0; i < target.length; i++) {
            for (int c = 0; c < target[i].length; c++) {
                target[i][c] = 12 + Math.abs(target[i][c]);
                reference[i][c] = -12 - Math.abs(reference[i][c]);
            }
        }
        return Call.of(Value.of(target), Value.of(reference), Value.of(4), Value.of(1), Value.of(0.5));
    }

    /** The oracle: one weight is 1 over the sum of e to the differences to it. */
    private static float[][] weights(double[][] target, double[][] reference, int width, int radius, double t) {
        double[][] weights = new double[target.length][target.length];
        for (int j = 0; j < target.length; j++) {
            for (int i = 0; i < target.length; i++) {
                double sum = 0;
                for (int k = 0; k < target.length; k++) {
                    if (isNear(k, j, width, radius)) {
                        sum += Math.exp((Draw.dot(reference[k], target[j]) - Draw.dot(reference[i], target[j])) / t);
                    }
                }
                weights[j][i] = isNear(i, j, width, radius) ? 1 / sum : 0;
            }
        }
        return Unpack.rounded(weights);
    }

    private static boolean isNear(int i, int j, int width, int radius) {
        return Math.max(Math.abs(i / width - j / width), Math.abs(i % width - j % width)) <= radius;
    }
}
