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

/** Exercise 7.5: the squared covariances of different entries, in tensor operations. */
final class CovariancePenaltyCheck {

    /** Float32: sums of some dozen products of size 10, relative to results of size 1 to 10. */
    private static final double TOLERANCE = 1e-4;

    private CovariancePenaltyCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], Moments.penalty(Draw.matrix(a.get(0))));
        Cases plain = Cases.times(4, r -> call(centred(r, r.nextInt(4, 8), r.nextInt(3, 5))));
        Cases any = Cases.times(4, r -> call(numbers(r, r.nextInt(4, 8), r.nextInt(3, 6))));
        Cases point = r -> List.of(call(Moments.point(r, 4, 3)), call(numbers(r, 5, 1)));
        Cases two = Cases.times(2, r -> call(numbers(r, 2, 3)));
        return Check.of("7.5")
                .example(
                        "Three embeddings of two numbers, (0, 2), (1, 4) and (2, 6). Their deviations from"
                                + " the mean are -1, 0, 1 and -2, 0, 2.",
                        Call.of(Value.tensor(new long[] {3, 2}, 0, 2, 1, 4, 2, 6)))
                .property(Property.equal("is right for entries with mean 0", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for entries with any mean", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is 0 for a point, and for a single entry", 1, TOLERANCE, point, oracle))
                .property(Property.equal("is right for a batch of two", 1, TOLERANCE, two, oracle))
                .property(Property.gradient("has the gradient of the formula", 3, TOLERANCE, any, oracle.gradient()))
                .property(Property.pure(1, any));
    }

    private static Call call(float[][] z) {
        return Call.of(Draw.tensor(z));
    }

    /** Entries that go together more or less, and have means of their own. */
    private static float[][] numbers(RandomGenerator r, int n, int d) {
        float[][] z = Draw.numbers(r, n, d, 1);
        for (float[] row : z) {
            for (int j = 1; j < d; j++) {
                row[j] += row[j - 1] * (j % 2 == 0 ? 0.5f : -0.8f);
            }
        }
        for (int j = 0; j < d; j++) {
            float mean = r.nextFloat(-2, 2);
            for (float[] row : z) {
                row[j] += mean;
            }
        }
        return z;
    }

    /** The same with every mean 0: each picture stands beside its reflection. */
    private static float[][] centred(RandomGenerator r, int half, int d) {
        float[][] z = new float[2 * half][d];
        float[][] some = numbers(r, half, d);
        for (int i = 0; i < half; i++) {
            for (int j = 0; j < d; j++) {
                z[i][j] = some[i][j];
                z[half + i][j] = -some[i][j];
            }
        }
        return z;
    }
}
