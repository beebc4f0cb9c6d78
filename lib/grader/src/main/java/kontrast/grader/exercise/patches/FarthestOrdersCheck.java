package kontrast.grader.exercise.patches;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 4.4: a few orders that are as different as possible, chosen greedily. */
final class FarthestOrdersCheck {

    private FarthestOrdersCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(ranked(a.get(0), (int) a.get(1).number()).stream()
                .mapToInt(Integer::intValue)
                .toArray());
        Cases clear = Cases.times(4, r -> clear(r, r.nextInt(12, 18), r.nextInt(5, 9)))
                .and(r -> List.of(outweighed(r, true), outweighed(r, false)));
        Cases few = Cases.times(8, r -> ties(r, r.nextInt(12, 18), r.nextInt(5, 9)));
        Cases ties = r -> Stream.concat(few.draw(r).stream(), Stream.of(unequal(r, true), unequal(r, false)))
                .toList();
        Cases all = r -> {
            int n = r.nextInt(6, 9);
            return List.of(clear(r, n, n), clear(r, n, 1));
        };
        return Check.of("4.4")
                .example(
                        "Four towns in a row, at kilometres 0, 1, 5 and 9; choose three of them."
                                + " The distances: (0, 1, 5, 9), (1, 0, 4, 8), (5, 4, 0, 4), (9, 8,"
                                + " 4, 0).",
                        Call.of(
                                Value.of(new float[][] {{0, 1, 5, 9}, {1, 0, 4, 8}, {5, 4, 0, 4}, {9, 8, 4, 0}}),
                                Value.of(3)))
                .property(Property.equal("adds the candidate whose nearest chosen one is farthest", 4, 0, clear, oracle)
                        .asEssential())
                .property(Property.equal(
                        "decides ties by the sum of the distances, then by the number", 2, 0, ties, oracle))
                .property(Property.equal("chooses one, or all, when asked to", 1, 0, all, oracle))
                .property(Property.pure(1, clear));
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

    /**
     * Once three are chosen, two candidates are left: at distances 201, 202, 203 from the chosen ones, and at 200, 900,
     * 900. The nearest decides for the one, however large the sum of the other.
     */
    private static Call outweighed(RandomGenerator r, boolean before) {
        int more = r.nextInt(50);
        int one = before ? 3 : 4;
        int other = before ? 4 : 3;
        float[][] distances = new float[5][5];
        put(distances, 1, 0, 1000 + more);
        put(distances, 2, 0, 800 + more);
        put(distances, 2, 1, 850 + more);
        for (int c = 0; c < 3; c++) {
            put(distances, one, c, 201 + more + c);
            put(distances, other, c, c == 0 ? 200 + more : 900 + more);
        }
        put(distances, 4, 3, 500 + more);
        return Call.of(Value.of(distances), Value.of(4));
    }

    private static void put(float[][] distances, int i, int j, float distance) {
        distances[i][j] = distance;
        distances[j][i] = distance;
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
    static List<Integer> ranked(Value distances, int count) {
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
}
