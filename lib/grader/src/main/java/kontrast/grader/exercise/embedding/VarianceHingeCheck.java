package kontrast.grader.exercise.embedding;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 7.4: what the deviations of the entries lack, in loops. */
final class VarianceHingeCheck {

    /**
     * Who computes in single precision is off by some 1e-6; the small number under the root changes 1e-2 at a point.
     */
    private static final double TOLERANCE = 1e-5;

    private VarianceHingeCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(Moments.hinge(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases small = Cases.times(4, r -> Call.of(Value.of(Draw.numbers(r, r.nextInt(4, 9), 3, 0.3)), Value.of(4.0)));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(4, 9)));
        Cases point = r -> List.of(
                Call.of(Value.of(Moments.point(r, r.nextInt(3, 6), 4)), Value.of(1.0)),
                Call.of(Value.of(Moments.point(r, 2, 3)), Value.of(r.nextDouble(0.5, 2))));
        Cases two = Cases.times(2, r -> call(r, 2));
        return Check.of("7.4")
                .example(
                        "Three embeddings of two numbers, (0, 5), (1, 5) and (2, 5); target 1. Deviations"
                                + " over the pictures: 1 for the first entry (a little more, with the"
                                + " small number), and for the second?",
                        Call.of(Value.of(new float[][] {{0, 5}, {1, 5}, {2, 5}}), Value.of(1.0)))
                .property(Property.equal("is right where every entry varies too little", 3, TOLERANCE, small, oracle)
                        .asEssential())
                .property(Property.equal("charges nothing for entries that vary enough", 2, TOLERANCE, any, oracle))
                .property(Property.equal("notices that all embeddings are the same", 2, TOLERANCE, point, oracle))
                .property(Property.equal("is right for a batch of two", 1, TOLERANCE, two, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int n) {
        double target = r.nextBoolean() ? r.nextDouble(0.4, 0.8) : r.nextDouble(1.2, 2);
        return Call.of(Value.of(Moments.embeddings(r, n, r.nextInt(3, 6))), Value.of(target));
    }
}
