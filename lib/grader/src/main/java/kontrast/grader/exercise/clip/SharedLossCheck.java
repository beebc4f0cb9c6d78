package kontrast.grader.exercise.clip;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 16.7: CLIP's loss where equal captions share what is right. */
final class SharedLossCheck {

    /** Float32 sums of exponentials of scores up to 10. */
    private static final double TOLERANCE = 1e-4;

    private SharedLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a ->
                Value.tensor(new long[0], loss(Draw.matrix(a.get(0)), a.get(1).data()));
        Cases some = Cases.times(3, r -> call(r, 2, 3, 2, 1)).and(Cases.times(2, r -> call(r, 2, 3, 1, 1)));
        Cases different = Cases.times(3, r -> call(r, 2, 1, 1, 1, 1));
        Cases same = Cases.times(2, r -> call(r, 2, 4));
        Cases large = Cases.times(3, r -> call(r, 150, 3, 2, 1)).and(SharedLossCheck::far);
        Cases few = Cases.times(2, r -> call(r, 2, 2, 1));
        return Check.of("16.7")
                .example(
                        "Three pairs, of which 0 and 2 have equal captions; all scores are 0, so that each"
                                + " probability is 1/3. Write down the three rows of q first.",
                        Call.of(Value.tensor(new long[] {3, 3}, new double[9]), Value.of(new int[] {5, 8, 5})))
                .property(Property.equal("shares among equal captions", 3, TOLERANCE, some, oracle)
                        .asEssential())
                .property(Property.equal("is CLIP's loss where all captions differ", 1, TOLERANCE, different, oracle))
                .property(Property.equal("is right where all captions are equal", 1, TOLERANCE, same, oracle))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.equal(
                        "stays finite and correct for scores in the hundreds", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, some));
    }

    /** So many pairs of each caption. */
    private static Call call(RandomGenerator r, double scale, int... counts) {
        return Call.of(Draw.tensor(scores(r, Arrays.stream(counts).sum(), scale)), captions(r, counts));
    }

    /**
     * Scores that are all about 300; then a row and a column far below the others; then scores from -150 to 150, but
     * none of the rows and columns below the others.
     */
    private static List<Call> far(RandomGenerator r) {
        int n = 6;
        float[][] high = scores(r, n, 10);
        float[][] apart = scores(r, n, 150);
        float[][] spread = scores(r, n, 150);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                high[i][j] += 300;
            }
            apart[1][i] -= 200;
            apart[i][2] -= 200;
            spread[i][i] = (float) r.nextDouble(130, 150);
        }
        return Stream.of(high, apart, spread)
                .map(scores -> Call.of(Draw.tensor(scores), captions(r, 3, 2, 1)))
                .toList();
    }

    /** In any order; the captions have any numbers. */
    private static Value captions(RandomGenerator r, int... counts) {
        int n = Arrays.stream(counts).sum();
        int[] names = Draw.permutation(r, 30);
        int[] order = Draw.permutation(r, n);
        int[] captions = new int[n];
        int from = 0;
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++) {
                captions[order[from]] = 20 + names[c];
                from++;
            }
        }
        return Value.of(captions);
    }

    private static float[][] scores(RandomGenerator r, int n, double scale) {
        float[][] scores = Scores.cosines(r, n, n);
        for (float[] row : scores) {
            for (int j = 0; j < n; j++) {
                row[j] *= (float) scale;
            }
        }
        return scores;
    }

    /** The oracle: the mean of InfoNCE over all right answers of each picture, then of each text. */
    private static double loss(double[][] scores, double[] captions) {
        return (direction(scores, captions) + direction(Scores.transposed(scores), captions)) / 2;
    }

    private static double direction(double[][] scores, double[] captions) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            double sum = 0;
            int right = 0;
            for (int j = 0; j < scores.length; j++) {
                if (captions[i] == captions[j]) {
                    sum += Scores.infoNce(scores[i], j, 1);
                    right++;
                }
            }
            loss += sum / right;
        }
        return loss / scores.length;
    }
}
