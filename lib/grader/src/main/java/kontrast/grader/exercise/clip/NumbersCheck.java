package kontrast.grader.exercise.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 16.2: a text as so many numbers, and how many of its words are unknown. */
final class NumbersCheck {

    private NumbersCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(numbers(
                Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), (int) a.get(2).number()));
        Cases exact = Cases.times(4, r -> call(r, r.nextInt(4, 7), r.nextInt(3, 5), 0));
        Cases filled = Cases.times(4, r -> call(r, r.nextInt(3, 5), r.nextInt(2, 4), r.nextInt(2, 5)));
        Cases cut = Cases.times(5, r -> call(r, r.nextInt(4, 7), r.nextInt(3, 6), -r.nextInt(3, 5)))
                .and(NumbersCheck::early);
        Cases familiar = Cases.times(2, r -> call(r, r.nextInt(4, 7), 0, 1));
        Cases empty = r -> List.of(call(r, 0, 0, r.nextInt(2, 5)), call(r, 0, 3, 2));
        return Check.of("16.2")
                .example(
                        "The text 31, 77, 8 where 8, 31 and 50 are known; a length of 5. What is the"
                                + " place of each among the known words?",
                        Call.of(Value.of(new int[] {31, 77, 8}), Value.of(new int[] {8, 31, 50}), Value.of(5)))
                .property(Property.equal("is right for texts of exactly that length", 2, 0, exact, oracle)
                        .asEssential())
                .property(Property.equal("pads short texts", 1, 0, filled, oracle))
                .property(Property.equal("cuts long texts, and counts all their unknown words", 2, 0, cut, oracle))
                .property(Property.equal("is right where every word is known", 1, 0, familiar, oracle))
                .property(Property.equal("is right for an empty text, and where no word is known", 1, 0, empty, oracle))
                .property(Property.pure(1, cut));
    }

    /** A text of known and unknown words, of which one comes twice; {@code more} places than words, if above 0. */
    private static Call call(RandomGenerator r, int familiar, int strange, int more) {
        int[] known = new int[7];
        int number = 20;
        for (int p = 0; p < known.length; p++) {
            number += r.nextInt(3, 30);
            known[p] = number;
        }
        List<Integer> text = new ArrayList<>();
        for (int i = 0; i < familiar; i++) { // the first of them always
            text.add(i == 0 ? known[0] : known[(i * 2 + r.nextInt(2)) % known.length]);
        }
        for (int i = 0; i < strange; i++) { // below, between and above the known ones; the first again
            text.add(i == strange - 1 && i > 1 ? text.get(familiar) : new int[] {number + 5, 7, known[3] - 1}[i % 3]);
        }
        Collections.shuffle(text, new Random(r.nextLong()));
        int length = Math.max(1, text.size() + more);
        return Call.of(
                Value.of(text.stream().mapToInt(w -> w).toArray()),
                Value.of(familiar == 0 && strange > 0 ? new int[0] : known),
                Value.of(length));
    }

    /** A word that is unknown twice, and nothing unknown behind the cut; then one that is cut off twice. */
    private static List<Call> early(RandomGenerator r) {
        int[] known = {30 + r.nextInt(5), 40 + r.nextInt(5), 50 + r.nextInt(5)};
        int strange = 60 + r.nextInt(9);
        return List.of(
                Call.of(
                        Value.of(new int[] {strange, known[2], strange, known[0], known[1]}),
                        Value.of(known),
                        Value.of(3)),
                Call.of(
                        Value.of(new int[] {known[1], known[0], strange, strange, strange}),
                        Value.of(known),
                        Value.of(2)));
    }

    /** The oracle: a place is the number of known words before it. */
    static int[] numbers(int[] text, int[] known, int length) {
        int[] all = Arrays.stream(text)
                .map(word -> Arrays.stream(known).anyMatch(k -> k == word)
                        ? 2 + (int) Arrays.stream(known).filter(k -> k < word).count()
                        : 1)
                .toArray();
        int unknown = (int) Arrays.stream(all).filter(n -> n == 1).count();
        return IntStream.concat(Arrays.stream(Arrays.copyOf(all, length)), IntStream.of(unknown))
                .toArray();
    }
}
