package kontrast.grader.exercise.bank;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 10.5: P(D = 1) = h / (h + m P_n), h = exp(s) / Z. */
final class PosteriorCheck {

    /** The result is a float[] of probabilities. */
    private static final double TOLERANCE = 1e-5;

    private PosteriorCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double[] s = a.get(0).data();
            double shift =
                    Math.log(a.get(1).number() * (s.length - 1) / a.get(2).number());
            // The same as a sigmoid: 1 / (1 + m P_n / h).
            return Value.of(Unpack.rounded(
                    Arrays.stream(s).map(x -> 1 / (1 + Math.exp(shift - x))).toArray()));
        };
        Cases plain = Cases.times(5, r -> draw(r, r.nextInt(3, 9), 2));
        Cases one = Cases.times(3, r -> draw(r, 1, 2));
        Cases guess = Cases.times(3, r -> {
            int images = r.nextInt(50, 500);
            return call(new float[r.nextInt(3, 9)], images, images);
        });
        Cases cold = Cases.times(4, r -> draw(r, r.nextInt(3, 9), 14));
        return Check.of("10.5")
                .example(
                        "Scores (1.0986, 0, 0, 0), Z = 50 and 100 images; e^1.0986 is 3. First find"
                                + " h for each candidate, then m times the probability of the noise.",
                        call(new float[] {1.0986123f, 0, 0, 0}, 50, 100))
                .property(Property.equal("is right for several negatives", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single negative", 1, TOLERANCE, one, oracle))
                .property(Property.equal(
                        "is 1 / (1 + m) where h is the noise's own density", 1, TOLERANCE, guess, oracle))
                .property(Property.equal(
                        "is right for scores up to 14, as at temperature 0.07", 1, TOLERANCE, cold, oracle))
                .property(Property.pure(1, plain));
    }

    private static Call call(float[] scores, double z, int images) {
        return Call.of(Value.of(scores), Value.of(z), Value.of(images));
    }

    private static Call draw(RandomGenerator r, int negatives, double scale) {
        float[] scores = Draw.cosines(r, 1 + negatives);
        for (int j = 0; j < scores.length; j++) {
            scores[j] *= (float) scale;
        }
        int images = r.nextInt(50, 500);
        return call(scores, images * r.nextDouble(0.4, 1.8), images);
    }
}
