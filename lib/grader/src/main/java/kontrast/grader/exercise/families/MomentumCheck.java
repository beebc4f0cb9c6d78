package kontrast.grader.exercise.families;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.2: the momentum of BYOL's target, along half a cosine. */
final class MomentumCheck {

    /** Whoever takes the cosine in float is right too: a momentum is near 1. */
    private static final double TOLERANCE = 1e-6;

    private MomentumCheck() {}

    static Check.Draft create() {
        Oracle oracle = a ->
                Value.of(momentum(a.get(0).number(), a.get(1).number(), a.get(2).number()));
        Cases within = Cases.times(5, r -> {
            int steps = r.nextInt(7, 400);
            return call(r.nextInt(1, steps), steps, r);
        });
        Cases ends = Cases.times(3, r -> call(0, r.nextInt(5, 300), r)).and(Cases.times(3, r -> {
            int steps = r.nextInt(5, 300);
            return call(steps, steps, r);
        }));
        Cases after = Cases.times(3, r -> {
            int steps = r.nextInt(5, 100);
            return call(steps + r.nextInt(1, steps), steps, r);
        });
        Cases one = r -> List.of(call(0, 1, r), call(1, 1, r), call(5, 1, r));
        return Check.of("18.2")
                .example(
                        "Step k = 2, K = 4, and the first momentum is 0.9. The cosine of a right angle is 0.",
                        Call.of(Value.of(2), Value.of(4), Value.of(0.9)))
                .property(Property.equal("is right during training", 3, TOLERANCE, within.and(ends), oracle)
                        .asEssential())
                .property(Property.equal("is right at step 0 and at step K", 1, TOLERANCE, ends, oracle))
                .property(Property.equal("is 1 after training", 1, TOLERANCE, after, oracle))
                .property(Property.equal("is right for a run of one step", 1, TOLERANCE, one, oracle));
    }

    private static Call call(int step, int steps, RandomGenerator r) {
        return Call.of(Value.of(step), Value.of(steps), Value.of(r.nextDouble(0.5, 0.999)));
    }

    /** The oracle: cos a + 1 is twice the square of cos a/2. */
    private static double momentum(double step, double steps, double first) {
        double half = step >= steps ? 0 : Math.cos(Math.PI * step / steps / 2);
        return 1 - (1 - first) * half * half;
    }
}
