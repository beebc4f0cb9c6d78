package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.KnnClassifier;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.6: a majority vote of the k most similar training features. */
final class KnnCheck {

    private static final int CLASSES = 4;

    private KnnCheck() {}

    static Check<KnnClassifier> create() {
        Oracle oracle = a -> Value.of(new Vote()
                .classify(
                        rows(a.get(0)),
                        Arrays.stream(a.get(1).data()).mapToInt(d -> (int) d).toArray(),
                        rows(a.get(2)),
                        (int) a.get(3).number()));
        return Check.of("11.6", "The k-nearest-neighbour classifier", 3, signature())
                .reference((train, labels, queries, k) -> new Vote().classify(train, labels, queries, k))
                .example(
                        "Training features (1, 0), (4, 1), (0, 1), (-1, 0) with labels 1, 1, 0, 2;"
                                + " one query (2, 0), k = 3. Only the angles count: sort the four"
                                + " by theirs.",
                        Call.of(
                                Value.of(new float[][] {{1, 0}, {4, 1}, {0, 1}, {-1, 0}}),
                                Value.of(new int[] {1, 1, 0, 2}),
                                Value.of(new float[][] {{2, 0}}),
                                Value.of(3)))
                .property(Property.equal(
                                "finds the nearest neighbour of unit vectors (k = 1)",
                                1,
                                0,
                                Cases.times(3, r -> call(r, true, 1)),
                                oracle)
                        .asEssential())
                .property(Property.equal(
                        "takes the majority of k votes",
                        2,
                        0,
                        Cases.times(6, r -> call(r, true, r.nextInt(3, 8))),
                        oracle))
                .property(Property.equal(
                        "compares directions, for vectors of any length",
                        2,
                        0,
                        Cases.times(6, r -> call(r, false, r.nextInt(1, 8))),
                        oracle))
                .property(Property.equal(
                        "gives a tie to the smaller label",
                        1,
                        0,
                        Cases.times(4, r -> call(r, false, 2 + 2 * r.nextInt(0, 2))),
                        oracle))
                .property(Property.pure(1, Cases.times(2, r -> call(r, false, 3))))
                .misconception(
                        "least similar",
                        variant(v -> v.ascending = true),
                        "Your neighbours are the farthest, not the nearest: cosine is largest where"
                                + " two features are closest.")
                .misconception(
                        "one neighbour only",
                        variant(v -> v.fixedK = 1),
                        "k changes nothing: you ask the nearest neighbour only.")
                .misconception(
                        "nearest skipped",
                        variant(v -> v.skip = 1),
                        "You leave out the nearest neighbour, as one does when a set is compared with"
                                + " itself. The queries here are not among the training features.")
                .misconception(
                        "one neighbour too many",
                        variant(v -> v.extra = 1),
                        "k + 1 neighbours vote in your code. Look at the bound of the loop.")
                .misconception(
                        "one neighbour too few",
                        variant(v -> v.extra = -1),
                        "k - 1 neighbours vote in your code (with k = 1 still one). Look at the bound"
                                + " of the loop.")
                .misconception(
                        "dot product",
                        variant(v -> v.measure = Measure.DOT),
                        "Long training features win your vote: you compare dot products. Divide by" + " the lengths.")
                .misconception(
                        "Euclidean distance",
                        variant(v -> v.measure = Measure.EUCLID),
                        "You compare distances. For features of different lengths the nearest point"
                                + " is not the one in the most similar direction.")
                .misconception(
                        "index for label",
                        variant(v -> v.index = true),
                        "You return which training feature is nearest. Wanted is a class: look the"
                                + " labels up, then count.")
                .misconception(
                        "tie to the larger label",
                        variant(v -> v.lastTie = true),
                        "In a tie you take the larger label. Every rule would do, but the text sets"
                                + " one, so that results repeat: the smaller.")
                .misconception(
                        "mean of labels",
                        variant(v -> v.mean = true),
                        "You average the labels of the neighbours. Labels are names: halfway between"
                                + " a shirt (0) and a bag (8) there is no class 4.")
                .misconception(
                        "weighted vote",
                        variant(v -> v.weighted = true),
                        "Your votes are weighted by similarity. Asked for is one neighbour, one" + " vote.")
                .misconception(
                        "commonest class",
                        variant(v -> v.everybody = true),
                        "You return the commonest class of all training features, for every query:"
                                + " the similarities never reach the vote.")
                .build();
    }

