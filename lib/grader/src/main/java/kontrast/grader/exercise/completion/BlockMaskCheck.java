package kontrast.grader.exercise.completion;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.1: so many patches hidden, those with the smallest numbers. */
final class BlockMaskCheck {

    private BlockMaskCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                mask((int) a.get(0).number(), (int) a.get(1).number(), a.get(2).number(), Unpack.floats(a.get(3))));
        Cases whole = Cases.times(5, r -> call(r, 0));
        Cases rounded = r -> List.of(call(r, 0.3), call(r, 0.7), call(r, 0.4), call(r, 0.6));
        Cases all = r -> List.of(bound(r, 0), bound(r, 1));
        return Check.of("5.1")
                .example(
                        "2 x 2 patches of 2 pixels, share 0.5, so two patches are hidden. The numbers of the"
                                + " patches are 0.75, 0.25, 0.5, 1. Draw the 4 x 4 pixels.",
                        Call.of(Value.of(2), Value.of(2), Value.of(0.5), Value.of(0.75f, 0.25f, 0.5f, 1f)))
                .property(Property.equal("hides the patches with the smallest numbers", 3, 0, whole, oracle)
                        .asEssential())
                .property(Property.equal("rounds the number of patches", 1, 0, rounded, oracle))
                .property(Property.equal("hides nothing, or everything", 1, 0, all, oracle))
                .property(Property.pure(1, whole));
    }

    /** A share that asks for so many patches, and a part of one more. */
    private static Call call(RandomGenerator r, double part) {
        int cells = r.nextInt(4, 7);
        int patches = cells * cells;
        double share = (r.nextInt(3, patches - 3) + part) / patches;
        return call(r, cells, share);
    }

    private static Call bound(RandomGenerator r, double share) {
        return call(r, r.nextInt(2, 6), share);
    }

    private static Call call(RandomGenerator r, int cells, double share) {
        float[] draws = Draw.cosines(r, cells * cells); // no two equal, and more of them below a share than it asks for
        int patch = r.nextInt(2, 5);
        return Call.of(Value.of(cells), Value.of(patch == cells ? 5 : patch), Value.of(share), Value.of(draws));
    }

    /** The oracle: sorts the numbers, and paints patch by patch what is not above the last of them. */
    private static float[][] mask(int cells, int patch, double share, float... draws) {
        float[] sorted = draws.clone();
        Arrays.sort(sorted);
        int count = (int) Math.floor(share * cells * cells + 0.5);
        float[][] mask = new float[cells * patch][cells * patch];
        for (int i = 0; count > 0 && i < draws.length; i++) {
            for (int p = 0; draws[i] <= sorted[count - 1] && p < patch * patch; p++) {
                mask[i / cells * patch + p / patch][i % cells * patch + p % patch] = 1;
            }
        }
        return mask;
    }
}
