package kontrast.grader.exercise.multiview;

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

/** Exercise 9.5: how many pairs of a graph share a piece of information. */
final class CountedCheck {

    private CountedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(counted(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases full = Cases.times(4, r -> call(r, 6, -1, r.nextInt(3, 6)));
        Cases core = Cases.times(6, r -> call(r, 7, r.nextInt(0, 7), r.nextInt(2, 6)));
        Cases chain = Cases.times(4, r -> {
            int[] order = Draw.permutation(r, 6); // neighbours in the list that are no pairs
            return Call.of(Value.of(order), Value.of(Arrays.copyOf(Draw.permutation(r, 6), 4)));
        });
        Cases turned = r -> List.of(turned(call(r, 6, -1, 4)), turned(call(r, 7, r.nextInt(0, 7), 6)));
        Cases few = r -> List.of(call(r, 5, -1, 1), call(r, 5, -1, 0), call(r, 5, 2, 5));
        return Check.of("9.5")
                .example(
                        "Four views, the pairs (0, 1), (2, 0), (0, 3) and (3, 1); 0, 1 and 2 hold the information.",
                        Call.of(Value.of(new int[] {0, 1, 2, 0, 0, 3, 3, 1}), Value.of(new int[] {0, 1, 2})))
                .property(Property.equal("is right for the full graph", 1, 0, full, oracle)
                        .asEssential())
                .property(Property.equal("is right for a core view", 2, 0, core, oracle)
                        .asEssential())
                .property(Property.equal("is right for any other pairs", 2, 0, chain.and(turned), oracle))
                .property(Property.equal("is right if one view, none, or all hold the information", 1, 0, few, oracle))
                .property(Property.pure(1, core));
    }

    private static Call call(RandomGenerator r, int m, int core, int holding) {
        int[] holds = Arrays.copyOf(Draw.permutation(r, m), holding);
        return Call.of(Value.of(PairsCheck.pairs(m, core)), Value.of(holds));
    }

    /** The same pairs, each with the larger number first. */
    private static Call turned(Call call) {
        int[] pairs = Unpack.ints(call.arguments().get(0));
        int[] turned = new int[pairs.length];
        for (int e = 0; e < pairs.length; e++) {
            turned[e] = pairs[e ^ 1];
        }
        return Call.of(Value.of(turned), call.arguments().get(1));
    }

    /** The oracle: a row of marks, whose products are added up. */
    private static int counted(int[] pairs, int[] holding) {
        int[] marks = new int[64];
        Arrays.stream(holding).forEach(view -> marks[view] = 1);
        int count = 0;
        for (int e = 0; e + 1 < pairs.length; e += 2) {
            count += marks[pairs[e]] * marks[pairs[e + 1]];
        }
        return count;
    }
}
