package kontrast.grader.exercise.infonce;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.4: InfoNCE of a batch of embeddings, in tensor operations. */
final class InfoNceLossCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.005 a rounding error of a cosine counts two hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private InfoNceLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                Scores.crossEntropy(Scores.ofEmbeddings(
                        Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number())));
        Cases plain = Cases.times(3, r -> call(Draw.unitRows(r, 5, 4), Draw.unitRows(r, 5, 4), 1));
        Cases any = Cases.times(4, r -> batch(r, 0, r.nextDouble(0.2, 0.8)));
        Cases wide = Cases.times(4, r -> batch(r, r.nextInt(2, 5), r.nextDouble(0.2, 0.8)));
        Cases few = Cases.times(2, r -> batch(r, 1, r.nextDouble(0.3, 0.8)));
        Cases cold = r -> List.of(cold(r), cold(r), cold(r), rightAngles(r), rightAngles(r), apart(r));
        return Check.of("8.4")
                .example(
                        "z1 has the rows (3, 0) and (0, 1), z2 the rows (1, 0), (0, 2) and (0, 1);"
                                + " temperature 1. Every cosine is 0 or 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 3, 0, 0, 1),
                                Value.tensor(new long[] {3, 2}, 1, 0, 0, 2, 0, 1),
                                Value.of(1.0)))
                .property(Property.equal(
                                "is right for unit vectors, temperature 1 and K = N", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for more candidates than queries", 1, TOLERANCE, wide, oracle))
                .property(Property.gradient("has the gradient of the formula", 3, TOLERANCE, few, oracle.gradient()))
                .property(Property.equal(
                        "stays finite and correct at temperature 0.005", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(float[][] z1, float[][] z2, double temperature) {
        return Call.of(Draw.tensor(z1), Draw.tensor(z2), Value.of(temperature));
    }

    /** N queries, N + more candidates. */
    private static Call batch(RandomGenerator r, int more, double temperature) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return call(Draw.rows(r, n, d), Draw.rows(r, n + more, d), temperature);
    }

    /** Pairs as after training, so that exp(cosine / 0.005) is huge. */
    private static Call cold(RandomGenerator r) {
        int n = r.nextInt(4, 7);
        float[][] z1 = Draw.rows(r, n, 4);
        float[][] z2 = Draw.rows(r, n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z2[i][j] = z1[i][j] * (float) r.nextDouble(0.95, 1.05);
            }
        }
        return call(z1, z2, 0.005);
    }

    /** Each query stands at a right angle to its positive, and points the way of another candidate: the loss is 200. */
    private static Call rightAngles(RandomGenerator r) {
        float[][] z1 = new float[4][4];
        float[][] z2 = new float[4][4];
        for (int i = 0; i < 4; i++) {
            z1[i][i] = (float) r.nextDouble(0.5, 3);
            z2[(i + 1) % 4][i] = (float) r.nextDouble(0.5, 3);
        }
        return call(z1, z2, 0.005);
    }

    /** A query that finds its positive exactly, at a score of 200, and one that has no score above 60. */
    private static Call apart(RandomGenerator r) {
        double angle = r.nextDouble(0.3, 1.5);
        double cosine = r.nextDouble(0.1, 0.3);
        float[][] z1 = {{r.nextFloat(0.5f, 3), 0, 0}, {0, r.nextFloat(0.5f, 3), 0}};
        float[][] z2 = {
            {r.nextFloat(0.5f, 3), 0, 0},
            {0, (float) cosine, (float) Math.sqrt(1 - cosine * cosine)},
            {(float) Math.cos(angle), 0, (float) Math.sin(angle)}
        };
        return call(z1, z2, 0.005);
    }
}
