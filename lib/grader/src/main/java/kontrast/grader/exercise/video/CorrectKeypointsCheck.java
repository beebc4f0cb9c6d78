package kontrast.grader.exercise.video;

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

/** 6.6: the share of keypoints that are found near enough. */
final class CorrectKeypointsCheck {

    private static final double TOLERANCE = 1e-6;

    private CorrectKeypointsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(pck(
                Unpack.rows(a.get(0)),
                Unpack.rows(a.get(1)),
                Unpack.floats(a.get(2)),
                Unpack.ints(a.get(3)),
                a.get(4).number()));
        Cases all = Cases.times(5, r -> call(r, false));
        Cases some = Cases.times(4, r -> call(r, true));
        Cases limit = r -> List.of(limit(r), limit(r));
        return Check.of("6.6")
                .example(
                        "Two points of things of size 10, both visible, alpha 0.2. The first was found 1 pixel too"
                                + " far right, the second 2 pixels too far right and 2 too far down.",
                        Call.of(
                                Value.of(new float[][] {{5, 4}, {9, 9}}),
                                Value.of(new float[][] {{4, 4}, {7, 7}}),
                                Value.of(new float[] {10, 10}),
                                Value.of(new int[] {1, 1}),
                                Value.of(0.2)))
                .property(Property.equal("is the share of correct points", 3, TOLERANCE, all, oracle)
                        .asEssential())
                .property(Property.equal("leaves hidden points out", 2, TOLERANCE, some, oracle))
                .property(Property.equal("counts a point at the limit as correct", 1, TOLERANCE, limit, oracle))
                .property(Property.pure(1, all));
    }

    /**
     * Points in every direction: one in its place, some well within the limit, the others just within or just outside
     * of it; things of different sizes.
     */
    private static Call call(RandomGenerator r, boolean hidden) {
        int n = r.nextInt(14, 20);
        double alpha = r.nextDouble(0.15, 0.25);
        float[][] truth = new float[n][2];
        float[][] found = new float[n][2];
        float[] size = new float[n];
        int[] visible = new int[n];
        for (int k = 0; k < n; k++) {
            size[k] = k == 0 ? 8 : r.nextInt(12, 40);
            double away = k % 4 == 2
                    ? r.nextDouble(1.03, 1.3)
                    : k % 4 == 3 ? r.nextDouble(0.3, 0.4) : k == 1 ? 0 : r.nextDouble(0.75, 0.97);
            double angle = r.nextDouble(2 * Math.PI);
            truth[k] = new float[] {r.nextInt(64), r.nextInt(64)};
            found[k][0] = (float) (truth[k][0] + away * alpha * size[k] * Math.cos(angle));
            found[k][1] = (float) (truth[k][1] + away * alpha * size[k] * Math.sin(angle));
            visible[k] = hidden && k % 3 == 2 ? 0 : 1;
        }
        return Call.of(Value.of(found), Value.of(truth), Value.of(size), Value.of(visible), Value.of(alpha));
    }

    /**
     * A distance of 5 or 10 and a limit of the same, exact in both precisions. The others are far from the limit, each
     * by what another mistake would make of it.
     */
    private static Call limit(RandomGenerator r) {
        float x = r.nextInt(40);
        float y = r.nextInt(40);
        return Call.of(
                Value.of(new float[][] {
                    {x + 3, y + 4}, {x - 8, y + 6}, {x + 20, y}, {x + 3, y - 3}, {x - 2, y + 2}, {x, y}, {x + 1, y + 1}
                }),
                Value.of(new float[][] {{x, y}, {x, y}, {x, y}, {x, y}, {x, y}, {x, y}, {x, y}}),
                Value.of(new float[] {10, 20, 10, 10, 10, 10, 10}),
                Value.of(new int[] {1, 1, 1, 1, 1, 1, 1}),
                Value.of(0.5));
    }

    /** The oracle: squares of both sides, with no margin where they are equal. */
    private static double pck(float[][] found, float[][] truth, float[] size, int[] visible, double alpha) {
        double correct = 0;
        for (int k = 0; k < truth.length; k++) {
            double x = found[k][0] - (double) truth[k][0];
            double y = found[k][1] - (double) truth[k][1];
            boolean near = x * x + y * y <= alpha * alpha * size[k] * size[k];
            correct += near ? visible[k] : 0;
        }
        return correct / Arrays.stream(visible).sum();
    }
}
