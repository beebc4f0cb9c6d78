package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.TrainingRows;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/**
 * Exercises 1.7 and 1.8: a test set whose accuracy is too good, because drawings of its concepts
 * are in the training set, in other styles.
 */
final class HeldOutConceptsCheck {

    private HeldOutConceptsCheck() {}

    static Check<Choice> diagnosis() {
        return Choice.named("1.7", "Too good to be true: name the fault", 2, "fault")
                .wrong(
                        'a',
                        "penalty too strong",
                        "A penalty that is too strong holds the training curve down as well. Here"
                                + " the training curve reaches the top.")
                .wrong(
                        'b',
                        "ordinary overfitting",
                        "The probe does overfit, but that alone would show on validation and test:"
                                + " both would turn down with the curve of the new concepts. Here"
                                + " the test set does not notice. Why can it not?")
                .wrong(
                        'c',
                        "standardised with test statistics",
                        "The text says that the training set alone set the scale. And the"
                                + " statistics of some thousand drawings hardly change when a few"
                                + " hundred join them: a gap of many per cent does not come from"
                                + " there.")
                .wrong(
                        'd',
                        "number of steps chosen on test",
                        "Nobody has chosen anything yet: the whole curve is shown. At every number"
                                + " of steps the test set promises more than the new concepts"
                                + " keep.")
                .right('e')
                .wrong(
                        'f',
                        "validation set too small",
                        "A small set makes a ragged curve that is wrong in either direction. These"
                                + " two agree with each other almost everywhere, and are wrong in"
                                + " one direction.")
                .wrong(
                        'g',
                        "learning rate too high",
                        "Too large steps make the training curve jump or stall. It climbs all the"
                                + " way; what is in question is what the test set measures.")
                .build();
    }

