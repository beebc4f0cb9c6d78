package kontrast.grader.exercise.clip;

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

/** 16.3: CLIP's loss of embeddings and the logarithm of the scale. */
final class ClipLossCheck {

    /** Float32 sums of exponentials of cosines times up to 20; a hundred times the rounding of a cosine. */
    private static final double TOLERANCE = 1e-4;

    private ClipLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(a.get(0), a.get(1), a.get(2)));
        Cases usual = Cases.times(5, r -> call(r, r.nextInt(4, 7), r.nextDouble(1, 3)));
        Cases warm = Cases.times(3, r -> call(r, r.nextInt(3, 6), -r.nextDouble(0.2, 1)));
        Cases one = Cases.times(2, r -> call(r, 3, 0));
        Cases cold = Cases.times(3, r -> call(r, r.nextInt(4, 7), Math.log(100)))
                .and(r -> List.of(against(r, true), against(r, false), same(r)));
        Cases few = Cases.times(2, r -> call(r, 3, r.nextDouble(0.5, 1.5)));
        return Check.of("16.3")
                .example(
                        "Two pictures (1, 0), (0, 3) and their texts (2, 0), (4, 0); t = 0, so the scores"
                                + " are the cosines. Write them as a 2 x 2 matrix, then take the softmax along the"
                                + " rows and along the columns; ln(1 + e) is 1.3133.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 3),
                                Value.tensor(new long[] {2, 2}, 2, 0, 4, 0),
                                Value.tensor(new long[0], 0)))
                .property(Property.equal("is right for usual temperatures", 3, TOLERANCE, usual, oracle)
                        .asEssential())
                .property(Property.equal("is right for temperatures above 1", 1, TOLERANCE, warm, oracle))
                .property(Property.equal("is right for a temperature of 1", 1, TOLERANCE, one, oracle))
                .property(Property.equal(
                        "stays finite and correct at the lowest temperature, 0.01", 1, 10 * TOLERANCE, cold, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the pictures", 1, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at the texts", 1, TOLERANCE, few, 1, oracle.gradient(1)))
                .property(Property.gradient("lets t be learned", 2, TOLERANCE, few, 2, oracle.gradient(2)))
                .property(Property.pure(1, usual));
    }

    /** Pairs that are somewhat alike, so that neither direction is right always. */
    private static Call call(RandomGenerator r, int pairs, double t) {
        float[][] pictures = Draw.rows(r, pairs, 4);
        float[][] texts = Draw.rows(r, pairs, 4);
        for (int i = 0; i < pairs; i++) {
            for (int j = 0; j < 4; j++) {
                texts[i][j] += 0.6f * pictures[i][j];
            }
        }
        return Call.of(Draw.tensor(pictures), Draw.tensor(texts), Value.tensor(new long[0], (float) t));
    }

    /** All vectors nearly agree, but the first picture, or the first text, points the other way: a probability of 0. */
    private static Call against(RandomGenerator r, boolean picture) {
        float[][] pictures = alike(r);
        float[][] texts = alike(r);
        float[] turned = picture ? pictures[0] : texts[0];
        turned[0] = -turned[0];
        return Call.of(Draw.tensor(pictures), Draw.tensor(texts), Value.tensor(new long[0], (float) Math.log(100)));
    }

    /** Vectors of any length whose cosines are at least 0.68. */
    private static float[][] alike(RandomGenerator r) {
        float[][] rows = new float[4][4];
        for (float[] row : rows) {
            double length = r.nextDouble(0.5, 3);
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (length * (j == 0 ? 1 : r.nextDouble(-0.25, 0.25)));
            }
        }
        return rows;
    }

    /** Each picture has the direction of its text, so that every right score is 100. */
    private static Call same(RandomGenerator r) {
        float[][] rows = Draw.rows(r, 4, 4);
        return Call.of(Draw.tensor(rows), Draw.tensor(rows), Value.tensor(new long[0], (float) Math.log(100)));
    }

    /** Figure 3 of Radford et al. (2021): the mean of both directions. */
    private static double loss(Value pictures, Value texts, Value t) {
        double tau = Math.exp(-t.number());
        return Scores.symmetric(Scores.ofEmbeddings(Draw.matrix(pictures), Draw.matrix(texts), tau)) / 2;
    }
}
