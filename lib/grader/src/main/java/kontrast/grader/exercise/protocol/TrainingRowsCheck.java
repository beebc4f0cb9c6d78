package kontrast.grader.exercise.protocol;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.8: a test set is honest only if no drawing of its concepts is trained on, in whatever style. */
final class TrainingRowsCheck {

    private TrainingRowsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(withoutLeak(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases plain = Cases.times(5, r -> call(r, false));
        Cases anyOrder = Cases.times(4, r -> call(r, true));
        return Check.of("1.8")
                .example(
                        "Six drawings of the concepts 7, 3, 7, 3, 5, 5; rows 0 and 1 are held out."
                                + " Write the six numbers down and cross out what the probe must"
                                + " not see.",
                        Call.of(Value.of(new int[] {7, 3, 7, 3, 5, 5}), Value.of(new int[] {0, 1})))
                .property(Property.equal("leaves out whole concepts", 3, 0, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "does so for held-out rows in any order, repeated ones too", 1, 0, anyOrder, oracle))
                .property(Property.pure(1, plain));
    }

    /** The rows that share their concept with no held-out one. */
    private static int[] withoutLeak(int[] concepts, int[] heldOut) {
        return IntStream.range(0, concepts.length)
                .filter(row -> Arrays.stream(heldOut).noneMatch(out -> concepts[out] == concepts[row]))
                .toArray();
    }

    /** Two to five drawings of each concept, laid anywhere; a few rows are held out. */
    private static Call call(RandomGenerator r, boolean anyOrder) {
        int number = r.nextInt(8, 11);
        int[] names = Draw.permutation(r, 60); // concepts' numbers say nothing about their rows
        if (anyOrder) {
            Arrays.setAll(names, c -> 1000 + names[c]); // boxed numbers of this size are equal without being the same
        }
        int[] concepts = IntStream.range(0, number)
                .flatMap(c -> {
                    int drawings = c < 2 ? 1 : c < 5 ? 4 : r.nextInt(2, 6);
                    return IntStream.generate(() -> names[c]).limit(drawings);
                })
                .toArray();
        int[] order = Draw.permutation(r, concepts.length);
        int[] laid = Arrays.stream(order).map(i -> concepts[i]).toArray();
        // One drawing each of three concepts with four or more, and one that has no other.
        int[] heldOut =
                IntStream.of(0, 2, 3, 4).map(c -> row(laid, names[c])).sorted().toArray();
        if (anyOrder) {
            int[] turned = new int[heldOut.length + 1];
            for (int i = 0; i < heldOut.length; i++) {
                turned[i] = heldOut[heldOut.length - 1 - i];
            }
            turned[heldOut.length] = heldOut[1];
            heldOut = turned;
        }
        return Call.of(Value.of(laid), Value.of(heldOut));
    }

    private static int row(int[] concepts, int concept) {
        return IntStream.range(0, concepts.length)
                .filter(i -> concepts[i] == concept)
                .findFirst()
                .orElseThrow();
    }
}
