package kontrast.grader.exercise.transfer;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 15.7: rates that fall from the head to the pixels. */
final class RatesCheck {

    /** Float32: rates of size 1. */
    private static final double TOLERANCE = 2e-6;

    private RatesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                rates((int) a.get(0).number(), a.get(1).number(), a.get(2).number()));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(2, 6), r.nextDouble(1.4, 3)));
        Cases one = Cases.times(2, r -> call(r, 1, r.nextDouble(1.4, 3)));
        Cases head = r -> List.of(call(r, 0, 2.6), call(r, 0, 1.5));
        Cases equal = Cases.times(2, r -> call(r, r.nextInt(2, 5), 1));
        return Check.of("15.7")
                .example(
                        "Two stages, rate 8, factor 2. The head has rate 8; what comes next?",
                        Call.of(Value.of(2), Value.of(8.0), Value.of(2.0)))
                .property(Property.equal("makes the rates fall from the head to the pixels", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for one stage", 1, TOLERANCE, one, oracle))
                .property(Property.equal("is right for a head alone", 1, TOLERANCE, head, oracle))
                .property(Property.equal("gives one rate for all if the factor is 1", 1, TOLERANCE, equal, oracle));
    }

    private static Call call(RandomGenerator r, int stages, double factor) {
        return Call.of(Value.of(stages), Value.of(r.nextDouble(0.5, 4)), Value.of(factor));
    }

    /** The oracle: from the head downwards. */
    private static float[] rates(int stages, double rate, double factor) {
        float[] rates = new float[stages + 1];
        double own = rate;
        for (int s = stages; s >= 0; s--) {
            rates[s] = (float) own;
            own /= factor;
        }
        return rates;
    }
}
