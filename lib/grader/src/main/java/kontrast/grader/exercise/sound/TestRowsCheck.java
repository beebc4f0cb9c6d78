package kontrast.grader.exercise.sound;

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

/** 14.6: whole utterances of each speaker for the test, and one at least for training. */
final class TestRowsCheck {

    private TestRowsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(rows(
                Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), (int) a.get(2).number()));
        Cases plain = Cases.times(5, r -> call(r, r.nextInt(2, 4), 5, 6, 7));
        Cases few = Cases.times(4, r -> {
            int each = r.nextInt(3, 5);
            return call(r, each, 1, 2, each, each + 2);
        });
        Cases one = Cases.times(3, r -> call(r, 1, 5, 6, 7));
        return Check.of("14.6")
                .example(
                        "Seven rows of the utterances 3, 3, 1, 5, 5, 2, 1 by the speakers 0, 0, 0, 0, 0, 8, 0;"
                                + " each = 2. How many utterances does each speaker have?",
                        Call.of(
                                Value.of(new int[] {3, 3, 1, 5, 5, 2, 1}),
                                Value.of(new int[] {0, 0, 0, 0, 0, 8, 0}),
                                Value.of(2)))
                .property(Property.equal("takes whole utterances of each speaker", 3, 0, plain, oracle)
                        .asEssential())
                .property(Property.equal("keeps one utterance for training where a speaker has few", 2, 0, few, oracle))
                .property(Property.equal("takes one utterance of each speaker", 1, 0, one, oracle))
                .property(Property.pure(1, plain));
    }

    /** Speakers with so many utterances, each of one to four rows, anywhere. */
    private static Call call(RandomGenerator r, int each, int... counts) {
        int all = Arrays.stream(counts).sum();
        int[] numbers = Draw.permutation(r, 2 * all); // numbers that say nothing about who speaks
        int[] names = Draw.permutation(r, 40);
        int[] speakerOf = IntStream.range(0, counts.length)
                .flatMap(s -> IntStream.generate(() -> s).limit(counts[s]))
                .toArray();
        int[] cut = IntStream.range(0, all)
                .flatMap(u -> IntStream.generate(() -> u).limit(1 + (u + r.nextInt(2)) % 4))
                .toArray();
        int[] order = Draw.permutation(r, cut.length);
        int[] utterance = Arrays.stream(order) // too large for Java to keep one Integer of each
                .map(i -> 200 + numbers[cut[i]])
                .toArray();
        int[] speaker = Arrays.stream(order).map(i -> names[speakerOf[cut[i]]]).toArray();
        return Call.of(Value.of(utterance), Value.of(speaker), Value.of(each));
    }

    /** The oracle: of each row, how many utterances of its speaker have smaller numbers, and how many larger ones? */
    private static int[] rows(int[] utterance, int[] speaker, int each) {
        return IntStream.range(0, utterance.length)
                .filter(row -> {
                    int[] others = IntStream.range(0, utterance.length)
                            .filter(i -> speaker[i] == speaker[row])
                            .map(i -> utterance[i])
                            .distinct()
                            .toArray();
                    long smaller = Arrays.stream(others)
                            .filter(u -> u < utterance[row])
                            .count();
                    boolean largest = Arrays.stream(others).noneMatch(u -> u > utterance[row]);
                    return smaller < each && !largest;
                })
                .toArray();
    }
}
