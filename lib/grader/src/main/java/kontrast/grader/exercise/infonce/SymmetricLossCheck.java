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

/** Exercise 8.5: L(V1, V2) = L12 + L21. */
final class SymmetricLossCheck {

    /** Float32 sums of exponentials of scores up to 10. */
    private static final double TOLERANCE = 1e-4;

    private SymmetricLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], Scores.symmetric(Draw.matrix(a.get(0))));
        // Also the other way round, so that neither direction has always the larger loss.
        Cases plain = r -> {
            float[][] one = scores(r, 1);
            float[][] other = scores(r, 1);
            return List.of(call(one), call(transposed(one)), call(other), call(transposed(other)));
        };
        Cases sharp = Cases.times(4, r -> call(scores(r, r.nextDouble(3, 10))));
        Cases huge = r -> List.of(
                call(scores(r, r.nextDouble(150, 200))),
                call(scores(r, r.nextDouble(150, 200))),
                call(scores(r, r.nextDouble(150, 200))),
                unlikely(r),
                apart(r));
        Cases few = Cases.times(2, r -> call(scores(r, 2)));
        Cases turned = r -> {
            float[][] s = scores(r, 3);
            return List.of(call(s), call(transposed(s)));
        };
        return Check.of("8.5")
                .example(
                        "Scores (1.0986, 0) in row 0 and (1.0986, 0) in row 1, where e^1.0986 is"
                                + " 3: write the exponentials as a 2 x 2 matrix and divide by"
                                + " the sums, once along the rows and once along the columns.",
                        call(new float[][] {{1.0986123f, 0}, {1.0986123f, 0}}))
                .property(Property.equal("is right for scores between -1 and 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for larger scores", 1, TOLERANCE, sharp, oracle))
                .property(Property.same("does not change when the views are exchanged", 1, TOLERANCE, turned))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.equal(
                        "stays finite and correct for scores in the hundreds", 1, TOLERANCE, huge, oracle))
                .property(Property.pure(1, plain));
    }

    private static Call call(float[][] scores) {
        return Call.of(Draw.tensor(scores));
    }

    private static float[][] transposed(float[][] scores) {
        float[][] turned = new float[scores.length][scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                turned[i][j] = scores[j][i];
            }
        }
        return turned;
    }

    private static float[][] scores(RandomGenerator r, double scale) {
        int n = r.nextInt(3, 6);
        float[][] scores = Scores.cosines(r, n, n);
        for (float[] row : scores) {
            for (int j = 0; j < n; j++) {
                row[j] *= (float) scale;
            }
        }
        return scores;
    }

    /** Every exp is finite, but the probability of one positive is 0 in a float. */
    private static Call unlikely(RandomGenerator r) {
        float[][] scores = scores(r, 50);
        scores[0][0] = -200;
        return call(scores);
    }

    /** All scores of one query lie far below those of the others. */
    private static Call apart(RandomGenerator r) {
        float[][] scores = scores(r, 50);
        for (int j = 0; j < scores.length; j++) {
            scores[0][j] -= 200;
        }
        return call(scores);
    }
}
