package kontrast.grader.exercise.comparison;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.2: the rule of all tables. */
final class VerdictCheck {

    private VerdictCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(verdict(a.get(0).data(), a.get(1).data()));
        Cases clear = r -> List.of(
                Runs.call(r, 3, 4),
                Runs.call(r, 4, 0.5),
                Runs.call(r, 5, 6),
                Runs.call(r, 4, -0.5),
                Runs.call(r, 3, -1),
                Runs.call(r, 6, 12),
                Runs.call(r, 3, 40),
                points(r));
        Cases likely = r -> List.of(
                Runs.call(r, 3, 2.1),
                Runs.call(r, 4, 2.9),
                Runs.call(r, 5, 2.5),
                Runs.call(r, 3, 4),
                Runs.call(r, 4, -2.5),
                Runs.call(r, 6, 2.6),
                points(r));
        Cases opposite = r -> List.of(
                Runs.call(r, 3, -3.1),
                Runs.call(r, 5, -2.9),
                Runs.call(r, 4, -5),
                Runs.call(r, 4, -2.2),
                Runs.call(r, 4, 5),
                points(r));
        Cases near = r -> List.of(
                Runs.call(r, 3, 3.1),
                Runs.call(r, 4, 2.8),
                Runs.call(r, 6, 2.9),
                Runs.call(r, 3, 1.9),
                Runs.call(r, 5, 2.05),
                points(r));
        Cases equal = r -> List.of(equal(r, 2), equal(r, -1), equal(r, 0), Runs.call(r, 4, 6));
        Cases bounds = r -> List.of(
                exact(3, 1), exact(2, 1), exact(3, -1), Runs.call(r, 4, 2.5), Runs.call(r, 4, -5), Runs.call(r, 4, 6));
        Cases few = r -> List.of(Runs.call(r, 2, 8), Runs.call(r, 2, -8), one(r));
        return Check.of("19.2")
                .example(
                        "Three runs: 71, 74, 73 against 70, 72, 70. Mean 2, spread 1: how many standard errors, and"
                                + " what does the rule say?",
                        Call.of(Value.of(new float[] {71, 74, 73}), Value.of(new float[] {70, 72, 70})))
                .property(Property.equal("is right in clear cases", 2, 0, clear, oracle)
                        .asEssential())
                .property(Property.equal("sees what points that way", 1, 0, likely, oracle))
                .property(Property.equal("asks just as much of the opposite", 2, 0, opposite, oracle))
                .property(Property.equal("is right near the bounds", 2, 0, near, oracle))
                .property(Property.equal("includes exactly three, and exactly two", 1, 0, bounds, oracle))
                .property(Property.equal("has no doubt if all differences are equal", 1, 0, equal, oracle))
                .property(Property.equal("gives no verdict on fewer than three runs", 1, 0, few, oracle))
                .property(Property.pure(1, clear));
    }

    /** More than two points, and only 1.4 standard errors: a verdict that falls on nothing else by accident. */
    private static Call points(RandomGenerator r) {
        return Runs.scaled(r, 3, 1.4, 3);
    }

    /** Whole numbers, so that no rounding makes a difference of the differences. */
    private static Call equal(RandomGenerator r, int difference) {
        int n = r.nextInt(3, 6);
        float[] a = new float[n];
        float[] b = new float[n];
        for (int i = 0; i < n; i++) {
            b[i] = r.nextInt(50, 80);
            a[i] = b[i] + difference;
        }
        return Call.of(Value.of(a), Value.of(b));
    }

    /** Four whole differences whose mean is so many of their standard errors, without any rounding. */
    private static Call exact(int errors, int sign) {
        float[] a = {70, 70, 70, 70};
        float[] b = new float[a.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = a[i] - sign * (i == 1 ? errors + 3 : errors - 1);
        }
        return Call.of(Value.of(a), Value.of(b));
    }

    private static Call one(RandomGenerator r) {
        float b = r.nextInt(50, 80);
        return Call.of(Value.of(new float[] {b + 5}), Value.of(new float[] {b}));
    }

    /** The oracle: without a quotient, so that nothing is infinite. */
    private static int verdict(double[] a, double[] b) {
        if (a.length < 3) {
            return -9;
        }
        double[] d = Runs.differences(a, b);
        double way = Runs.mean(d) * Math.sqrt(d.length);
        double spread = Runs.spread(d);
        if (spread < 1e-9 && Math.abs(way) < 1e-9) {
            return 0;
        }
        if (way >= 3 * spread) {
            return 2;
        }
        if (way >= 2 * spread) {
            return 1;
        }
        return -way >= 3 * spread ? -1 : 0;
    }
}
