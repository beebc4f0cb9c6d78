package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.PatchCorners;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 4.1: where the patches of a grid begin, with gaps between them, each moved a little. */
final class PatchCornersCheck {

    private PatchCornersCheck() {}

    static Check<PatchCorners> create() {
        Oracle oracle = a -> {
            int[] n = new int[4];
            Arrays.setAll(n, i -> (int) a.get(i).number());
            return Value.of(walk(n[0], n[1] + n[2], n[3], Unpack.ints(a.get(4))));
        };
        Cases bare = Cases.times(4, r -> call(r, false, false));
        Cases gaps = Cases.times(4, r -> call(r, true, false));
        Cases moved = Cases.times(5, r -> call(r, true, true));
        return Check.of("4.1", "Patches with gaps, each moved a little", 4, signature())
                .reference((cells, patch, gap, jitter, moves) -> new Grid().corners(cells, patch, gap, jitter, moves))
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
                .property(Property.pure(1, moved))
                .misconception(
                        "left before top",
                        variant(g -> g.leftFirst = true),
                        "Your rows and columns are exchanged: the top stands before the left, and"
                                + " patch 1 lies to the right of patch 0, in the same row.")
                .misconception(
                        "all tops, then all lefts",
                        variant(g -> g.separate = true),
                        "Your result lists all top rows and then all left columns. The two numbers of"
                                + " a patch stand side by side.")
                .misconception(
                        "cells for pixels",
                        variant(g -> g.unscaled = true),
                        "You count in cells. Wanted are pixels: how far is it from the corner of one"
                                + " patch to that of the next?")
                .misconception(
                        "no more than three cells",
                        variant(g -> g.three = true),
                        "You always count three patches a row. How many there are, the first argument" + " says.")
                .misconception(
                        "no gap",
                        variant(g -> g.gap = 0),
                        "Your patches touch: gap changes nothing. Lines that run across a border"
                                + " would tell which patches are neighbours.")
                .misconception(
                        "gap on both sides",
                        variant(g -> g.gap = 2),
                        "Each patch brings a gap on either side in your grid, so that there are two"
                                + " between neighbours.")
                .misconception(
                        "gap before the first patch",
                        variant(g -> g.margin = true),
                        "You leave a gap before the first patch too. There are gaps between patches" + " only.")
                .misconception("overlap", variant(g -> g.gap = -1), "You take the gap off, so that patches overlap.")
                .misconception(
                        "no moves",
                        variant(g -> g.moves = 0),
                        "The moves change nothing: your grid is rigid, and a patch can be placed by"
                                + " how it continues its neighbour.")
                .misconception(
                        "moved the other way",
                        variant(g -> g.moves = -1),
                        "Your patches move the wrong way: a positive move goes down, or to the" + " right.")
                .misconception(
                        "all moved alike",
                        variant(g -> g.together = true),
                        "All your patches move by the first pair: that shifts the grid as a whole."
                                + " Each patch has a pair of its own.")
                .misconception(
                        "no room for the moves",
                        variant(g -> g.noMargin = true),
                        "A patch at the top that moves up leaves your image: its row is negative."
                                + " The grid must begin where there is room for the largest move.")
                .misconception(
                        "room on both sides before the first patch",
                        variant(g -> g.doubleMargin = true),
                        "Your grid begins too far inside: twice the jitter is what the image needs"
                                + " altogether, half of it on each side.")
                .misconception(
                        "moves swapped",
                        variant(g -> g.swapped = true),
                        "You add the move to the right to the row, and the move down to the column. The pairs"
                                + " of moves are in the same order as the pairs of the result.")
                .build();
    }

    private static Signature<PatchCorners> signature() {
        return new Signature<>(
                "patchCorners",
                Kind.INTS,
                List.of("cells", "patch", "gap", "jitter", "moves"),
                List.of(Kind.INT, Kind.INT, Kind.INT, Kind.INT, Kind.INTS),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2], (int) a[3], (int[]) a[4]));
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

    private static PatchCorners variant(Consumer<Grid> mistake) {
        return (cells, patch, gap, jitter, moves) -> {
            Grid grid = new Grid();
            mistake.accept(grid);
            return grid.corners(cells, patch, gap, jitter, moves);
        };
    }

    /** The corners, with a switch for each way to get them wrong. */
    private static final class Grid {
        private int gap = 1;
        private int moves = 1;
        private boolean leftFirst;
        private boolean separate;
        private boolean unscaled;
        private boolean three;
        private boolean margin;
        private boolean together;
        private boolean noMargin;
        private boolean doubleMargin;
        private boolean swapped;

        int[] corners(int cells, int patch, int between, int jitter, int[] drawn) {
            int n = cells * cells;
            int pitch = unscaled ? 1 : patch + gap * between;
            int start = (noMargin ? 0 : doubleMargin ? 2 * jitter : jitter) + (margin ? between : 0);
            int[] corners = new int[2 * n];
            for (int i = 0; i < n; i++) {
                int row = three ? i / 3 : i / cells;
                int column = three ? i % 3 : i % cells;
                int pair = together ? 0 : 2 * i;
                int dy = moves * drawn[pair + (swapped ? 1 : 0)];
                int dx = moves * drawn[pair + (swapped ? 0 : 1)];
                int top = start + row * pitch + dy;
                int left = start + column * pitch + dx;
                corners[separate ? i : 2 * i] = leftFirst ? left : top;
                corners[separate ? n + i : 2 * i + 1] = leftFirst ? top : left;
            }
            return corners;
        }
    }
}
