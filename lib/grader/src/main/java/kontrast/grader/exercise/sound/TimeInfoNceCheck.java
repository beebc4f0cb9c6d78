package kontrast.grader.exercise.sound;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.4: InfoNCE whose candidates are the codes of one stretch. */
final class TimeInfoNceCheck {

    /** Float32 dot products of a few numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private TimeInfoNceCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0], loss(a.get(0), a.get(1), (int) a.get(2).number()));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 4), r.nextInt(6, 9), r.nextInt(2, 4), 0.6));
        Cases next = Cases.times(3, r -> call(r, 1, r.nextInt(5, 8), 1, 0.6));
        Cases far = Cases.times(2, r -> call(r, 2, 5, 4, 0.6));
        Cases large = Cases.times(3, r -> call(r, 2, 5, 2, 30));
        Cases few = Cases.times(2, r -> call(r, 2, 5, 2, 0.7));
        return Check.of("14.4")
                .example(
                        "One stretch with the three codes (1, 0), (0, 1), (0, 0); k = 1; the predictions"
                                + " (0, 2), (1, 0), (5, 5). Two of them have an answer: three scores each.",
                        Call.of(
                                Value.tensor(new long[] {1, 3, 2}, 1, 0, 0, 1, 0, 0),
                                Value.tensor(new long[] {1, 3, 2}, 0, 2, 1, 0, 5, 5),
                                Value.of(1)))
                .property(Property.equal("is right for several stretches", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for one stretch and one step", 1, TOLERANCE, next, oracle))
                .property(Property.equal("is right for the largest step", 1, TOLERANCE, far, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the codes", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                        "lets a gradient through to the predictions", 1, TOLERANCE, few, 1, oracle.gradient(1)))
                .property(Property.equal("stays finite and correct for large scores", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int stretches, int moments, int k, double scale) {
        int d = 3;
        double[] codes = new double[stretches * moments * d];
        double[] predictions = new double[codes.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (float) (scale * r.nextGaussian());
            predictions[i] = (float) (scale * r.nextGaussian());
        }
        long[] shape = {stretches, moments, d};
        return Call.of(Value.tensor(shape, codes), Value.tensor(shape, predictions), Value.of(k));
    }

    /** Equation 4 of van den Oord et al. (2018), for one step, candidates being the codes of the same stretch. */
    static double loss(Value codes, Value predictions, int k) {
        int moments = codes.length(1);
        int d = codes.length(2);
        double[] z = codes.data();
        double[] p = predictions.data();
        double loss = 0;
        int asked = 0;
        for (int i = 0; i < p.length / d; i++) {
            int stretch = i / moments;
            int target = i + k;
            if (target / moments != stretch) {
                continue;
            }
            double[] scores = new double[moments];
            for (int q = 0; q < moments; q++) {
                for (int n = 0; n < d; n++) {
                    scores[q] += p[i * d + n] * z[(stretch * moments + q) * d + n];
                }
            }
            double largest = Arrays.stream(scores).max().orElseThrow();
            double sum = Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum();
            loss += Math.log(sum) + largest - scores[target % moments];
            asked++;
        }
        return loss / asked;
    }
}
