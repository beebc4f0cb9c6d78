package kontrast.grader.exercise.comparison;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.1: mean, spread and standard errors of paired differences. */
final class ComparedCheck {

    /** Differences of numbers around 70, of size 1. */
    private static final double TOLERANCE = 1e-4;

    private ComparedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double[] d = Runs.differences(a.get(0).data(), a.get(1).data());
            return Value.of(new float[] {(float) Runs.mean(d), (float) Runs.spread(d), (float) Runs.errors(d)});
        };
        Cases better = Cases.times(5, r -> Runs.mixed(r, r.nextInt(3, 7), r.nextDouble(1, 5)));
        Cases worse = Cases.times(3, r -> Runs.mixed(r, r.nextInt(3, 7), r.nextDouble(-5, -1)));
        Cases two = Cases.times(2, ComparedCheck::two);
        return Check.of("19.1")
                .example(
                        "Three runs: 71, 74, 73 against 70, 72, 70. The differences are 1, 2 and 3; how far is each"
                                + " from their mean?",
                        Call.of(Value.of(new float[] {71, 74, 73}), Value.of(new float[] {70, 72, 70})))
                .property(Property.equal("is right where the first is better", 3, TOLERANCE, better, oracle)
                        .asEssential())
                .property(Property.equal("is right where it is worse", 1, TOLERANCE, worse, oracle))
                .property(Property.equal("is right for two runs", 1, TOLERANCE, two, oracle))
                .property(Property.pure(1, better));
    }

    private static Call two(RandomGenerator r) {
        return Runs.call(r, 2, r.nextDouble(0.5, 3));
    }
}
