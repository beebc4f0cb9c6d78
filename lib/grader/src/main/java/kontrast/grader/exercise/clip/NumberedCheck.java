package kontrast.grader.exercise.clip;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
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

/** 16.9: the words at hand, in the numbers that the network has learned. */
final class NumberedCheck {

    private NumberedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(numbered(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases familiar = Cases.times(4, r -> call(r, 5, 0)).and(r -> List.of(all(r)));
        Cases mixed = Cases.times(4, r -> call(r, 4, 4));
        Cases strange = Cases.times(2, r -> call(r, 0, 4));
        Cases one = r -> List.of(call(r, 1, 0), call(r, 0, 1), Call.of(Value.of(new int[] {20}), Value.of(new int[] {
            30 + r.nextInt(5), 20, 41, 20
        })));
        return Check.of("16.9")
                .example(
                        "The words 50, 77, 8; training has seen 50, 8, 31, 8. What number does 50 have"
                                + " during training?",
                        Call.of(Value.of(new int[] {50, 77, 8}), Value.of(new int[] {50, 8, 31, 8})))
                .property(Property.equal("is right for known and unknown words", 2, 0, mixed, oracle))
                .property(Property.equal("gives each known word its number from training", 3, 0, familiar, oracle)
                        .asEssential())
                .property(Property.equal("is right where no word is known", 1, 0, strange, oracle))
                .property(Property.equal("is right for one word", 1, 0, one, oracle))
                .property(Property.pure(1, mixed));
    }

    /** Words of which so many are among the eight of training, and so many are not. */
    private static Call call(RandomGenerator r, int familiar, int strange) {
        int[] names = Draw.permutation(r, 400);
        int[] often = Draw.permutation(r, 8); // each word of training comes once to three times
        int[] said = IntStream.range(0, 8)
                .flatMap(v -> IntStream.generate(() -> 20 + names[v]).limit(1 + often[v] % 3))
                .toArray();
        int[] order = Draw.permutation(r, said.length);
        int[] trained = Arrays.stream(order).map(i -> said[i]).toArray();
        int[] ranked = Arrays.stream(trained).distinct().sorted().toArray();
        int[] mixed = Draw.permutation(r, familiar + strange);
        int[] places = Draw.permutation(r, 7); // never the smallest, so that every other vocabulary moves it
        int[] words = new int[mixed.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = mixed[i] < familiar
                    ? ranked[1 + places[mixed[i]]]
                    : mixed[i] == familiar ? 3 : 20 + names[8 + mixed[i] - familiar];
        }
        if (familiar + strange > 3) {
            words[0] = words[words.length - 1]; // one comes twice
        }
        return Call.of(Value.of(words), Value.of(trained));
    }

    /** The words of training themselves, the smallest and the largest among them. */
    private static Call all(RandomGenerator r) {
        Value trained = call(r, 1, 0).arguments().get(1);
        return Call.of(trained, trained);
    }

    /** The oracle: counts the smaller words of training. */
    private static int[] numbered(int[] words, int[] trained) {
        TreeSet<Integer> known = new TreeSet<>(Arrays.stream(trained).boxed().toList());
        return Arrays.stream(words)
                .map(word -> known.contains(word) ? 2 + known.headSet(word).size() : 1)
                .toArray();
    }
}
