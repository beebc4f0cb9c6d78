package kontrast.grader.exercise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.FarthestOrders;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 4.4: a few orders that are as different as possible, chosen greedily. */
final class FarthestOrdersCheck {

    private FarthestOrdersCheck() {}

    static Check<FarthestOrders> create() {
        Oracle oracle = a -> Value.of(ranked(a.get(0), (int) a.get(1).number()).stream()
                .mapToInt(Integer::intValue)
                .toArray());
        Cases clear = Cases.times(4, r -> clear(r, r.nextInt(12, 18), r.nextInt(5, 9)));
        Cases few = Cases.times(8, r -> ties(r, r.nextInt(12, 18), r.nextInt(5, 9)));
        Cases ties = r -> Stream.concat(few.draw(r).stream(), Stream.of(unequal(r, true), unequal(r, false)))
                .toList();
        Cases all = r -> {
            int n = r.nextInt(6, 9);
            return List.of(clear(r, n, n), clear(r, n, 1));
        };
        return Check.of("4.4", "A few orders, as different as possible", 6, signature())
                .reference((distances, count) -> new Greedy().choose(distances, count))
                .example(
                        "Four towns in a row, at the kilometres 0, 1, 5 and 9, three of them wanted."
                                + " The distances: (0, 1, 5, 9), (1, 0, 4, 8), (5, 4, 0, 4), (9, 8,"
                                + " 4, 0).",
                        Call.of(
                                Value.of(new float[][] {{0, 1, 5, 9}, {1, 0, 4, 8}, {5, 4, 0, 4}, {9, 8, 4, 0}}),
                                Value.of(3)))
                .property(Property.equal("adds the candidate whose nearest chosen one is farthest", 4, 0, clear, oracle)
                        .asEssential())
                .property(Property.equal(
                        "decides ties by the sum of the distances, then by the number", 2, 0, ties, oracle))
                .property(Property.equal("chooses one, or all, if so many are wanted", 1, 0, all, oracle))
                .property(Property.pure(1, clear))
                .misconception(
                        "sum of the distances",
                        variant(g -> g.rule = Rule.SUM),
                        "You add the candidate with the largest sum of distances. It may be the twin"
                                + " of a chosen one, if it is far from all the others. What counts"
                                + " first is the nearest.")
                .misconception(
                        "farthest from the last one",
                        variant(g -> g.rule = Rule.LAST),
                        "You look at the one chosen last only, and jump to and fro between two"
                                + " ends. All chosen ones count.")
                .misconception(
                        "farthest from the first one",
                        variant(g -> g.rule = Rule.FIRST),
                        "You look at candidate 0 only: your choice may consist of neighbours, all far" + " from it.")
                .misconception(
                        "farthest from the farthest",
                        variant(g -> g.rule = Rule.LARGEST),
                        "You take the largest distance to any chosen one. A candidate is only as good"
                                + " as its nearest.")
                .misconception(
                        "nearest",
                        variant(g -> g.rule = Rule.NEAREST),
                        "Your choice stays as close together as possible: one of the two extremes is"
                                + " the wrong one.")
                .misconception(
                        "chosen twice",
                        variant(g -> g.repeats = true),
                        "A candidate that is chosen already can be chosen again in your code. With a"
                                + " distance of 0 to itself it should have no chance: to whom do"
                                + " you compare it?")
                .misconception(
                        "begins with the farthest pair",
                        variant(g -> g.pair = true),
                        "You begin with the two that are farthest apart. The text begins with" + " candidate 0.")
                .misconception(
                        "begins without candidate 0",
                        variant(g -> g.withoutFirst = true),
                        "Candidate 0 is missing: it is the first of your choice, and counts.")
                .misconception(
                        "one too many", variant(g -> g.extra = 1), "You choose one too many: candidate 0 counts too.")
                .misconception(
                        "sorted",
                        variant(g -> g.sorted = true),
                        "You have the right ones, sorted by number. Leave them in the order in which"
                                + " they were chosen: then a smaller choice is the beginning of a"
                                + " larger one.")
                .misconception(
                        "no sum in a tie",
                        variant(g -> g.tie = Tie.FIRST),
                        "Where several are equally far from their nearest, you take the first one."
                                + " The sum of the distances comes before that.")
                .misconception(
                        "last of equals",
                        variant(g -> g.tie = Tie.LAST),
                        "Where several are equal in both numbers, you take the last one (look at >=" + " and >).")
                .misconception(
                        "smaller sum in a tie",
                        variant(g -> g.tie = Tie.SMALLER_SUM),
                        "Where several are equally far from their nearest, you take the smaller sum"
                                + " of distances. Farther is better.")
                .build();
    }

