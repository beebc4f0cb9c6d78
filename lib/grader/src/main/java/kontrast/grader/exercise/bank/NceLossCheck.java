package kontrast.grader.exercise.bank;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 10.6: noise contrastive estimation in tensor operations. */
final class NceLossCheck {

    /** Float32 sums of up to 10 terms of size 1 to 100, relative. */
    private static final double TOLERANCE = 1e-4;

    private NceLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double loss =
                    loss(Draw.matrix(a.get(0)), a.get(1).number(), a.get(2).number());
            return Value.tensor(new long[0], loss);
        };
        Cases one = Cases.times(3, r -> draw(r, 1, 2));
        Cases batch = Cases.times(4, r -> draw(r, r.nextInt(2, 6), 2));
        Cases few = Cases.times(2, r -> draw(r, 2, 2));
        Cases guess = Cases.times(2, r -> {
            int images = r.nextInt(50, 500);
            return call(new float[3][r.nextInt(3, 7)], images, images);
        });
        Cases huge = Cases.times(3, r -> {
            float[][] scores = NormaliserCheck.scores(r, 3, 60);
            scores[0][0] = 90; // exp(90) does not fit into a float
            scores[1][0] = -90;
            scores[2][1] = 90;
            scores[2][2] = -90;
            int images = r.nextInt(50, 500);
            return call(scores, images * r.nextDouble(0.4, 1.8), images);
        });
        return Check.of("10.6")
                .example(
                        "Two rows of scores, (0, 0, 0) and (1.0986, 0, 0), each a positive and two negatives; e^1.0986"
                                + " is 3. Z = 150 and 100 images, so m P_n is 1/50. How large is h / (m P_n) for a"
                                + " score of 0?",
                        call(new float[][] {{0, 0, 0}, {1.0986123f, 0, 0}}, 150, 100))
                .property(Property.equal("is right for one row", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("is right for a batch", 2, TOLERANCE, batch, oracle))
                .property(Property.equal("is ln(1 + m) + m ln(1 + 1/m) for a guess", 1, TOLERANCE, guess, oracle))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.equal(
                        "stays finite and correct for scores from -90 to 90", 1, TOLERANCE, huge, oracle))
                .property(Property.pure(1, batch));
    }

    private static Call call(float[][] scores, double z, int images) {
        return Call.of(Draw.tensor(scores), Value.of(z), Value.of(images));
    }

    private static Call draw(RandomGenerator r, int rows, double scale) {
        int images = r.nextInt(50, 500);
        float[][] scores = NormaliserCheck.scores(r, rows, scale);
        return call(scores, images * r.nextDouble(0.4, 1.8), images);
    }

    /** The formula in double, with log(1 + e^x) such that it does not overflow. */
    private static double loss(double[][] scores, double z, double images) {
        double sum = 0;
        for (double[] row : scores) {
            for (int j = 0; j < row.length; j++) {
                double logit = row[j] - Math.log(z) - Math.log((row.length - 1) / images);
                double x = j == 0 ? -logit : logit;
                sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            }
        }
        return sum / scores.length;
    }
}
