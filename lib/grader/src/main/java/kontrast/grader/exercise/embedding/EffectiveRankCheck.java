package kontrast.grader.exercise.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 7.1: the exponential of the entropy of the shares of the deviations. */
final class EffectiveRankCheck {

    /** Who takes the roots in single precision is off by some 1e-6. */
    private static final double TOLERANCE = 1e-4;

    private EffectiveRankCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(rank(Unpack.floats(a.get(0))));
        Cases any = Cases.times(5, r -> call(r, 0));
        Cases gaps =
                Cases.times(4, r -> call(r, r.nextInt(1, 4))).and(r -> List.of(tiny(call(r, 1)), tiny(call(r, 2))));
        Cases ends = r -> List.of(
                Call.of(Value.of(new float[r.nextInt(2, 6)])),
                Call.of(Value.of(new float[] {0, r.nextFloat(0.1f, 4), 0})),
                Call.of(Value.of(new float[] {r.nextFloat(0.1f, 4)})));
        return Check.of("7.1")
                .example(
                        "Variances 9, 9 and 0. Two directions are used equally, and one not at all.",
                        Call.of(Value.of(new float[] {9, 9, 0})))
                .property(Property.equal("is right for variances above 0", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("counts directions without variance as nothing", 2, TOLERANCE, gaps, oracle))
                .property(Property.equal("is 0 for a point and 1 for a line", 1, TOLERANCE, ends, oracle))
                .property(Property.pure(1, any));
    }

    /** From strong to weak by factors of up to 1,000, in any order; some without variance. */
    private static Call call(RandomGenerator r, int gaps) {
        float[] spectrum = new float[r.nextInt(4, 9)];
        for (int k = 0; k < spectrum.length; k++) {
            spectrum[k] = (float) Math.exp(r.nextDouble(-6, 1));
        }
        for (int k = 0; k < gaps; k++) {
            spectrum[r.nextInt(spectrum.length)] = 0;
        }
        spectrum[0] = r.nextFloat(1, 4);
        return Call.of(Value.of(spectrum));
    }

    /** A cloud that is smaller by a factor of 30,000: it uses as many directions. */
    private static Call tiny(Call call) {
        float[] spectrum = Unpack.floats(call.arguments().get(0));
        for (int k = 0; k < spectrum.length; k++) {
            spectrum[k] *= 1e-9f;
        }
        return Call.of(Value.of(spectrum));
    }

    /** The oracle: the sum over the product of powers, rank = S / prod of s_k^(s_k / S), with s_k the deviations. */
    static double rank(float... spectrum) {
        double[] s = new double[spectrum.length];
        Arrays.setAll(s, k -> Math.sqrt(spectrum[k]));
        double sum = Arrays.stream(s).sum();
        if (sum == 0) {
            return 0;
        }
        double product = 1;
        for (double deviation : s) {
            product *= Math.pow(deviation, deviation / sum); // 0^0 is 1
        }
        return sum / product;
    }
}