    private static Signature<FarthestOrders> signature() {
        return new Signature<>(
                "farthestOrders",
                Kind.INTS,
                List.of("distances", "count"),
                List.of(Kind.MATRIX, Kind.INT),
                (f, a) -> f.apply((float[][]) a[0], (int) a[1]));
    }

    /** No two distances are equal, so that the nearest chosen one decides alone. */
    private static Call clear(RandomGenerator r, int n, int count) {
        List<Integer> lengths =
                new ArrayList<>(IntStream.range(0, n * n).mapToObj(i -> 500 + i).toList());
        for (int i = lengths.size() - 1; i > 0; i--) {
            Collections.swap(lengths, i, r.nextInt(i + 1));
        }
        return call(n, 1000, count, (i, j) -> lengths.get(i * n + j));
    }

    private static Call ties(RandomGenerator r, int n, int count) {
        return call(n, 4, count, (i, j) -> r.nextInt(2, 5));
    }

    /**
     * Once three are chosen, two candidates are left that are equally far from their nearest, at distances 4, 8, 8 and
     * 4, 4, 11 from the chosen ones: the larger sum is that of the one, the larger sum of squares that of the other.
     */
    private static Call unequal(RandomGenerator r, boolean before) {
        int scale = r.nextInt(1, 4);
        int one = before ? 3 : 4;
        int other = before ? 4 : 3;
        int[][] lengths = new int[5][5];
        lengths[1][0] = 20;
        lengths[2][0] = 10;
        lengths[2][1] = 12;
        lengths[one][0] = 4;
        lengths[one][1] = 8;
        lengths[one][2] = 8;
        lengths[other][0] = 4;
        lengths[other][1] = 4;
        lengths[other][2] = 11;
        lengths[4][3] = 9;
        float[][] distances = new float[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = scale * lengths[i][j];
                distances[j][i] = distances[i][j];
            }
        }
        return Call.of(Value.of(distances), Value.of(4));
    }

    /** Symmetric distances, with a twin of 0 that is far from everybody else: the sum of distances falls for it. */
    private static Call call(int n, int most, int count, IntBinaryOperator length) {
        float[][] distances = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = length.applyAsInt(i, j);
            }
        }
        int twin = n / 2;
        for (int i = 0; i < n; i++) {
            if (i != twin) {
                distances[Math.max(i, twin)][Math.min(i, twin)] = most;
            }
        }
        distances[twin][0] = 1;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                distances[j][i] = distances[i][j];
            }
        }
        return Call.of(Value.of(distances), Value.of(count));
    }

    /** The oracle: computes everything anew for each choice, and takes the first by an order of the candidates. */
    private static List<Integer> ranked(Value distances, int count) {
        List<Integer> chosen = new ArrayList<>(List.of(0));
        while (chosen.size() < count) {
            Function<Integer, DoubleStream> toChosen = q -> chosen.stream().mapToDouble(c -> distances.at(q, c));
            Comparator<Integer> farther =
                    Comparator.comparing(q -> -toChosen.apply(q).min().orElseThrow());
            chosen.add(IntStream.range(0, distances.length(0))
                    .boxed()
                    .filter(q -> !chosen.contains(q))
                    .min(farther.thenComparing(q -> -toChosen.apply(q).sum()).thenComparing(q -> q))
                    .orElseThrow());
        }
        return chosen;
    }

    private static FarthestOrders variant(Consumer<Greedy> mistake) {
        return (distances, count) -> {
            Greedy greedy = new Greedy();
            mistake.accept(greedy);
            return greedy.choose(distances, count);
        };
    }

    private enum Rule {
        SMALLEST,
        LARGEST,
        SUM,
        FIRST,
        LAST,
        NEAREST
    }

    private enum Tie {
        SUM,
        FIRST,
        LAST,
        SMALLER_SUM
    }

    /** The choice, with a switch for each way to get it wrong. */
    private static final class Greedy {
        private Rule rule = Rule.SMALLEST;
        private Tie tie = Tie.SUM;
        private boolean repeats;
        private boolean pair;
        private boolean withoutFirst;
        private boolean sorted;
        private int extra;

        int[] choose(float[][] distances, int count) {
            int n = distances.length;
            int wanted = Math.min(n, count + extra);
            int[] chosen = new int[withoutFirst ? Math.min(n, wanted + 1) : wanted];
            boolean[] taken = new boolean[n];
            int known = begin(distances, chosen);
            for (int k = 0; k < known; k++) {
                taken[chosen[k]] = true;
            }
            for (; known < chosen.length; known++) {
                int best = -1;
                int[] now = Arrays.copyOf(chosen, known);
                for (int q = 0; q < n; q++) {
                    if (taken[q] && !(repeats && q != now[known - 1])) {
                        continue;
                    }
                    best = best < 0 || isBetter(distances, now, q, best) ? q : best;
                }
                chosen[known] = best;
                taken[best] = true;
            }
            int[] result = withoutFirst ? Arrays.copyOfRange(chosen, 1, chosen.length) : chosen;
            return sorted ? Arrays.stream(result).sorted().toArray() : result;
        }

        /** Returns how many are chosen to begin with. */
        private int begin(float[][] distances, int[] chosen) {
            if (!pair || chosen.length < 2) {
                return 1; // candidate 0
            }
            for (int i = 0; i < distances.length; i++) {
                for (int j = i + 1; j < distances.length; j++) {
                    if (distances[i][j] > distances[chosen[0]][chosen[1]]) {
                        chosen[0] = i;
                        chosen[1] = j;
                    }
                }
            }
            return 2;
        }

        private boolean isBetter(float[][] distances, int[] chosen, int q, int best) {
            double one = score(distances, chosen, q);
            double other = score(distances, chosen, best);
            double sum = sum(distances, chosen, q);
            double otherSum = sum(distances, chosen, best);
            return one > other
                    || (one == other
                            && switch (tie) {
                                case SUM -> sum > otherSum;
                                case FIRST -> false;
                                case LAST -> sum >= otherSum;
                                case SMALLER_SUM -> sum < otherSum;
                            });
        }

        private double score(float[][] distances, int[] chosen, int q) {
            // Whoever forgets to leave the chosen ones out compares them with the others only.
            int[] others = Arrays.stream(chosen).filter(c -> c != q).toArray();
            return switch (rule) {
                case SMALLEST -> all(distances, others, q).min().orElse(0);
                case LARGEST -> all(distances, others, q).max().orElse(0);
                case SUM -> all(distances, others, q).sum();
                case FIRST -> distances[q][0];
                case LAST -> distances[q][chosen[chosen.length - 1]];
                case NEAREST -> -all(distances, others, q).min().orElse(0);
            };
        }

        private static double sum(float[][] distances, int[] chosen, int q) {
            return all(distances, chosen, q).sum();
        }

        private static DoubleStream all(float[][] distances, int[] chosen, int q) {
            return IntStream.of(chosen).mapToDouble(c -> distances[q][c]);
        }
    }
}
