package kontrast.grader.exercise.patches;

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

/** Exercise 4.3: in how many places two orders of the same tiles differ. */
final class HammingCheck {

    private HammingCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(moved(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases any = r -> List.of(call(r, 7, true), call(r, 8, false), call(r, 9, true), call(r, 9, false));
        Cases equal = Cases.times(2, r -> {
            Value p = Value.of(Draw.permutation(r, 9));
            return Call.of(p, p);
        });
        return Check.of("4.3")
                .example(
                        "The orders 0, 1, 2, 3 and 1, 2, 0, 3. Write one below the other.",
                        Call.of(Value.of(new int[] {0, 1, 2, 3}), Value.of(new int[] {1, 2, 0, 3})))
                .property(Property.equal("counts the places that differ", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("is 0 for equal orders", 1, 0, equal, oracle));
    }

    /** Two orders that differ by a circle of four places, at both ends or between, and perhaps an exchange of two. */
    private static Call call(RandomGenerator r, int tiles, boolean exchange) {
        int[] p = Draw.permutation(r, tiles);
        int[] q = p.clone();
        if (exchange) {
            turn(q, 2, 3, 5, 6);
            turn(q, 1, 4);
        } else {
            turn(q, 0, 3, 5, tiles - 1);
        }
        return Call.of(Value.of(p), Value.of(q));
    }

    private static void turn(int[] order, int... places) {
        int kept = order[places[0]];
        for (int i = 0; i + 1 < places.length; i++) {
            order[places[i]] = order[places[i + 1]];
        }
        order[places[places.length - 1]] = kept;
    }

    /** The oracle: counts tiles that stand elsewhere, not places. */
    static int moved(int[] p, int[] q) {
        int moved = 0;
        for (int tile = 0; tile < p.length; tile++) {
            moved += place(tile, p) == place(tile, q) ? 0 : 1;
        }
        return moved;
    }

    private static int place(int tile, int... order) {
        int place = 0;
        while (order[place] != tile) {
            place++;
        }
        return place;
    }
}
