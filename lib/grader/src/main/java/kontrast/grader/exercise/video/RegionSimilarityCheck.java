package kontrast.grader.exercise.video;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 6.5: intersection over union, the mean over things. */
final class RegionSimilarityCheck {

    private static final double TOLERANCE = 1e-6;

    private RegionSimilarityCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                j(Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), (int) a.get(2).number()));
        Cases seen = Cases.times(5, r -> call(r, r.nextInt(2, 5), false));
        Cases hidden = Cases.times(4, r -> call(r, r.nextInt(3, 5), true));
        Cases invented = Cases.times(3, r -> withInvented(call(r, r.nextInt(3, 5), true)));
        return Check.of("6.5")
                .example(
                        "Six pixels, two things. True: 0 1 1 1 2 2, found: 1 1 1 0 2 0. Thing 1 has two pixels in"
                                + " both and four in either.",
                        Call.of(
                                Value.of(new int[] {1, 1, 1, 0, 2, 0}),
                                Value.of(new int[] {0, 1, 1, 1, 2, 2}),
                                Value.of(2)))
                .property(Property.equal("is the mean of intersection over union", 3, TOLERANCE, seen, oracle)
                        .asEssential())
                .property(Property.equal(
                        "counts a hidden thing that was not found as right", 1, TOLERANCE, hidden, oracle))
                .property(
                        Property.equal("counts a hidden thing that was found as wrong", 1, TOLERANCE, invented, oracle))
                .property(Property.pure(1, seen));
    }

    /** Things of quite different sizes; a third of the pixels is found wrong. */
    private static Call call(RandomGenerator r, int things, boolean hidden) {
        int pixels = r.nextInt(60, 90);
        int[] truth = new int[pixels];
        int[] found = new int[pixels];
        for (int p = 0; p < pixels; p++) {
            int s = Math.min(things, (int) (things * Math.pow(r.nextDouble(), 2) + 0.6));
            truth[p] = hidden && s == things ? 0 : s;
            int other = r.nextInt(0, hidden ? things : things + 1);
            found[p] = r.nextInt(3) == 0 ? other : truth[p];
        }
        for (int s = 1; s <= (hidden ? things - 1 : things); s++) {
            truth[s] = s; // each is there, and found in part
            found[s] = s;
        }
        return Call.of(Value.of(found), Value.of(truth), Value.of(things));
    }

    /** The same, but two pixels are found to belong to the last thing, which is hidden. */
    private static Call withInvented(Call call) {
        int[] found = Unpack.ints(call.arguments().get(0));
        int things = (int) call.arguments().get(2).number();
        found[found.length - 1] = things;
        found[found.length - 2] = things;
        return Call.of(Value.of(found), call.arguments().get(1), Value.of(things));
    }

    /** The oracle: from the sizes of both and of what they share. */
    private static double j(int[] found, int[] truth, int things) {
        int[] ours = new int[things + 1];
        int[] theirs = new int[things + 1];
        int[] both = new int[things + 1];
        for (int p = 0; p < truth.length; p++) {
            ours[found[p]]++;
            theirs[truth[p]]++;
            if (found[p] == truth[p]) {
                both[found[p]]++;
            }
        }
        double sum = 0;
        for (int s = 1; s <= things; s++) {
            int union = ours[s] + theirs[s] - both[s];
            sum += union > 0 ? (double) both[s] / union : 1;
        }
        return sum / things;
    }
}
