package kontrast.grader.exercise.clip;

import java.util.ArrayList;
import java.util.List;
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

/** 16.1: the words that stand in so many captions. */
final class KnownCheck {

    private KnownCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(known(
                Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), (int) a.get(2).number()));
        Cases once = Cases.times(4, r -> call(r, r.nextInt(2, 4), false));
        Cases repeated = Cases.times(5, r -> call(r, r.nextInt(2, 4), true));
        Cases all = Cases.times(3, r -> call(r, 1, true));
        Cases none = Cases.times(2, r -> call(r, 7, true));
        return Check.of("16.1")
                .example(
                        "Seven words: 50, 131, 50 of caption 0, then 131, 8 of caption 1, then 8, 131 of"
                                + " caption 2; atLeast = 2. How many captions contain each word?",
                        Call.of(
                                Value.of(new int[] {50, 131, 50, 131, 8, 8, 131}),
                                Value.of(new int[] {0, 0, 0, 1, 1, 2, 2}),
                                Value.of(2)))
                .property(Property.equal("is right where no caption repeats a word", 2, 0, once, oracle)
                        .asEssential())
                .property(Property.equal(
                        "counts a caption once, however often it contains a word", 2, 0, repeated, oracle))
                .property(Property.equal("keeps every word if one caption is enough", 1, 0, all, oracle))
                .property(Property.equal("keeps no word if none occurs in enough captions", 1, 0, none, oracle))
                .property(Property.pure(1, repeated));
    }

    /** Nine words that stand in one to five captions each, in any order. */
    private static Call call(RandomGenerator r, int atLeast, boolean repeated) {
        int[] names = Draw.permutation(r, 400);
        int[] kinds = Draw.permutation(r, 9);
        List<int[]> said = new ArrayList<>();
        for (int v = 0; v < kinds.length; v++) {
            int word = 100 + names[v];
            int captions = 1 + kinds[v] % 5;
            int[] where = Draw.permutation(r, 6);
            for (int c = 0; c < captions; c++) {
                int times = repeated && c == 0 ? 1 + (kinds[v] + 1) % 4 : 1;
                for (int i = 0; i < times; i++) {
                    said.add(new int[] {word, where[c]});
                }
            }
        }
        int[] order = Draw.permutation(r, said.size());
        return Call.of(
                Value.of(IntStream.of(order).map(i -> said.get(i)[0]).toArray()),
                Value.of(IntStream.of(order).map(i -> said.get(i)[1]).toArray()),
                Value.of(atLeast));
    }

    /** The oracle: asks of every number of the dictionary up to the largest. */
    static int[] known(int[] words, int[] captions, int atLeast) {
        int largest = IntStream.of(words).max().orElse(-1);
        return IntStream.rangeClosed(0, largest)
                .filter(word -> {
                    long stands = IntStream.range(0, words.length)
                            .filter(i -> words[i] == word)
                            .map(i -> captions[i])
                            .distinct()
                            .count();
                    return stands > 0 && stands >= atLeast;
                })
                .toArray();
    }
}
