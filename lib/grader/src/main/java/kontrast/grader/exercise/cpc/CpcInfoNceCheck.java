package kontrast.grader.exercise.cpc;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 13.4: InfoNCE whose candidates are all codes of all images. */
final class CpcInfoNceCheck {

    /** Float32 dot products of a few numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private CpcInfoNceCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(a.get(0), a.get(1), Unpack.ints(a.get(2))));
        Cases one = Cases.times(3, r -> call(r, 1, r.nextInt(5, 8), 0.5));
        Cases any = Cases.times(4, r -> scattered(r, r.nextInt(2, 4), r.nextInt(5, 8)));
        Cases large = Cases.times(3, r -> call(r, 2, 5, 30));
        Cases few = Cases.times(2, r -> call(r, 2, 4, 0.7));
        return Check.of("13.4")
                .example(
                        "One image with the three codes (1, 0), (0, 1), (0, 0); one context, which"
                                + " predicts (1, 0) for place 1. Three scores, and the right one is"
                                + " not the largest.",
                        Call.of(
                                Value.tensor(new long[] {1, 3, 2}, 1, 0, 0, 1, 0, 0),
                                Value.tensor(new long[] {1, 1, 2}, 1, 0),
                                Value.of(new int[] {1})))
                .property(Property.equal("is right for several images", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single image", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the codes", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                        "lets a gradient through to the predictions", 1, TOLERANCE, few, 1, oracle.gradient(1)))
                .property(Property.equal("stays finite and correct for large scores", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, any));
    }

    /** The last places are predicted, as in a grid; fewer than there are codes. */
    private static Call call(RandomGenerator r, int images, int codes, double scale) {
        int contexts = codes - r.nextInt(1, 3);
        return call(r, images, codes, IntStream.range(codes - contexts, codes).toArray(), scale);
    }

    /** Some places in any order, so that an answer has to read them. */
    private static Call scattered(RandomGenerator r, int images, int codes) {
        int contexts = codes - r.nextInt(1, 3);
        return call(r, images, codes, Arrays.copyOf(Draw.permutation(r, codes), contexts), 0.5);
    }

    private static Call call(RandomGenerator r, int images, int codes, int[] places, double scale) {
        int d = 3;
        return Call.of(
                tensor(r, scale, images, codes, d), tensor(r, scale, images, places.length, d), Value.of(places));
    }

    private static Value tensor(RandomGenerator r, double scale, int b, int p, int d) {
        double[] data = new double[b * p * d];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (scale * r.nextGaussian());
        }
        return Value.tensor(new long[] {b, p, d}, data);
    }

    /** Equation 4 of van den Oord et al. (2018), candidates being all codes of the batch. */
    private static double loss(Value codes, Value predictions, int[] places) {
        int each = codes.length(1);
        int d = codes.length(2);
        double[] z = codes.data();
        double[] p = predictions.data();
        double loss = 0;
        for (int i = 0; i < p.length / d; i++) {
            double[] scores = new double[z.length / d];
            for (int j = 0; j < scores.length; j++) {
                for (int n = 0; n < d; n++) {
                    scores[j] += p[i * d + n] * z[j * d + n];
                }
            }
            double largest = Arrays.stream(scores).max().orElseThrow();
            double sum = Arrays.stream(scores).map(s -> Math.exp(s - largest)).sum();
            loss += Math.log(sum) + largest - scores[i / places.length * each + places[i % places.length]];
        }
        int asked = p.length / d;
        return loss / asked;
    }
}
