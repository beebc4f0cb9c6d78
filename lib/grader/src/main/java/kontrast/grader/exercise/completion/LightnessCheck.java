package kontrast.grader.exercise.completion;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.3: L of CIE 1976 L*a*b* from sRGB. */
final class LightnessCheck {

    /** An answer in single precision may lose four digits of 100. */
    private static final double TOLERANCE = 1e-4;

    private LightnessCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                lightness(a.get(0).number(), a.get(1).number(), a.get(2).number()));
        Cases any = Cases.times(6, r -> call(r, 0.1, 1));
        double knee = 0.0945; // of grey: Y is a little above (6/29)^3
        Cases dark = r -> List.of(
                call(r, 0, 0.03),
                call(r, 0.01, 0.04),
                call(r, 0.005, 0.02),
                call(r, 0.05, 0.08),
                call(r, 0.02, 0.3),
                of(knee, knee, knee),
                of(0, 0, 0));
        Cases pure = r -> List.of(of(0, 0, 0), of(1, 1, 1), of(1, 0, 0), of(0, 1, 0), of(0, 0, 1), of(0.5, 0.5, 0.5));
        return Check.of("5.3")
                .example("Pure red: 1, 0, 0. So u is 1 for red, Y = 0.2127, and its cube root is 0.597.", of(1, 0, 0))
                .property(Property.equal("is right for colours that are not dark", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for dark colours", 2, TOLERANCE, dark, oracle))
                .property(Property.equal("is right for black, white and pure colours", 1, TOLERANCE, pure, oracle));
    }

    private static Call of(double red, double green, double blue) {
        return Call.of(Value.of(red), Value.of(green), Value.of(blue));
    }

    private static Call call(RandomGenerator r, double from, double to) {
        return of(r.nextDouble(from, to), r.nextDouble(from, to), r.nextDouble(from, to));
    }

    /** The oracle: by exponentials, its constants from 6/29. */
    private static double lightness(double red, double green, double blue) {
        double y = 0.2126729 * light(red) + 0.7151522 * light(green) + 0.0721750 * light(blue);
        double knee = 6.0 / 29;
        return y > knee * knee * knee
                ? 116 * Math.exp(Math.log(y) / 3) - 16
                : 116 * (y / (3 * knee * knee) + 4.0 / 29) - 16;
    }

    private static double light(double c) {
        return c > 0.04045 ? Math.exp(2.4 * Math.log((c + 0.055) / 1.055)) : c * 25 / 323;
    }
}
