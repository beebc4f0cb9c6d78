package kontrast.grader.exercise.families;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.6: the loss of Barlow Twins. */
final class BarlowCheck {

    /** Float32: correlations of a few numbers. */
    private static final double TOLERANCE = 2e-4;

    private BarlowCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> FamilyFormulas.scalar(FamilyFormulas.barlow(
                Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(5, 9), r.nextInt(2, 5), r.nextDouble(0.2, 2)));
        Cases diagonal = Cases.times(3, r -> call(r, r.nextInt(5, 9), 3, 0));
        Cases single = Cases.times(2, r -> call(r, r.nextInt(4, 8), 1, r.nextDouble(0.2, 2)));
        Cases still = Cases.times(3, r -> still(r, r.nextInt(5, 9), r.nextDouble(0.2, 2)));
        Cases point = r -> List.of(point(r), point(r));
        return Check.of("18.6")
                .example(
                        "Two pictures, two entries: x is (0, 0) and (2, 2), y is (0, 2) and (2, 0); lambda is 1. After"
                                + " standardising there are only 1 and -1 (nearly).",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 0, 0, 2, 2),
                                Value.tensor(new long[] {2, 2}, 0, 2, 2, 0),
                                Value.of(1.0)))
                .property(Property.equal("is right for embeddings of any mean and scale", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for the diagonal alone", 1, TOLERANCE, diagonal, oracle))
                .property(Property.equal("is right for a single entry", 1, TOLERANCE, single, oracle))
                .property(Property.equal("is right for a column that hardly varies", 1, TOLERANCE, still, oracle))
                .property(Property.equal("is 1 where all embeddings are equal", 1, TOLERANCE, point, oracle))
                .property(
                        Property.gradient("has the gradient of the formula at x", 1, TOLERANCE, any, oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at y", 1, TOLERANCE, any, 1, oracle.gradient(1)))
                .property(Property.pure(1, any));
    }

    /** Two noisy views of embeddings whose columns have means and scales of their own. */
    private static Call call(RandomGenerator r, int n, int d, double lambda) {
        float[][] x = Draw.numbers(r, n, d, 1);
        float[][] y = new float[n][d];
        for (int j = 0; j < d; j++) {
            float mean = r.nextFloat(-1.5f, 1.5f);
            float scale = r.nextFloat(0.5f, 2);
            for (int i = 0; i < n; i++) {
                float shared = x[i][j] + (j > 0 ? 0.6f * x[i][j - 1] : 0);
                y[i][j] = mean + scale * (shared + 0.5f * (float) r.nextGaussian());
                x[i][j] = scale * shared - mean;
            }
        }
        return Call.of(Draw.tensor(x), Draw.tensor(y), Value.of(lambda));
    }

    /** The variance of the first column is about as small as what stands beside it under the root. */
    private static Call still(RandomGenerator r, int n, double lambda) {
        float[][] x = Draw.numbers(r, n, 2, 1);
        float[][] y = new float[n][];
        for (int i = 0; i < n; i++) {
            x[i][0] *= 0.003f;
            y[i] = new float[] {x[i][0] + 0.001f * (float) r.nextGaussian(), x[i][1] + 0.5f * (float) r.nextGaussian()};
        }
        return Call.of(Draw.tensor(x), Draw.tensor(y), Value.of(lambda));
    }

    /** All rows are one: no entry varies. */
    private static Call point(RandomGenerator r) {
        float[][] rows = new float[4][];
        Arrays.fill(rows, new float[] {r.nextInt(-3, 4), r.nextInt(1, 4), 0.5f});
        return Call.of(Draw.tensor(rows), Draw.tensor(rows), Value.of(0.5));
    }
}
