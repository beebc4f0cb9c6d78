package kontrast.grader.exercise.families;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.1: BYOL's loss, both directions. */
final class ByolCheck {

    /** Float32: a few squared differences of unit vectors. */
    private static final double TOLERANCE = 1e-4;

    private ByolCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> FamilyFormulas.scalar(FamilyFormulas.byol(m(a, 0), m(a, 1), m(a, 2), m(a, 3)));
        Cases unit = Cases.times(4, r -> call(r, r.nextInt(3, 6), r.nextInt(3, 6), true, true));
        Cases predictions = Cases.times(3, r -> call(r, r.nextInt(3, 6), 4, false, true));
        Cases targets = Cases.times(3, r -> call(r, r.nextInt(3, 6), 4, true, false));
        Cases any = Cases.times(3, r -> call(r, r.nextInt(3, 6), 3, false, false));
        Cases one = Cases.times(2, r -> call(r, 1, 4, false, false));
        return Check.of("18.1")
                .example(
                        "One picture. p_x = (3, 0) should match t_y = (0, 2); p_y = (0, 1) should match t_x ="
                                + " (0, 5). Draw the four arrows at length 1.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 3, 0),
                                Value.tensor(new long[] {1, 2}, 0, 1),
                                Value.tensor(new long[] {1, 2}, 0, 5),
                                Value.tensor(new long[] {1, 2}, 0, 2)))
                .property(Property.equal("is right for vectors of length 1", 2, TOLERANCE, unit, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length", 1, TOLERANCE, predictions.and(any), oracle))
                .property(Property.equal("is right for targets of any length", 1, TOLERANCE, targets, oracle))
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the predictions of x",
                        1,
                        TOLERANCE,
                        any,
                        oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at the predictions of y",
                        1,
                        TOLERANCE,
                        any,
                        1,
                        oracle.gradient(1)))
                .property(Property.pure(1, any));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static Call call(RandomGenerator r, int n, int d, boolean unitPredictions, boolean unitTargets) {
        return Call.of(
                rows(r, n, d, unitPredictions),
                rows(r, n, d, unitPredictions),
                rows(r, n, d, unitTargets),
                rows(r, n, d, unitTargets));
    }

    private static Value rows(RandomGenerator r, int n, int d, boolean unit) {
        return Draw.tensor(unit ? Draw.unitRows(r, n, d) : Draw.rows(r, n, d));
    }
}
