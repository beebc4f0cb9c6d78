package kontrast.grader.exercise.cpc;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 13.5: the other loss of CPC, yes or no instead of which. */
final class CpcBceCheck {

    /** All is computed in double precision, from floats that are exact there. */
    private static final double TOLERANCE = 1e-6;

    private CpcBceCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(loss(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), Draw.matrix(a.get(2))));
        Cases halves = Cases.times(4, r -> call(r, 1, 1));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 5), 1));
        Cases large = Cases.times(3, r -> call(r, 2, 60));
        return Check.of("13.5")
                .example(
                        "One prediction (2, 2); the right code is (1, 1), a wrong one (0, 0). One of"
                                + " the two sigmoids is a half.",
                        Call.of(
                                Value.of(new float[][] {{2, 2}}),
                                Value.of(new float[][] {{1, 1}}),
                                Value.of(new float[][] {{0, 0}})))
                .property(
                        Property.equal("is right for several wrong codes for each right one", 3, TOLERANCE, any, oracle)
                                .asEssential())
                .property(
                        Property.equal("is right for one wrong code for each right one", 1, TOLERANCE, halves, oracle))
                .property(Property.equal("stays finite and correct for large scores", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int negatives, double scale) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return Call.of(
                Value.of(scaled(Draw.rows(r, n, d), scale)),
                Value.of(scaled(Draw.rows(r, n, d), scale)),
                Value.of(scaled(Draw.rows(r, n * negatives, d), scale)));
    }

    private static float[][] scaled(float[][] rows, double scale) {
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= (float) scale;
            }
        }
        return rows;
    }

    /** The formula, answer by answer. */
    private static double loss(double[][] predictions, double[][] right, double[][] wrong) {
        double loss = 0;
        for (int i = 0; i < right.length; i++) {
            loss += softplus(-Draw.dot(predictions[i], right[i]) / right[i].length);
        }
        for (int i = 0; i < wrong.length; i++) {
            loss += softplus(Draw.dot(predictions[i % predictions.length], wrong[i]) / wrong[i].length);
        }
        return loss / (right.length + wrong.length);
    }

    /** ln(1 + e^x), which is -ln sigmoid(-x); from 40 on it is x to 17 digits. */
    private static double softplus(double x) {
        return x > 40 ? x : Math.log1p(Math.exp(x));
    }
}
