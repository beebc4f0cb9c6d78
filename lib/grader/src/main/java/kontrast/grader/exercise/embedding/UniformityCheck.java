package kontrast.grader.exercise.embedding;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 7.3: the logarithm of the mean potential of all pairs on the sphere. */
final class UniformityCheck {

    /** Who computes in single precision is off by some 1e-6. */
    private static final double TOLERANCE = 1e-4;

    private UniformityCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(uniformity(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases unit = Cases.times(3, r -> Call.of(Value.of(Draw.unitRows(r, r.nextInt(4, 8), 3)), Value.of(2.0)));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(3, 8)));
        Cases two = Cases.times(2, r -> call(r, 2));
        Cases point = r -> List.of(point(r), point(r));
        return Check.of("7.3")
                .example(
                        "Two pictures, (2, 0) and (-5, 0); t = 1. Where do they lie on the circle, and"
                                + " how far apart?",
                        Call.of(Value.of(new float[][] {{2, 0}, {-5, 0}}), Value.of(1.0)))
                .property(Property.equal("is right for rows of length 1 and t = 2", 2, TOLERANCE, unit, oracle)
                        .asEssential())
                .property(Property.equal("is right for rows of any length and other t", 3, TOLERANCE, any, oracle))
                .property(Property.equal("is right for two pictures", 1, TOLERANCE, two, oracle))
                .property(Property.equal("is 0 when all vectors point the same way", 1, TOLERANCE, point, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int n) {
        double t = r.nextBoolean() ? r.nextDouble(0.3, 1.5) : r.nextDouble(2.5, 4);
        return Call.of(Value.of(Draw.rows(r, n, r.nextInt(2, 5))), Value.of(t));
    }

    /** One direction, at several lengths that are powers of two: normalised they agree to the last digit. */
    private static Call point(RandomGenerator r) {
        float[] direction = Draw.rows(r, 1, 3)[0];
        float[][] z = new float[4][3];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                z[i][j] = direction[j] * (1 << i);
            }
        }
        return Call.of(Value.of(z), Value.of(r.nextDouble(0.5, 4)));
    }

    /** The oracle: half of the pairs, from the cosines. */
    private static double uniformity(double[][] z, double t) {
        double sum = 0;
        int pairs = 0;
        for (int i = 1; i < z.length; i++) {
            for (int k = 0; k < i; k++) {
                sum += Math.exp(2 * t * (Draw.cosine(z[i], z[k]) - 1));
                pairs++;
            }
        }
        return Math.log(sum / pairs);
    }
}
