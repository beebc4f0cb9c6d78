package kontrast.grader.exercise.moco;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 12.5: MoCo's loss, whose gradient stops at the keys. */
final class MocoLossCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.005 a rounding error of a cosine counts two hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private MocoLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                MoCoFormulas.loss(
                        Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases plain = Cases.times(3, r -> call(r, Draw.unitRows(r, 2 * r.nextInt(3, 6), 4), 1));
        Cases any = Cases.times(4, r -> call(r, Draw.rows(r, 2 * r.nextInt(3, 6), 4), r.nextDouble(0.2, 0.8)));
        Cases close = Cases.times(3, r -> call(r, closePairs(r), 0.01));
        Cases cold =
                r -> Stream.concat(close.draw(r).stream(), Stream.of(farKeys(r, 0, 1), farKeys(r, -1, -1), apart(r)))
                        .toList();
        Cases few = Cases.times(2, r -> call(r, Draw.rows(r, 6, 3), r.nextDouble(0.3, 0.8)));
        return Check.of("12.5")
                .example(
                        "N = 1, temperature 1: the query (3, 0), its key (0, 2), and a queue of"
                                + " two keys, (1, 0) and (0, 1). Two of the three exponentials are"
                                + " 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 3, 0, 0, 2),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.of(1.0)))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the queries, and none at the keys",
                        3,
                        TOLERANCE,
                        few,
                        a -> MoCoFormulas.lossGradient(
                                a.get(0), Draw.matrix(a.get(1)), a.get(2).number())))
                .property(Property.equal(
                        "stays finite and correct at temperatures down to 0.005", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, float[][] z, double temperature) {
        float[][] queue = Draw.unitRows(r, r.nextInt(6, 10), z[0].length);
        return Call.of(Draw.tensor(z), Draw.tensor(queue), Value.of(temperature));
    }

    /** Views as after training: cosines near 1 in each pair, so that exp(cosine / 0.01) is huge. */
    private static float[][] closePairs(RandomGenerator r) {
        int n = r.nextInt(3, 6);
        float[][] z = Draw.rows(r, 2 * n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z[i + n][j] = z[i][j] * (float) r.nextDouble(0.95, 1.05);
            }
        }
        return z;
    }

    /**
     * Queries along the first axis at temperature 0.005: such cosines with their keys, and with the keys of the queue.
     * At a right angle the positive's share is exp(-200), and where all are opposite so is each exponential.
     */
    private static Call farKeys(RandomGenerator r, double own, double others) {
        int n = r.nextInt(2, 4);
        float[][] z = new float[2 * n][];
        for (int i = 0; i < n; i++) {
            z[i] = new float[] {r.nextFloat(0.5f, 3), 0, 0};
            z[n + i] = at(own, r.nextFloat(0.5f, 3));
        }
        float[][] queue = new float[r.nextInt(3, 6)][];
        Arrays.setAll(queue, j -> at(others, 1));
        return Call.of(Draw.tensor(z), Draw.tensor(queue), Value.of(0.005));
    }

    /** A query that finds its key exactly, at a score of 200, and one with all candidates at a right angle to it. */
    private static Call apart(RandomGenerator r) {
        float[][] z = {
            {r.nextFloat(0.5f, 3), 0, 0},
            {0, r.nextFloat(0.5f, 3), 0},
            {r.nextFloat(0.5f, 3), 0, 0},
            {0, 0, r.nextFloat(0.5f, 3)}
        };
        float[][] queue = new float[r.nextInt(3, 6)][];
        Arrays.setAll(queue, j -> {
            double angle = r.nextDouble(0.3, 1.5);
            return new float[] {(float) Math.cos(angle), 0, (float) Math.sin(angle)};
        });
        return Call.of(Draw.tensor(z), Draw.tensor(queue), Value.of(0.005));
    }

    /** A vector of this length that has this cosine with the first axis. */
    private static float[] at(double cosine, float length) {
        return new float[] {(float) cosine * length, (float) Math.sqrt(1 - cosine * cosine) * length, 0};
    }
}
