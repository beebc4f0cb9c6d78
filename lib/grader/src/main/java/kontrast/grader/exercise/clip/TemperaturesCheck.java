package kontrast.grader.exercise.clip;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 16.4: a temperature that is learned as a logarithm, and its bound. */
final class TemperaturesCheck {

    /** Exponentials of sums of a few floats. */
    private static final double TOLERANCE = 1e-5;

    private TemperaturesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(temperatures(
                a.get(0).number(), a.get(1).data(), a.get(2).number(), a.get(3).number())));
        Cases free = Cases.times(4, r -> call(r, 0, 0, 100));
        Cases bound = Cases.times(3, r -> call(r, 3, 3, r.nextDouble(5, 20)))
                .and(Cases.times(3, r -> call(r, 5, 12, r.nextDouble(1.5, 2.5))));
        Cases hundred = Cases.times(2, r -> call(r, 4, 0, 100));
        Cases warm = Cases.times(3, r -> call(r, 0, 5, r.nextDouble(1.5, 3)));
        return Check.of("16.4")
                .example(
                        "t = 0, a rate of 1, a largest scale of 2; slopes -0.5, -0.5, 0.5. ln 2 is 0.6931,"
                                + " e^-0.5 is 0.6065. Where is t after the second step, and where does the"
                                + " third one begin?",
                        Call.of(Value.of(0f), Value.of(new float[] {-0.5f, -0.5f, 0.5f}), Value.of(1f), Value.of(2f)))
                .property(Property.equal("is right while the bound is far away", 2, TOLERANCE, free, oracle)
                        .asEssential())
                .property(Property.equal("stays at the bound, and comes back at once", 2, TOLERANCE, bound, oracle))
                .property(Property.equal("is right for the bound of the paper, 100", 1, TOLERANCE, hundred, oracle))
                .property(Property.equal("lets the temperature rise without limit", 1, TOLERANCE, warm, oracle))
                .property(Property.pure(1, bound));
    }

    /** Slopes so many of which push t up by about 1 each, and then down; with neither, anything small. */
    private static Call call(RandomGenerator r, int up, int down, double maxScale) {
        float rate = (float) r.nextDouble(0.2, 0.8);
        float[] slopes = new float[up + down == 0 ? 5 : up + down];
        for (int n = 0; n < slopes.length; n++) {
            double by =
                    up + down == 0 ? 0.4 * r.nextGaussian() : n < up ? r.nextDouble(0.7, 1.3) : -r.nextDouble(0.4, 0.9);
            slopes[n] = (float) (-by / rate);
        }
        double t = up == 0 ? r.nextDouble(-0.5, 0.3) : Math.log(maxScale) - r.nextDouble(0.8, 1.4);
        return Call.of(Value.of((float) t), Value.of(slopes), Value.of(rate), Value.of((float) maxScale));
    }

    /** The oracle: the scale itself, which a step of its logarithm multiplies. */
    private static double[] temperatures(double t, double[] slopes, double rate, double maxScale) {
        double scale = Math.exp(t);
        double[] temperatures = new double[slopes.length];
        for (int n = 0; n < slopes.length; n++) {
            scale *= Math.exp(-rate * slopes[n]);
            if (scale > maxScale) {
                scale = maxScale;
            }
            temperatures[n] = 1 / scale;
        }
        return temperatures;
    }
}
