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

    /** Who computes in single precision is off by some 1e-6; the small number under the root changes 1e-2 at a point. */
    private static final double TOLERANCE = 1e-5;

    /** The small number changes a deviation of 0.15 by 3e-4: it has a property of its own. */
    private static final double WITHOUT_SMALL = 1e-3;

    /** The same, and with 150 pictures it hardly matters whether one divides by N or by N - 1. */
    private static final double MANY = 5e-3;

    private VarianceHingeCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(Moments.hinge(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases small = Cases.times(4, r -> Call.of(Value.of(Moments.tight(r, r.nextInt(150, 200))), Value.of(4.0)));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(150, 200)));
        Cases point = r -> List.of(
                Call.of(Value.of(Moments.point(r, r.nextInt(3, 6), 4)), Value.of(1.0)),
                Call.of(Value.of(Moments.point(r, 2, 3)), Value.of(r.nextDouble(0.5, 2))),
                Call.of(Value.of(Moments.varied(r, 5, 0.001, 0.002, 0.003)), Value.of(1.0)));
        Cases two = Cases.times(2, r -> call(r, 2));
        return Check.of("7.4")
                .example(
                        "Three embeddings of two numbers, (0, 5), (1, 5) and (2, 5); target 1. Deviations"
                                + " over the pictures: 1 for the first entry (a little more, with the"
                                + " small number), and for the second?",
                        Call.of(Value.of(new float[][] {{0, 5}, {1, 5}, {2, 5}}), Value.of(1.0)))
                .property(Property.equal("is right where every entry varies too little", 3, MANY, small, oracle)
                        .asEssential())
                .property(Property.equal("charges nothing for entries that vary enough", 2, MANY, any, oracle))
                .property(Property.equal(
                        "notices that all embeddings are the same, or nearly", 2, TOLERANCE, point, oracle))
                .property(Property.equal("is right for a batch of two", 1, WITHOUT_SMALL, two, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, int n) {
        double target = r.nextBoolean() ? r.nextDouble(0.4, 0.8) : r.nextDouble(1.2, 2);
        return Call.of(Value.of(Moments.embeddings(r, n, r.nextInt(3, 6))), Value.of(target));
    }
}
