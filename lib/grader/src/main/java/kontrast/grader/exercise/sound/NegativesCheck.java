package kontrast.grader.exercise.sound;

import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.3: utterances that stand against one, so many of the same speaker and so many of others. */
final class NegativesCheck {

    private NegativesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(negatives(
                Unpack.ints(a.get(0)),
                (int) a.get(1).number(),
                (int) a.get(2).number(),
                (int) a.get(3).number(),
                Unpack.ints(a.get(4))));
        Cases both = Cases.times(5, r -> call(r, r.nextInt(1, 4), r.nextInt(4, 7)));
        Cases one = Cases.times(4, r -> r.nextBoolean() ? call(r, 3, 0) : call(r, 0, 4));
        Cases few = Cases.times(4, r -> r.nextBoolean() ? call(r, 9, 3) : call(r, 2, 40));
        return Check.of("14.3")
                .example(
                        "Six utterances of the speakers 4, 4, 7, 4, 9, 7; asked = 1, same = 1, other = 2;"
                                + " order 2, 1, 3, 0, 5, 4.",
                        Call.of(
                                Value.of(new int[] {4, 4, 7, 4, 9, 7}),
                                Value.of(1),
                                Value.of(1),
                                Value.of(2),
                                Value.of(new int[] {2, 1, 3, 0, 5, 4})))
                .property(Property.equal("takes the right number of each kind, in the order given", 3, 0, both, oracle)
                        .asEssential())
                .property(Property.equal("takes only one kind if none of the other is wanted", 1, 0, one, oracle))
                .property(Property.equal("takes all there are of a kind if there are not enough", 1, 0, few, oracle))
                .property(Property.pure(1, both));
    }

    /**
     * Twenty-odd utterances of four speakers, five or more each, whose numbers are none of an utterance that could be
     * asked about by mistake; the one asked stands early in the order, with both kinds before and behind it.
     */
    private static Call call(RandomGenerator r, int same, int other) {
        int[] names = Draw.permutation(r, 6);
        int[] mixed = Draw.permutation(r, 4 * 6);
        int[] speakers = new int[mixed.length];
        for (int u = 0; u < speakers.length; u++) {
            speakers[u] = names[mixed[u] % 4];
        }
        int asked = r.nextInt(6, speakers.length);
        int[] order = Draw.permutation(r, speakers.length);
        int at = IntStream.range(0, order.length)
                .filter(i -> order[i] == asked)
                .findFirst()
                .orElseThrow();
        order[at] = order[1];
        order[1] = asked;
        return Call.of(Value.of(speakers), Value.of(asked), Value.of(same), Value.of(other), Value.of(order));
    }

    /** The oracle: chooses each kind by itself, then reads the order once more. */
    private static int[] negatives(int[] speakers, int asked, int same, int other, int[] order) {
        Set<Integer> chosen = IntStream.concat(
                        Arrays.stream(order)
                                .filter(u -> u != asked && speakers[u] == speakers[asked])
                                .limit(same),
                        Arrays.stream(order)
                                .filter(u -> speakers[u] != speakers[asked])
                                .limit(other))
                .boxed()
                .collect(Collectors.toSet());
        return Arrays.stream(order).filter(chosen::contains).toArray();
    }
}
