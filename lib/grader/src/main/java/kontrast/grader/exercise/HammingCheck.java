package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.Hamming;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 4.3: in how many places two orders of the same tiles differ. */
final class HammingCheck {

    private HammingCheck() {}

    static Check<Hamming> create() {
        Oracle oracle = a -> Value.of(moved(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases any = r -> List.of(call(r, 7, true), call(r, 8, false), call(r, 9, true), call(r, 9, false));
        Cases equal = Cases.times(2, r -> {
            Value p = Value.of(permutation(r, 9));
            return Call.of(p, p);
        });
        return Check.of("4.3", "How different are two orders?", 1, signature())
                .reference(HammingCheck::distance)
                .example(
                        "The orders 0, 1, 2, 3 and 1, 2, 0, 3. Write them under each other.",
                        Call.of(Value.of(new int[] {0, 1, 2, 3}), Value.of(new int[] {1, 2, 0, 3})))
                .property(Property.equal("counts the places that differ", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("is 0 for equal orders", 1, 0, equal, oracle))
                .misconception(
                        "places that agree",
                        (p, q) -> p.length - distance(p, q),
                        "You count where the two agree. A distance is 0 between equals.")
                .misconception(
                        "by how much they differ",
                        (p, q) -> IntStream.range(0, p.length)
                                .map(i -> Math.abs(p[i] - q[i]))
                                .sum(),
                        "You add up how far apart the numbers are. They are names of tiles: tile 8 in"
                                + " the place of tile 0 is as wrong as tile 1.")
                .misconception(
                        "exchanges needed",
                        HammingCheck::exchanges,
                        "You count the exchanges that make one order of the other. A circle of three"
                                + " needs two, and differs in three places.")
                .misconception(
                        "pairs in another order",
                        HammingCheck::inversions,
                        "You count pairs of tiles that stand the other way round. Wanted is the" + " number of places.")
                .misconception(
                        "tiles that both have",
                        (p, q) -> (int) Arrays.stream(p)
                                .filter(t -> Arrays.stream(q).noneMatch(s -> s == t))
                                .count(),
                        "You ask which tiles of one order are missing in the other. Both have all of"
                                + " them; what counts is where.")
                .misconception(
                        "equal or not",
                        (p, q) -> Arrays.equals(p, q) ? 0 : 1,
                        "You only say whether they differ. How much do they?")
                .misconception(
                        "first difference",
                        (p, q) -> Math.max(0, Arrays.mismatch(p, q)),
                        "You return where the first difference is, not how many there are.")
                .misconception(
                        "half of it",
                        (p, q) -> distance(p, q) / 2,
                        "You halve the number, as if all differences were exchanges of two tiles.")
                .misconception(
                        "arrays compared as objects",
                        (p, q) -> p.length,
                        "Every place differs in your count, even between equals: with what do you" + " compare p[i]?")
                .build();
    }

    private static Signature<Hamming> signature() {
        return new Signature<>(
                "hamming",
                Kind.INT,
                List.of("p", "q"),
                List.of(Kind.INTS, Kind.INTS),
                (f, a) -> f.apply((int[]) a[0], (int[]) a[1]));
    }

    private static int[] permutation(RandomGenerator r, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = r.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Two orders that differ by a circle of four places, at both ends or between, and perhaps an exchange of two. */
    private static Call call(RandomGenerator r, int tiles, boolean exchange) {
        int[] p = permutation(r, tiles);
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
    private static int moved(int[] p, int[] q) {
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

    static int distance(int[] p, int[] q) {
        int distance = 0;
        for (int i = 0; i < p.length; i++) {
            distance += p[i] != q[i] ? 1 : 0;
        }
        return distance;
    }

    private static int exchanges(int[] p, int[] q) {
        int[] now = p.clone();
        int count = 0;
        for (int i = 0; i < now.length; i++) {
            for (int j = i + 1; now[i] != q[i] && j < now.length; j++) {
                if (now[j] == q[i]) {
                    now[j] = now[i];
                    now[i] = q[i];
                    count++;
                }
            }
        }
        return count;
    }

    private static int inversions(int[] p, int[] q) {
        int[] place = new int[p.length];
        for (int i = 0; i < q.length; i++) {
            place[q[i]] = i;
        }
        int count = 0;
        for (int i = 0; i < p.length; i++) {
            for (int j = i + 1; j < p.length; j++) {
                count += place[p[i]] > place[p[j]] ? 1 : 0;
            }
        }
        return count;
    }
}
