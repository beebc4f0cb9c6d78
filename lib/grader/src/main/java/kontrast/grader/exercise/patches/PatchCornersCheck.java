package kontrast.grader.exercise.patches;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 4.1: where the patches of a grid begin, with gaps between them, each moved a little. */
final class PatchCornersCheck {

    private PatchCornersCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            int[] n = new int[4];
            Arrays.setAll(n, i -> (int) a.get(i).number());
            return Value.of(walk(n[0], n[1] + n[2], n[3], Unpack.ints(a.get(4))));
        };
        Cases bare = Cases.times(4, r -> call(r, false, false));
        Cases gaps = Cases.times(4, r -> call(r, true, false));
        Cases moved = Cases.times(5, r -> call(r, true, true));
        return Check.of("4.1")
                .example(
                        "A grid of 2 x 2 patches of 3 pixels, gap 2, jitter 1; patch 0 moves up by 1"
                                + " (-1, 0), patch 3 moves right by 1 (0, 1), the others stay. Draw"
                                + " the image: it has 10 x 10 pixels.",
                        Call.of(Value.of(2), Value.of(3), Value.of(2), Value.of(1), Value.of(new int[] {
                            -1, 0, 0, 0, 0, 0, 0, 1
                        })))
                .property(Property.equal("is right without gap and jitter", 2, 0, bare, oracle)
                        .asEssential())
                .property(Property.equal("leaves gaps", 1, 0, gaps, oracle))
                .property(Property.equal("moves each patch by its own pair", 2, 0, moved, oracle))
                .property(Property.pure(1, moved));
    }

    private static Call call(RandomGenerator r, boolean gaps, boolean moved) {
        int cells = r.nextInt(2, 6);
        cells = cells == 3 ? 4 : cells;
        int jitter = moved ? r.nextInt(2, 5) : 0;
        int[] moves = new int[2 * cells * cells];
        for (int i = 0; i < moves.length; i++) {
            moves[i] = r.nextInt(-jitter, jitter + 1);
        }
        moves[0] = -jitter;
        moves[1] = jitter;
        return Call.of(
                Value.of(cells),
                Value.of(r.nextInt(6, 20)),
                Value.of(gaps ? r.nextInt(1, 6) : 0),
                Value.of(jitter),
                Value.of(moves));
    }

    /** The oracle: goes from patch to patch, without a division. */
    private static int[] walk(int cells, int step, int jitter, int... moves) {
        int[] corners = moves.clone();
        int next = 0;
        int top = jitter;
        for (int row = 0; row < cells; row++) {
            int left = jitter;
            for (int column = 0; column < cells; column++) {
                corners[next++] += top;
                corners[next++] += left;
                left += step;
            }
            top += step;
        }
        return corners;
    }
}
