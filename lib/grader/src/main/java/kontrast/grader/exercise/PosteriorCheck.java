package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.Posterior;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 10.5: P(D = 1) = h / (h + m P_n), h = exp(s) / Z. */
final class PosteriorCheck {

    /** The result is a float[] of probabilities. */
    private static final double TOLERANCE = 1e-5;

    private PosteriorCheck() {}

    static Check<Posterior> create() {
        Oracle oracle = a -> {
            double[] s = a.get(0).data();
            float[] p = new float[s.length];
            double noise = (s.length - 1.0) / a.get(2).number();
            for (int j = 0; j < p.length; j++) {
                double h = Math.exp(s[j]) / a.get(1).number();
                p[j] = (float) (h / (h + noise));
            }
            return Value.of(p);
        };
        Cases plain = Cases.times(5, r -> draw(r, r.nextInt(3, 9), 2));
        Cases one = Cases.times(3, r -> draw(r, 1, 2));
        Cases guess = Cases.times(3, r -> {
            int images = r.nextInt(50, 500);
            return call(new float[r.nextInt(3, 9)], images, images);
        });
        Cases cold = Cases.times(4, r -> draw(r, r.nextInt(3, 9), 14));
        return Check.of("10.5", "Data or noise?", 3, signature())
                .reference((s, z, n) -> {
                    double noise = (s.length - 1.0) / n;
                    return map(s, x -> of(Math.exp(x) / z, noise));
                })
                .example(
                        "Scores (1.0986, 0, 0, 0), Z = 50 and 100 images; e^1.0986 is 3. First h of"
                                + " each candidate, then m times the probability of the noise.",
                        call(new float[] {1.0986123f, 0, 0, 0}, 50, 100))
                .property(Property.equal("is right for several negatives", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single negative", 1, TOLERANCE, one, oracle))
                .property(Property.equal(
                        "is 1 / (1 + m) where h is the noise's own density", 1, TOLERANCE, guess, oracle))
                .property(Property.equal(
                        "is right for scores up to 14, as at temperature 0.07", 1, TOLERANCE, cold, oracle))
                .property(Property.pure(1, plain))
                .misconception(
                        "number of negatives forgotten",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) / z, 1.0 / n)),
                        "You compare one draw from the data with one from the noise. There are m"
                                + " draws from the noise for each from the data.")
                .misconception(
                        "positive counted as noise",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) / z, (double) s.length / n)),
                        "Your m is the number of all candidates. One of them is the positive, which"
                                + " was not drawn from the noise.")
                .misconception(
                        "noise probability 1 / m",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) / z, 1)),
                        "You take 1 / m for the noise's probability. The noise draws one of all n"
                                + " images, however many draws there are.")
                .misconception(
                        "noise probability forgotten",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) / z, s.length - 1)),
                        "Your m stands alone: it is multiplied by the probability with which the"
                                + " noise draws this image.")
                .misconception(
                        "noise probability upside down",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) / z, (s.length - 1.0) * n)),
                        "You multiply m by the number of images. The more images there are, the less"
                                + " likely the noise draws this one.")
                .misconception(
                        "exponential forgotten",
                        (s, z, n) -> map(s, x -> of(x / z, (s.length - 1.0) / n)),
                        "You take the score itself for the density (some notes write it so). A"
                                + " density cannot be negative: h = exp(s) / Z.")
                .misconception(
                        "normaliser forgotten",
                        (s, z, n) -> map(s, x -> of(Math.exp(x), (s.length - 1.0) / n)),
                        "exp(s) alone is no density: its sum over all images is Z, not 1.")
                .misconception(
                        "normaliser multiplied",
                        (s, z, n) -> map(s, x -> of(Math.exp(x) * z, (s.length - 1.0) / n)),
                        "You multiply by Z. Dividing by it makes the densities of all images add up" + " to 1.")
                .misconception(
                        "softmax over the candidates",
                        (s, z, n) -> {
                            double sum = 0;
                            for (float x : s) {
                                sum += Math.exp(x);
                            }
                            double all = sum;
                            return map(s, x -> Math.exp(x) / all);
                        },
                        "This is a softmax over the candidates: one question with 1 + m answers."
                                + " NCE asks of each candidate by itself where it came from.")
                .misconception(
                        "plain sigmoid",
                        (s, z, n) -> map(s, x -> of(Math.exp(x), 1)),
                        "This is the sigmoid of the score. It would be right if h / (m P_n) were"
                                + " exp(s): Z, m and n are missing.")
                .misconception(
                        "odds",
                        (s, z, n) -> map(s, x -> Math.exp(x) / z / ((s.length - 1.0) / n)),
                        "These are the odds, data to noise, and can exceed 1. A probability divides"
                                + " by both together.")
                .misconception(
                        "probability of noise",
                        (s, z, n) -> map(s, x -> 1 - of(Math.exp(x) / z, (s.length - 1.0) / n)),
                        "Yours is the probability that the candidate is noise. Asked for is D = 1:"
                                + " it came from the data.")
                .build();
    }

    private static Signature<Posterior> signature() {
        return new Signature<>(
                "posterior",
                Kind.FLOATS,
                List.of("scores", "z", "images"),
                List.of(Kind.FLOATS, Kind.DOUBLE, Kind.INT),
                (f, a) -> f.apply((float[]) a[0], (double) a[1], (int) a[2]));
    }

    private static Call call(float[] scores, double z, int images) {
        return Call.of(Value.of(scores), Value.of(z), Value.of(images));
    }

    private static Call draw(RandomGenerator r, int negatives, double scale) {
        float[] scores = Scores.cosines(r, 1 + negatives);
        for (int j = 0; j < scores.length; j++) {
            scores[j] *= (float) scale;
        }
        int images = r.nextInt(50, 500);
        return call(scores, images * r.nextDouble(0.4, 1.8), images);
    }

    private static double of(double h, double noise) {
        return h / (h + noise);
    }

    private interface Density {
        double of(double score);
    }

    private static float[] map(float[] scores, Density density) {
        float[] result = new float[scores.length];
        for (int j = 0; j < result.length; j++) {
            result[j] = (float) density.of(scores[j]);
        }
        return result;
    }
}
