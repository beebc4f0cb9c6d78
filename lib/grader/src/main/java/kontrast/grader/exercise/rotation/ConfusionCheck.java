package kontrast.grader.exercise.rotation;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.5: which rotation is taken for which. */
final class ConfusionCheck {

    private static final int TURNS = 4;

    private ConfusionCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(table(Unpack.rows(a.get(0))));
        Cases clear = Cases.times(4, r -> Call.of(Value.of(logits(r))));
        Cases ties = Cases.times(4, ConfusionCheck::tied);
        return Check.of("3.5")
                .example(
                        "One image. The four rows of logits, for the image turned 0, 1, 2, 3 times:"
                                + " (5, 0, 1, 0), (0, 5, 0, 1), (4, 0, 3, 0), (0, 3, 0, 4). In one"
                                + " row the largest is not where it should be.",
                        Call.of(Value.of(new float[][] {{5, 0, 1, 0}, {0, 5, 0, 1}, {4, 0, 3, 0}, {0, 3, 0, 4}})))
                .property(Property.equal(
                                "gives the shares of the answers, a row for each rotation", 3, 1e-5, clear, oracle)
                        .asEssential())
                .property(
                        Property.equal("resolves ties in favour of the smaller number of turns", 1, 1e-5, ties, oracle))
                .property(Property.pure(1, clear));
    }

    private static float[][] logits(RandomGenerator r) {
        int images = r.nextInt(5, 10);
        float[][] logits = Draw.numbers(r, TURNS * images, TURNS, 1);
        for (int i = 0; i < logits.length; i++) {
            int turns = i / images;
            logits[i][turns] += 0.5f;
            logits[i][(turns + 2) % TURNS] += turns == 1 ? 1f : 0.3f;
            logits[i][0] += 0.2f;
        }
        logits[0] = new float[] {-4, -3, -1, -2}; // all below 0, and not 0 the answer
        return logits;
    }

    /** In every third row or so, three of the four logits are the largest, the right one too. */
    private static Call tied(RandomGenerator r) {
        float[][] logits = logits(r);
        int images = logits.length / TURNS;
        for (int i = 0; i < logits.length; i++) {
            if (i % images % 3 == 0) {
                logits[i] = new float[] {4, 4, 4, 4};
                logits[i][i % 2 * (TURNS - 1)] = 0; // the smallest of the rest, 0 or 1, is wrong often
            }
        }
        return Call.of(Value.of(logits));
    }

    /** Entry by entry; the answer is the first number whose logit is not below any other. */
    private static float[][] table(float[][] logits) {
        int images = logits.length / TURNS;
        float[][] table = new float[TURNS][TURNS];
        for (int turns = 0; turns < TURNS; turns++) {
            for (int answer = 0; answer < TURNS; answer++) {
                int count = 0;
                for (int image = 0; image < images; image++) {
                    count += isAnswer(logits[turns * images + image], answer) ? 1 : 0;
                }
                table[turns][answer] = (float) count / images;
            }
        }
        return table;
    }

    private static boolean isAnswer(float[] logits, int c) {
        for (int other = 0; other < TURNS; other++) {
            if (logits[other] > logits[c] || (other < c && logits[other] == logits[c])) {
                return false;
            }
        }
        return true;
    }
}
