package kontrast.grader.exercise.dense;

import java.util.ArrayList;
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

/** 17.5: the first so many candidates that are far enough from the match. */
final class NonMatchesCheck {

    private NonMatchesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(nonMatches(
                (int) a.get(0).number(),
                Unpack.ints(a.get(1)),
                (int) a.get(2).number(),
                a.get(3).number(),
                (int) a.get(4).number()));
        Cases enough = Cases.times(5, r -> call(r, 2.5f, 9, false)).and(r -> List.of(aslant(r)));
        Cases limit = Cases.times(4, r -> call(r, r.nextBoolean() ? 2 : 5, 12, false));
        Cases repeated = Cases.times(4, r -> call(r, 2.5f, 12, true));
        Cases few = Cases.times(3, r -> call(r, 2.5f, 400, false));
        Cases edges = r -> List.of(acrossThePicture(r, true), acrossThePicture(r, false));
        Cases none = r -> List.of(call(r, 60, 5, false), call(r, 2.5f, 0, false), empty(r));
        return Check.of("17.5")
                .example(
                        "A picture of 10 columns; the match is pixel 19, in row 1 and column 9. Candidates 20, 29,"
                                + " 39, 17, 20, 55; at least 2 away, 3 of them. In which row and column is pixel 20?",
                        Call.of(
                                Value.of(19),
                                Value.of(new int[] {20, 29, 39, 17, 20, 55}),
                                Value.of(10),
                                Value.of(2f),
                                Value.of(3)))
                .property(Property.equal("keeps the first that are far enough", 3, 0, enough, oracle)
                        .asEssential())
                .property(Property.equal("keeps pixels at exactly the given distance", 1, 0, limit, oracle))
                .property(Property.equal("names a pixel once, however often it was drawn", 1, 0, repeated, oracle))
                .property(Property.equal("returns fewer if there are not enough", 1, 0, few, oracle))
                .property(Property.equal("may return nothing", 1, 0, none, oracle))
                .property(Property.pure(1, enough))
                .property(Property.equal("keeps pixels at the other edge of the picture", 1, 0, edges, oracle));
    }

    /** All pixels of a picture in any order, those around the match in front. */
    private static Call call(RandomGenerator r, float apart, int count, boolean repeated) {
        int side = r.nextInt(11, 14);
        int row = r.nextInt(5, side - 5);
        int column = r.nextInt(5, side - 5);
        List<Integer> near = new ArrayList<>();
        List<Integer> rest = new ArrayList<>();
        for (int p : Draw.permutation(r, side * side)) {
            boolean close = Math.abs(p / side - row) <= 5 && Math.abs(p % side - column) <= 5;
            (close && r.nextInt(4) > 0 ? near : rest).add(p);
        }
        List<Integer> all = new ArrayList<>();
        int[] ways = {1, -2, side, -side - 1, 2 * side, 0, -1, 2
        }; // each of the wrong distances is told by some of these
        for (int i : Draw.permutation(r, ways.length)) {
            near.add(0, (row * side + column) + ways[i]);
        }
        for (int p : near.stream().distinct().toList()) {
            all.add(p);
            if (repeated && r.nextInt(2) == 0) {
                all.add(all.get(r.nextInt(all.size())));
            }
        }
        all.addAll(rest);
        return Call.of(
                Value.of(row * side + column),
                Value.of(all.stream().mapToInt(p -> p).toArray()),
                Value.of(side),
                Value.of(apart),
                Value.of(count));
    }

    /** Pixels nearer than 3.5, and then six that are not: cut down to whole numbers, the same distances mislead. */
    private static Call aslant(RandomGenerator r) {
        int side = r.nextInt(11, 14);
        int match = r.nextInt(5, side - 5) * side + r.nextInt(5, side - 5);
        int[][] near = {{2, 2}, {0, 3}, {1, 3}, {0, 2}, {1, 0}, {-3, -1}};
        int[][] far = {{2, 3}, {3, 3}, {0, 4}, {4, 0}, {-3, -2}, {-3, -3}};
        int[] candidates = new int[near.length + far.length];
        int[] order = Draw.permutation(r, near.length);
        int[] otherOrder = Draw.permutation(r, far.length);
        for (int i = 0; i < near.length; i++) {
            candidates[i] = match + near[order[i]][0] * side + near[order[i]][1];
            candidates[near.length + i] = match + far[otherOrder[i]][0] * side + far[otherOrder[i]][1];
        }
        return Call.of(Value.of(match), Value.of(candidates), Value.of(side), Value.of(3.5f), Value.of(far.length));
    }

    /** The match is in the first or the last column, and candidates are at the other end of the rows around it. */
    private static Call acrossThePicture(RandomGenerator r, boolean first) {
        int side = r.nextInt(8, 12);
        int row = r.nextInt(2, side - 2);
        int match = row * side + (first ? 0 : side - 1);
        int inwards = first ? 1 : -1;
        int other = match + inwards * (side - 1);
        int[] candidates = {other - side, other, match + inwards, other + side, match - side, match + 4 * inwards};
        int[] order = Draw.permutation(r, candidates.length);
        return Call.of(
                Value.of(match),
                Value.of(Arrays.stream(order).map(i -> candidates[i]).toArray()),
                Value.of(side),
                Value.of(2.5f),
                Value.of(4));
    }

    private static Call empty(RandomGenerator r) {
        return Call.of(Value.of(r.nextInt(64)), Value.of(new int[0]), Value.of(8), Value.of(2f), Value.of(3));
    }

    /** The oracle: squares of whole numbers, and a list that is searched. */
    private static int[] nonMatches(int match, int[] candidates, int side, double apart, int count) {
        List<Integer> kept = new ArrayList<>();
        for (int v : candidates) {
            int rows = Math.floorDiv(v, side) - Math.floorDiv(match, side);
            int columns = Math.floorMod(v, side) - Math.floorMod(match, side);
            boolean far = rows * rows + columns * columns >= apart * apart;
            if (far && !kept.contains(v)) {
                kept.add(v);
            }
        }
        return kept.stream().limit(count).mapToInt(v -> v).toArray();
    }
}
