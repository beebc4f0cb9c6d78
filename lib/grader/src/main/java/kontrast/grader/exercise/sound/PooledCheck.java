package kontrast.grader.exercise.sound;

import java.util.Arrays;
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

/** 14.5: the mean of the codes at which something is heard, for each utterance. */
final class PooledCheck {

    /** Means of a few floats of size 1. */
    private static final double TOLERANCE = 1e-5;

    private PooledCheck() {}

    static Check.Draft create() {
        Oracle oracle = a ->
                Value.of(Unpack.rounded(pooled(Draw.matrix(a.get(0)), Unpack.ints(a.get(1)), Unpack.ints(a.get(2)))));
        Cases all = Cases.times(3, r -> call(r, r.nextInt(3, 5), 1, false));
        Cases some = Cases.times(4, r -> call(r, r.nextInt(3, 5), 0.6, false));
        Cases silent = Cases.times(4, r -> call(r, r.nextInt(3, 5), 0.6, true));
        Cases single = r -> List.of(
                call(r, 1, 0.6, false),
                call(r, 1, 0.6, false),
                Call.of(Value.of(Draw.rows(r, 1, 3)), Value.of(new int[1]), Value.of(new int[] {1})));
        return Check.of("14.5")
                .example(
                        "Five codes of one number: 1, 10, 3, 20, 5; their utterances 0, 1, 0, 1, 0; voiced 1,"
                                + " 0, 1, 0, 0. Utterance 1 is silent throughout.",
                        Call.of(
                                Value.of(new float[][] {{1}, {10}, {3}, {20}, {5}}),
                                Value.of(new int[] {0, 1, 0, 1, 0}),
                                Value.of(new int[] {1, 0, 1, 0, 0})))
                .property(Property.equal("is the mean where all rows are voiced", 1, TOLERANCE, all, oracle)
                        .asEssential())
                .property(Property.equal("leaves silence out", 2, TOLERANCE, some, oracle))
                .property(
                        Property.equal("takes the mean of all rows where none is voiced", 1, TOLERANCE, silent, oracle))
                .property(Property.equal("is right for one utterance", 1, TOLERANCE, single, oracle))
                .property(Property.pure(1, some));
    }

    /** Utterances of different lengths, mixed; the first row of each is voiced, and its last row, or none of one. */
    private static Call call(RandomGenerator r, int utterances, double share, boolean silent) {
        int[] lengths =
                IntStream.range(0, utterances).map(u -> 3 + (2 * u + 1) % 4).toArray();
        int[] rows = IntStream.range(0, utterances)
                .flatMap(u -> IntStream.generate(() -> u).limit(lengths[u]))
                .toArray();
        int[] order = Draw.permutation(r, rows.length);
        int[] utterance = Arrays.stream(order).map(i -> rows[i]).toArray();
        int[] voiced = new int[utterance.length];
        int quiet = silent ? r.nextInt(utterances) : -1;
        for (int u = 0; u < utterances; u++) {
            boolean loud = true;
            int left = lengths[u];
            for (int i = 0; i < utterance.length; i++) {
                if (utterance[i] == u && u != quiet) {
                    left--;
                    // The first is voiced; the last is not, unless everything is.
                    voiced[i] = share == 1 || loud || (left > 0 && r.nextDouble() < share) ? 1 : 0;
                    loud = false;
                }
            }
        }
        return Call.of(Value.of(Draw.rows(r, utterance.length, 3)), Value.of(utterance), Value.of(voiced));
    }

    /** The oracle: utterance by utterance, column by column. */
    private static double[][] pooled(double[][] codes, int[] utterance, int[] voiced) {
        int count = (int) Arrays.stream(utterance).distinct().count();
        double[][] means = new double[count][];
        for (int u = 0; u < count; u++) {
            int number = u;
            int[] own = IntStream.range(0, codes.length)
                    .filter(i -> utterance[i] == number)
                    .toArray();
            int[] loud = Arrays.stream(own).filter(i -> voiced[i] > 0).toArray();
            int[] used = loud.length > 0 ? loud : own;
            means[u] = IntStream.range(0, codes[0].length)
                    .mapToDouble(j -> Arrays.stream(used)
                            .mapToDouble(i -> codes[i][j])
                            .average()
                            .orElseThrow())
                    .toArray();
        }
        return means;
    }
}
