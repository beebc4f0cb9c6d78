package kontrast.grader.exercise.dense;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 17.1: where a point of a thing went. */
final class WhereToCheck {

    /** Float32 of places up to 60, judged by their size. */
    private static final double TOLERANCE = 1e-5;

    private WhereToCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(
                whereTo(a.get(0).data(), a.get(1).data(), a.get(2).data())));
        Cases any = Cases.times(6, r -> call(r, true, true));
        Cases turned = Cases.times(3, r -> call(r, true, false));
        Cases grown = Cases.times(3, r -> call(r, false, true));
        Cases moved = Cases.times(2, r -> call(r, false, false));
        Cases middle = r -> {
            float[] pose = pose(r);
            return List.of(Call.of(Value.of(pose[0], pose[1]), Value.of(pose), Value.of(pose(r))));
        };
        return Check.of("17.1")
                .example(
                        "The middle is at (10, 10) in A and at (30, 20) in B, where the thing is twice as large and"
                                + " turned a quarter turn further: the angles are 0 and 1.5708. Where is the point"
                                + " (13, 10)? Its vector from the middle is (3, 0).",
                        Call.of(Value.of(13f, 10f), Value.of(10f, 10f, 1f, 0f), Value.of(30f, 20f, 2f, 1.5708f)))
                .property(Property.equal("is right where a thing moves, turns and grows", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right where it only moves and turns", 1, TOLERANCE, turned, oracle))
                .property(Property.equal("is right where it only moves and grows", 1, TOLERANCE, grown, oracle))
                .property(Property.equal("is right where it only moves", 1, TOLERANCE, moved, oracle))
                .property(Property.equal("maps the middle to the middle", 1, TOLERANCE, middle, oracle))
                .property(Property.pure(1, any));
    }

    private static float[] pose(RandomGenerator r) {
        return new float[] {
            (float) r.nextDouble(10, 50),
            (float) r.nextDouble(10, 50),
            (float) r.nextDouble(0.4, 0.9),
            (float) ((r.nextBoolean() ? 1 : -1) * r.nextDouble(0.3, 1.2))
        };
    }

    /** Poses that differ by enough in everything that is to differ. */
    private static Call call(RandomGenerator r, boolean turns, boolean grows) {
        float[] a = pose(r);
        float[] b = pose(r);
        b[2] = grows ? (float) (a[2] * r.nextDouble(1.4, 1.8)) : a[2];
        b[3] = turns ? (float) (a[3] + (r.nextBoolean() ? 1 : -1) * r.nextDouble(0.4, 1.2)) : a[3];
        float[] point = {
            (float) (a[0] + r.nextDouble(3, 9)), (float) (a[1] + (r.nextBoolean() ? 1 : -1) * r.nextDouble(3, 9))
        };
        return Call.of(Value.of(point), Value.of(a), Value.of(b));
    }

    /** The oracle: the way from the middle as a length and a direction. */
    private static double[] whereTo(double[] point, double[] a, double[] b) {
        double length = Math.hypot(point[0] - a[0], point[1] - a[1]) * b[2] / a[2];
        double direction = Math.atan2(point[1] - a[1], point[0] - a[0]) + b[3] - a[3];
        return new double[] {b[0] + length * Math.cos(direction), b[1] + length * Math.sin(direction)};
    }
}
