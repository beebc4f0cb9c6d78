package kontrast.grader.exercise.cpc;

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

/** 13.1: an image becomes a grid of patches that overlap. */
final class PatchesCheck {

    private PatchesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(patches(
                Unpack.rows(a.get(0)), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases exact = Cases.times(5, r -> call(r, 4, 2, 0));
        Cases rest = Cases.times(5, r -> call(r, 5, 4, r.nextInt(2, 4)))
                .and(r -> List.of(unequal(r, 1, 4), unequal(r, 4, 1)));
        Cases apart = r -> List.of(call(r, 3, 3, 0), call(r, 3, 3, 0), call(r, 2, 3, 0), call(r, 2, 3, 1), oneRow(r));
        return Check.of("13.1")
                .example(
                        "An image of two rows, 1 2 3 4 5 and 6 7 8 9 10; patches of 2 x 2 pixels, stride"
                                + " 1. Frame the four patches, and read each from the top left.",
                        Call.of(Value.of(new float[][] {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}}), Value.of(2), Value.of(1)))
                .property(Property.equal("cuts patches that overlap and fill the image", 3, 0, exact, oracle)
                        .asEssential())
                .property(Property.equal(
                        "splits the rest evenly where the grid does not fill the image", 2, 0, rest, oracle))
                .property(Property.equal(
                        "cuts patches that lie side by side or with gaps between them", 1, 0, apart, oracle))
                .property(Property.pure(1, exact));
    }

    /** An image of 3 rows and 4 columns of patches or the other way round, and a rest of pixels. */
    private static Call call(RandomGenerator r, int patch, int stride, int rest) {
        boolean wide = r.nextBoolean();
        int more = r.nextInt(1, 3);
        int height = patch + stride * (2 + (wide ? 0 : more)) + rest;
        int width = patch + stride * (2 + (wide ? more : 0)) + rest;
        return Call.of(Value.of(Draw.rows(r, height, width)), Value.of(patch), Value.of(stride));
    }

    /** Patches of 6 at a stride of 5, and another rest of pixels along the height than along the width. */
    private static Call unequal(RandomGenerator r, int below, int beside) {
        return Call.of(Value.of(Draw.rows(r, 6 + 5 + below, 6 + 2 * 5 + beside)), Value.of(6), Value.of(5));
    }

    /** An image of one row, in patches of one pixel. */
    private static Call oneRow(RandomGenerator r) {
        return Call.of(Value.of(Draw.rows(r, 1, 5)), Value.of(1), Value.of(r.nextInt(1, 3)));
    }

    /** One patch after the other, at the places that {@link #starts} finds along each side. */
    private static float[][] patches(float[][] image, int patch, int stride) {
        int[] tops = starts(image.length, patch, stride);
        int[] lefts = starts(image[0].length, patch, stride);
        float[][] patches = new float[tops.length * lefts.length][];
        int at = 0;
        for (int top : tops) {
            for (int left : lefts) {
                float[] pixels = new float[patch * patch];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = image[top + i / patch][left + i % patch];
                }
                patches[at++] = pixels;
            }
        }
        return patches;
    }

    /** Lays patches from 0 on as long as one fits, then moves all of them by half of what is left, rounded down. */
    private static int[] starts(int length, int patch, int stride) {
        int[] starts = new int[0];
        int next = 0;
        while (next + patch <= length) {
            starts = Arrays.copyOf(starts, starts.length + 1);
            starts[starts.length - 1] = next;
            next += stride;
        }
        int rest = length - (next - stride + patch);
        return Arrays.stream(starts).map(s -> s + rest / 2).toArray();
    }
}