    private static Signature<KnnClassifier> signature() {
        return new Signature<>(
                "knn",
                Kind.INTS,
                List.of("train", "labels", "queries", "k"),
                List.of(Kind.MATRIX, Kind.INTS, Kind.MATRIX, Kind.INT),
                (f, a) -> f.apply((float[][]) a[0], (int[]) a[1], (float[][]) a[2], (int) a[3]));
    }

    private static Call call(RandomGenerator r, boolean unit, int k) {
        int d = r.nextInt(3, 6);
        int n = r.nextInt(20, 30);
        int[] labels = IntStream.generate(() -> r.nextInt(CLASSES)).limit(n).toArray();
        float[][] train = unit ? Draw.unitRows(r, n, d) : Draw.rows(r, n, d);
        float[][] queries = unit ? Draw.unitRows(r, 12, d) : Draw.rows(r, 12, d);
        return Call.of(Value.of(train), Value.of(labels), Value.of(queries), Value.of(k));
    }

    private static float[][] rows(Value value) {
        double[][] matrix = Draw.matrix(value);
        float[][] rows = new float[matrix.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[matrix[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) matrix[i][j];
            }
        }
        return rows;
    }

    private static KnnClassifier variant(java.util.function.Consumer<Vote> mistake) {
        return (train, labels, queries, k) -> {
            Vote vote = new Vote();
            mistake.accept(vote);
            return vote.classify(train, labels, queries, k);
        };
    }

    private enum Measure {
        COSINE,
        DOT,
        EUCLID
    }

    /** The classifier, with a switch for each way to get it wrong. */
    private static final class Vote {
        private Measure measure = Measure.COSINE;
        private boolean ascending;
        private boolean index;
        private boolean lastTie;
        private boolean mean;
        private boolean weighted;
        private boolean everybody;
        private int fixedK;
        private int skip;
        private int extra;

        int[] classify(float[][] train, int[] labels, float[][] queries, int k) {
            int[] answers = new int[queries.length];
            for (int q = 0; q < queries.length; q++) {
                answers[q] = classify(train, labels, queries[q], k);
            }
            return answers;
        }

        private int classify(float[][] train, int[] labels, float[] query, int k) {
            double[] similarity = new double[train.length];
            for (int i = 0; i < train.length; i++) {
                similarity[i] = similarity(query, train[i]) * (ascending ? -1 : 1);
            }
            int voters = everybody ? train.length : Math.max(1, (fixedK > 0 ? fixedK : k) + extra);
            int[] nearest = IntStream.range(0, train.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -similarity[i]))
                    .skip(skip)
                    .limit(voters)
                    .mapToInt(i -> i)
                    .toArray();
            if (index) {
                return nearest[0];
            }
            if (mean) {
                return (int) Math.round(
                        Arrays.stream(nearest).map(i -> labels[i]).average().orElse(0));
            }
            double[] votes = new double[Arrays.stream(labels).max().orElse(0) + 1];
            for (int i : nearest) {
                votes[labels[i]] += weighted ? similarity[i] : 1;
            }
            int best = 0;
            for (int c = 1; c < votes.length; c++) {
                best = votes[c] > votes[best] || (lastTie && votes[c] == votes[best]) ? c : best;
            }
            return best;
        }

        private double similarity(float[] u, float[] v) {
            double uv = 0;
            double distance = 0;
            for (int i = 0; i < u.length; i++) {
                uv += (double) u[i] * v[i];
                distance += ((double) u[i] - v[i]) * ((double) u[i] - v[i]);
            }
            return switch (measure) {
                case COSINE -> uv / (Draw.norm(u) * Draw.norm(v));
                case DOT -> uv;
                case EUCLID -> -distance;
            };
        }
    }
}
