package kontrast.grader.exercise.autoencoder;

import java.util.Arrays;
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

/** 2.3: the mean over the pictures of their peak signal-to-noise ratio. */
final class PsnrCheck {

    /** Decibels of size 20; a learner who sums squares in float is off by some 1e-6 of them. */
    private static final double TOLERANCE = 1e-4;

    private static final double MOST = 100;

    private PsnrCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                psnr(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases one = Cases.times(4, r -> call(r, 1, 1, false));
        Cases several = Cases.times(4, r -> call(r, r.nextInt(3, 6), 1, false)).and(r -> List.of(awful(r)));
        Cases bytes = Cases.times(4, r -> call(r, r.nextInt(2, 4), 255, false));
        Cases perfect = r -> List.of(
                call(r, r.nextInt(3, 5), 1, true),
                call(r, r.nextInt(3, 5), 255, true),
                call(r, r.nextInt(3, 5), 1, true),
                call(r, r.nextInt(3, 5), 255, true));
        return Check.of("2.3")
                .example(
                        "One picture of two values, 0 and 1, painted as 0.1 and 0.9. White is 1. The error is 0.01.",
                        Call.of(
                                Value.of(new float[][] {{0.1f, 0.9f}}),
                                Value.of(new float[][] {{0, 1}}),
                                Value.of(1.0)))
                .property(Property.equal("is right for one picture", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("is the mean over the pictures", 2, TOLERANCE, several, oracle))
                .property(Property.equal("is right for bytes", 1, TOLERANCE, bytes, oracle))
                .property(Property.equal("gives no picture more than 100 dB", 1, TOLERANCE, perfect, oracle))
                .property(Property.pure(1, several));
    }

    /** Errors of very different size, so that the mean of the decibels is far from the decibels of the mean. */
    private static Call call(RandomGenerator r, int batch, double white, boolean perfect) {
        int values = r.nextInt(4, 9);
        float[][] pictures = new float[batch][values];
        float[][] painted = new float[batch][values];
        for (int b = 0; b < batch; b++) {
            double deviation = white * Math.pow(10, -r.nextDouble(0.3, 2));
            for (int i = 0; i < values; i++) {
                pictures[b][i] = (float) (white * r.nextDouble(0.2, 0.8));
                painted[b][i] =
                        (float) (pictures[b][i] + deviation * r.nextDouble(0.3, 1) * (r.nextBoolean() ? 1 : -1));
            }
        }
        if (perfect) {
            for (int i = 0; i < values; i++) {
                painted[1][i] = (float) (pictures[1][i] + 1e-6 * white); // 120 dB
            }
            painted[2] = pictures[2].clone();
        }
        return Call.of(Value.of(painted), Value.of(pictures), Value.of(white));
    }

    /** The second of three pictures is painted far outside of black and white: fewer than 0 dB. */
    private static Call awful(RandomGenerator r) {
        Call call = call(r, 3, 1, false);
        float[][] painted = Unpack.rows(call.arguments().get(0));
        for (int i = 0; i < painted[1].length; i++) {
            painted[1][i] += 4;
        }
        List<Value> given = call.arguments();
        return Call.of(Value.of(painted), given.get(1), given.get(2));
    }

    /** The oracle: by differences of logarithms. */
    private static double psnr(double[][] painted, double[][] pictures, double white) {
        double[] decibels = new double[pictures.length];
        for (int b = 0; b < decibels.length; b++) {
            double squares = 0;
            for (int i = 0; i < pictures[b].length; i++) {
                squares += Math.pow(painted[b][i] - pictures[b][i], 2);
            }
            double root = Math.sqrt(squares / pictures[b].length);
            decibels[b] = root == 0 ? MOST : Math.min(MOST, 20 * (Math.log10(white) - Math.log10(root)));
        }
        return Arrays.stream(decibels).average().orElseThrow();
    }
}
