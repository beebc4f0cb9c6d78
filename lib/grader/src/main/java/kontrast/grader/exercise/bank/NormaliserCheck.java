package kontrast.grader.exercise.bank;

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

/** 10.4: Z = n times the mean of exp(s). */
final class NormaliserCheck {

    /** Scores are floats, exact in double; with some the sums are in float. */
    private static final double TOLERANCE = 1e-4;

    private NormaliserCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double sum = 0;
            for (double s : a.get(0).data()) {
                sum += Math.exp(s);
            }
            return Value.of(a.get(1).number() * sum / a.get(0).size());
        };
        Cases one = Cases.times(4, r -> call(scores(r, 1, 2), r.nextInt(20, 500)));
        Cases batch = Cases.times(4, r -> call(scores(r, r.nextInt(2, 6), 2), r.nextInt(20, 500)))
                .and(r -> List.of(call(Draw.cosines(r, 64, 257), 1_281_167))); // as on ImageNet
        Cases flat = Cases.times(2, r -> {
            float[][] s = new float[3][5];
            float level = (float) r.nextDouble(-1, 1);
            for (float[] row : s) {
                Arrays.fill(row, level);
            }
            return call(s, r.nextInt(20, 500));
        });
        return Check.of("10.4")
                .example(
                        "One row of scores, (0, 1.0986, 0, 1.0986), and 100 images; e^1.0986 is 3.",
                        call(new float[][] {{0, 1.0986123f, 0, 1.0986123f}}, 100))
                .property(Property.equal("is right for one query", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("is right for a batch", 1, TOLERANCE, batch, oracle))
                .property(Property.equal("is right for equal scores", 1, TOLERANCE, flat, oracle))
                .property(Property.pure(1, batch));
    }

    private static Call call(float[][] scores, int images) {
        return Call.of(Value.of(scores), Value.of(images));
    }

    /** Scores in [-scale, scale]. */
    static float[][] scores(RandomGenerator r, int rows, double scale) {
        float[][] scores = Draw.cosines(r, rows, r.nextInt(4, 8));
        for (float[] row : scores) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= (float) scale;
            }
        }
        return scores;
    }
}
