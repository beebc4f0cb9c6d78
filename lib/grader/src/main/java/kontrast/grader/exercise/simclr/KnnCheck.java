package kontrast.grader.exercise.simclr;

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

/** 11.6: a majority vote of the k most similar training features. */
final class KnnCheck {

    /** What the classes are called where there are gaps between their labels. */
    private static final int[] LABELS = {0, 2, 3, 12};

    private KnnCheck() {}

    static Check.Draft create() {
        return Check.of("11.6")
                .example(
                        "Training features (1, 0), (4, 1), (0, 1), (-1, 0) with labels 1, 1, 0, 2; one query (2, 0),"
                                + " k = 3. Only the angles count: sort the four by their angle to the query.",
                        Call.of(
                                Value.of(new float[][] {{1, 0}, {4, 1}, {0, 1}, {-1, 0}}),
                                Value.of(new int[] {1, 1, 0, 2}),
                                Value.of(new float[][] {{2, 0}}),
                                Value.of(3)))
                .property(equal("finds the nearest neighbour of unit vectors (k = 1)", 1, 3, r -> call(r, true, 1))
                        .asEssential())
                .property(equal("takes the majority of k votes", 2, 6, r -> clear(r, true, r.nextInt(3, 8))))
                .property(equal(
                        "compares directions, for vectors of any length", 2, 6, r -> clear(r, false, r.nextInt(1, 8))))
                .property(equal(
                        "resolves ties in favour of the smaller label",
                        1,
                        4,
                        r -> call(r, false, 2 + 2 * r.nextInt(0, 2))))
                .property(Property.pure(1, Cases.times(2, r -> call(r, false, 3))));
    }

    private interface One {
        Call draw(RandomGenerator random);
    }

    private static Property equal(String name, int weight, int calls, One one) {
        return Property.equal(name, weight, 0, Cases.times(calls, one::draw), oracle());
    }

    /** Unit vectors have the labels 0 to 3, others those with gaps. */
    private static Call call(RandomGenerator r, boolean unit, int k) {
        int d = r.nextInt(3, 6);
        int n = r.nextInt(20, 30);
        int[] labels = IntStream.generate(() -> r.nextInt(LABELS.length))
                .map(label -> unit ? label : LABELS[label])
                .limit(n)
                .toArray();
        float[][] train = unit ? Draw.unitRows(r, n, d) : Draw.rows(r, n, d);
        float[][] queries = unit ? Draw.unitRows(r, 12, d) : Draw.rows(r, 12, d);
        return Call.of(Value.of(train), Value.of(labels), Value.of(queries), Value.of(k));
    }

    /** The same without ties, which have a property of their own: queries in which two labels share the top are left out. */
    private static Call clear(RandomGenerator r, boolean unit, int k) {
        Call call = call(r, unit, k);
        double[][] train = Draw.matrix(call.arguments().get(0));
        int[] labels = Unpack.ints(call.arguments().get(1));
        float[][] clear = Arrays.stream(Unpack.rows(call.arguments().get(2)))
                .filter(row -> isClear(votes(train, labels, Draw.matrix(Value.of(new float[][] {row}))[0], k)))
                .toArray(float[][]::new);
        return clear.length < 4
                ? clear(r, unit, k)
                : Call.of(call.arguments().get(0), call.arguments().get(1), Value.of(clear), Value.of(k));
    }

    private static boolean isClear(int... votes) {
        int[] sorted = Arrays.stream(votes).sorted().toArray();
        return sorted[sorted.length - 1] > sorted[sorted.length - 2];
    }

    /** Asks of each training feature how many are nearer; it votes if fewer than k are. Nothing is sorted. */
    private static int[] votes(double[][] train, int[] labels, double[] query, double k) {
        int[] votes = new int[LABELS[3] + 1];
        for (int i = 0; i < train.length; i++) {
            double own = Draw.cosine(train[i], query);
            long nearer = IntStream.range(0, train.length)
                    .filter(j -> Draw.cosine(train[j], query) > own)
                    .count();
            votes[labels[i]] += nearer < k ? 1 : 0;
        }
        return votes;
    }

    /** The first of the labels with the most votes. */
    private static Oracle oracle() {
        return a -> {
            double[][] train = Draw.matrix(a.get(0));
            int[] labels = Unpack.ints(a.get(1));
            double[][] queries = Draw.matrix(a.get(2));
            double k = a.get(3).number();
            int[] answers = new int[queries.length];
            for (int q = 0; q < queries.length; q++) {
                int[] votes = votes(train, labels, queries[q], k);
                for (int c = LABELS[3]; c >= 0; c--) {
                    answers[q] = votes[c] >= votes[answers[q]] ? c : answers[q];
                }
            }
            return Value.of(answers);
        };
    }
}
