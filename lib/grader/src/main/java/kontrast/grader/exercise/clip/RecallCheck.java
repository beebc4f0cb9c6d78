package kontrast.grader.exercise.clip;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 16.6: the share of pictures that find their text among the first k, and of texts that find their picture. */
final class RecallCheck {

    /** A share of a few, in single precision. */
    private static final double TOLERANCE = 1e-6;

    private RecallCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(recall(Draw.matrix(a.get(0)), (int) a.get(1).number()));
        Cases any = Cases.times(6, r -> call(r, r.nextInt(2, 4)));
        Cases first = Cases.times(3, r -> call(r, 1));
        Cases equals = Cases.times(4, RecallCheck::equals)
                .and(r -> List.of(Call.of(Value.of(new float[][] {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}), Value.of(2))));
        Cases all = r -> List.of(
                Call.of(Value.of(Scores.cosines(r, 4, 4)), Value.of(4)),
                Call.of(Value.of(Scores.cosines(r, 1, 1)), Value.of(1)),
                Call.of(Value.of(Scores.cosines(r, 3, 3)), Value.of(8)));
        return Check.of("16.6")
                .example(
                        "Three pictures and their texts, k = 1. In which rows is the score of the right pair"
                                + " the largest, and in which columns?",
                        Call.of(
                                Value.of(new float[][] {{0.9f, 0.1f, 0.2f}, {0.8f, 0.5f, 0.3f}, {0.7f, 0.6f, 0.4f}}),
                                Value.of(1)))
                .property(Property.equal("counts both directions", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for k = 1", 1, TOLERANCE, first, oracle))
                .property(Property.equal("puts the right one last among equal scores", 1, TOLERANCE, equals, oracle))
                .property(Property.equal("finds all if k is at least the number of pairs", 1, TOLERANCE, all, oracle))
                .property(Property.pure(1, any));
    }

    /** Scores for which the directions differ, and one more or fewer than k makes a difference, both ways. */
    private static Call call(RandomGenerator r, int k) {
        while (true) {
            int n = r.nextInt(6, 9);
            float[][] scores = Scores.cosines(r, n, n);
            for (int i = 0; i < n; i++) {
                scores[i][i] += 0.8f;
            }
            Value square = Value.of(scores);
            float[] now = recall(Draw.matrix(square), k);
            float[] more = recall(Draw.matrix(square), k + 1);
            float[] less = recall(Draw.matrix(square), k - 1);
            if (now[0] != now[1] && now[0] < more[0] && now[1] < more[1] && now[0] > less[0] && now[1] > less[1]) {
                return Call.of(square, Value.of(k));
            }
        }
    }

    /** Scores in quarters, so that many are equal; it matters in both directions. */
    private static Call equals(RandomGenerator r) {
        while (true) {
            int n = r.nextInt(5, 8);
            float[][] scores = Scores.cosines(r, n, n);
            for (float[] row : scores) {
                for (int j = 0; j < n; j++) {
                    row[j] = Math.round(2 * row[j]) / 2f;
                }
            }
            Value square = Value.of(scores);
            float[][] kinder = scores.clone();
            for (int i = 0; i < n; i++) {
                kinder[i] = scores[i].clone();
                kinder[i][i] += 0.1f;
            }
            float[] strict = recall(Draw.matrix(square), 2);
            float[] kind = recall(Draw.matrix(Value.of(kinder)), 2);
            if (strict[0] != strict[1] && strict[0] < kind[0] && strict[1] < kind[1]) {
                return Call.of(square, Value.of(2));
            }
        }
    }

    /** The oracle: sorts each row, then each column, and looks from the end. */
    private static float[] recall(double[][] scores, int k) {
        return new float[] {among(scores, k), among(Scores.transposed(scores), k)};
    }

    private static float among(double[][] scores, int k) {
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            double own = scores[i][i];
            double[] sorted = Arrays.stream(scores[i]).sorted().toArray();
            int rank = 1; // the worst place that its score may have
            while (rank < sorted.length && sorted[sorted.length - rank - 1] >= own) {
                rank++;
            }
            found += rank <= k ? 1 : 0;
        }
        return (float) found / scores.length;
    }
}