    static Check<TrainingRows> repair() {
        Oracle oracle = a -> Value.of(withoutLeak(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases plain = Cases.times(5, r -> call(r, false));
        Cases anyOrder = Cases.times(4, r -> call(r, true));
        return Check.of("1.8", "Too good to be true: repair the split", 3, signature())
                .reference(HeldOutConceptsCheck::honest)
                .handedOut(
                        (concepts, heldOut) -> rows(concepts, i -> !contains(heldOut, i)),
                        "Nothing has changed yet. Draw the example: which drawings that are left for"
                                + " training show something that the test asks about?")
                .example(
                        "Six drawings of the concepts 7, 3, 7, 3, 5, 5; held out are the rows 0 and"
                                + " 1. Write the six numbers down and cross out what the probe must"
                                + " not see.",
                        Call.of(Value.of(new int[] {7, 3, 7, 3, 5, 5}), Value.of(new int[] {0, 1})))
                .property(Property.equal("leaves out whole concepts", 3, 0, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "does so for held-out rows in any order, repeated ones too", 1, 0, anyOrder, oracle))
                .property(Property.pure(1, plain))
                .misconception(
                        "everything that shares a concept",
                        (concepts, heldOut) -> rows(
                                concepts,
                                i -> !contains(heldOut, i) && contains(conceptsOf(concepts, heldOut), concepts[i])),
                        "You return the drawings that leak: those which share a concept with a"
                                + " held-out one. They are what training must do without.")
                .misconception(
                        "rows taken for concepts",
                        (concepts, heldOut) -> rows(concepts, i -> !contains(heldOut, concepts[i])),
                        "You compare concepts with the numbers in heldOut. Those are rows; the"
                                + " concept of row i is concepts[i].")
                .misconception(
                        "held-out rows come back",
                        (concepts, heldOut) -> rows(
                                concepts,
                                i -> contains(heldOut, i) || !contains(conceptsOf(concepts, heldOut), concepts[i])),
                        "The other drawings of the held-out concepts are gone, but the held-out rows"
                                + " themselves are trained on.")
                .misconception(
                        "one other drawing removed",
                        (concepts, heldOut) -> oneTwinRemoved(concepts, heldOut),
                        "For each held-out row you remove one further drawing of its concept. A"
                                + " concept may have any number of drawings: none of them may"
                                + " stay.")
                .misconception(
                        "neighbours removed",
                        (concepts, heldOut) -> rows(
                                concepts,
                                i -> !contains(heldOut, i) && !contains(heldOut, i - 1) && !contains(heldOut, i + 1)),
                        "You remove the rows beside the held-out ones. The drawings of a concept lie"
                                + " anywhere; only concepts tells which belong together.")
                .misconception(
                        "first drawing of each concept",
                        (concepts, heldOut) -> rows(
                                concepts,
                                i -> !contains(conceptsOf(concepts, heldOut), concepts[i])
                                        && IntStream.range(0, i).noneMatch(k -> concepts[k] == concepts[i])),
                        "You keep one drawing of each concept. Several drawings of one concept may"
                                + " well be trained on together, as long as the test does not ask"
                                + " about it.")
                .misconception(
                        "only concepts never repeated",
                        (concepts, heldOut) -> rows(
                                concepts,
                                i -> !contains(heldOut, i)
                                        && Arrays.stream(concepts)
                                                        .filter(c -> c == concepts[i])
                                                        .count()
                                                == 1),
                        "You throw away every concept that has several drawings, whether it is"
                                + " tested or not. That costs training data for nothing.")
                .misconception(
                        "concepts returned",
                        (concepts, heldOut) -> Arrays.stream(honest(concepts, heldOut))
                                .map(i -> concepts[i])
                                .toArray(),
                        "You return the concepts of the rows that may be trained on. Wanted are the" + " rows.")
                .misconception(
                        "binary search in what is not sorted",
                        (concepts, heldOut) -> {
                            int[] gone = conceptsOf(concepts, heldOut);
                            return rows(concepts, i -> Arrays.binarySearch(gone, concepts[i]) < 0);
                        },
                        "You search the held-out concepts with a binary search, but they are not in"
                                + " ascending order: it misses some that are there. Sort them, or"
                                + " use a set.")
                .build();
    }

    private static Signature<TrainingRows> signature() {
        return new Signature<>(
                "trainingRows",
                Kind.INTS,
                List.of("concepts", "heldOut"),
                List.of(Kind.INTS, Kind.INTS),
                (f, a) -> f.apply((int[]) a[0], (int[]) a[1]));
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
        int[] names = permutation(r, 60); // concepts' numbers say nothing about their rows
        if (anyOrder) {
            Arrays.setAll(names, c -> 1000 + names[c]); // boxed numbers of this size are equal without being the same
        }
        int[] concepts = IntStream.range(0, number)
                .flatMap(c -> {
                    int drawings = c < 2 ? 1 : c < 5 ? 4 : r.nextInt(2, 6);
                    return IntStream.generate(() -> names[c]).limit(drawings);
                })
                .toArray();
        int[] order = permutation(r, concepts.length);
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

    private static int[] permutation(RandomGenerator r, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = r.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static int[] honest(int[] concepts, int[] heldOut) {
        int[] gone = conceptsOf(concepts, heldOut);
        return rows(concepts, i -> !contains(gone, concepts[i]));
    }

    private static int[] oneTwinRemoved(int[] concepts, int[] heldOut) {
        int[] kept = rows(concepts, i -> !contains(heldOut, i));
        for (int row : heldOut) {
            int[] now = kept;
            int twin = Arrays.stream(now)
                    .filter(i -> concepts[i] == concepts[row])
                    .findFirst()
                    .orElse(-1);
            kept = Arrays.stream(now).filter(i -> i != twin).toArray();
        }
        return kept;
    }

    private static int[] conceptsOf(int[] concepts, int[] rows) {
        return Arrays.stream(rows).map(i -> concepts[i]).toArray();
    }

    private static int[] rows(int[] concepts, IntPredicate kept) {
        return IntStream.range(0, concepts.length).filter(kept).toArray();
    }

    private static boolean contains(int[] numbers, int number) {
        return Arrays.stream(numbers).anyMatch(n -> n == number);
    }
}
