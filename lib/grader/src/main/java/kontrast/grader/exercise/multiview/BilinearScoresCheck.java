package kontrast.grader.exercise.multiview;

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

/** Exercise 9.2: z1 W z2 over the temperature, for all pairs. */
final class BilinearScoresCheck {

    /** Sums of up to 30 products in single precision, relative to scores of size 10. */
    private static final double TOLERANCE = 1e-4;

    private BilinearScoresCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(scores(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                Draw.matrix(a.get(2)),
                a.get(3).number()));
        Cases square = Cases.times(4, r -> {
            int n = r.nextInt(3, 6);
            return call(r, n, n, 3, 3, 1);
        });
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 4), r.nextInt(4, 7), r.nextInt(2, 4), r.nextInt(4, 6), 1));
        Cases wide =
                Cases.times(3, r -> call(r, r.nextInt(4, 7), r.nextInt(2, 4), r.nextInt(4, 6), r.nextInt(2, 4), 1));
        Cases one = Cases.times(2, r -> call(r, 1, 1, r.nextInt(2, 4), r.nextInt(2, 4), 1));
        Cases warm = r -> List.of(
                call(r, 3, 5, 2, 4, r.nextDouble(0.2, 0.7)),
                call(r, 4, 2, 5, 3, r.nextDouble(1.5, 3)),
                call(r, 4, 4, 3, 3, r.nextDouble(0.2, 0.7)));
        return Check.of("9.2")
                .example(
                        "One first embedding (1, 2), one second embedding (3, 0), W with the rows (1, 5)"
                                + " and (4, 7), temperature 2. First multiply (1, 2) by W.",
                        Call.of(
                                Value.of(new float[][] {{1, 2}}),
                                Value.of(new float[][] {{1, 5}, {4, 7}}),
                                Value.of(new float[][] {{3, 0}}),
                                Value.of(2.0)))
                .property(Property.equal("is right where both sides have the same size", 2, TOLERANCE, square, oracle)
                        .asEssential())
                .property(Property.equal("is right where the second side is larger", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right where the first side is larger", 1, TOLERANCE, wide, oracle))
                .property(Property.equal("is right for a single pair", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, any))
                .property(Property.equal("is right for other temperatures than 1", 2, TOLERANCE, warm, oracle));
    }

    private static Call call(RandomGenerator r, int n, int k, int d1, int d2, double tau) {
        return Call.of(
                Value.of(Draw.rows(r, n, d1)),
                Value.of(Draw.numbers(r, d1, d2, 1)),
                Value.of(Draw.rows(r, k, d2)),
                Value.of(tau));
    }

    /** The oracle: the double sum, each score by itself. */
    static float[][] scores(double[][] z1, double[][] w, double[][] z2, double tau) {
        double[][] scores = new double[z1.length][z2.length];
        for (int i = 0; i < z1.length; i++) {
            for (int k = 0; k < z2.length; k++) {
                for (int p = 0; p < w.length; p++) {
                    scores[i][k] += z1[i][p] * Draw.dot(w[p], z2[k]) / tau;
                }
            }
        }
        return Unpack.rounded(scores);
    }
}
