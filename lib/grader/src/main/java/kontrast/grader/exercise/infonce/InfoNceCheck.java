package kontrast.grader.exercise.infonce;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.1: InfoNCE of one query, from its scores. */
final class InfoNceCheck {

    /** Scores are floats, exact in double; the sums are in double or, with some, in float. */
    private static final double TOLERANCE = 1e-4;

    private InfoNceCheck() {}

    static Check.Draft create() {
        Oracle oracle = oracle();
        Cases plain = Cases.times(4, r -> call(Scores.cosines(r, r.nextInt(3, 9)), 0, 1));
        Cases anywhere = Cases.times(4, r -> {
            int k = r.nextInt(3, 9);
            return call(Scores.cosines(r, k), r.nextInt(1, k), 1);
        });
        Cases sharp = Cases.times(5, r -> call(r, r.nextDouble(2, 20), r.nextBoolean()));
        Cases equal = Cases.times(3, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            Arrays.fill(scores, (float) r.nextDouble(-1, 1));
            return call(scores, r.nextInt(scores.length), r.nextDouble(0.5, 3));
        });
        Cases wide = r -> Stream.of(true, false, true, false)
                .map(best -> call(r, r.nextDouble(2000, 3000), best))
                .toList();
        // All exponents are far below 0, where exp is 0: a maximum must not start there.
        Cases negative = Cases.times(2, r -> {
            float[] scores = new float[r.nextInt(2, 9)];
            for (int j = 0; j < scores.length; j++) {
                scores[j] = (float) r.nextDouble(-1, -0.4);
            }
            return call(scores, r.nextInt(scores.length), r.nextDouble(2000, 3000));
        });
        Cases cold = r -> Stream.of(wide, negative)
                .flatMap(cases -> cases.draw(r).stream())
                .toList();
        return Check.of("8.1")
                .example(
                        "Scores (0, 0, 0, 0), the positive is number 2, beta 5. Four candidates"
                                + " that look alike: what is the probability of a right guess?",
                        call(new float[4], 2, 5))
                .property(Property.equal("is right for beta 1 with the positive first", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right wherever the positive is", 1, TOLERANCE, anywhere, oracle))
                .property(Property.equal("is right for other values of beta", 2, TOLERANCE, sharp, oracle))
                .property(Property.equal("is right when all scores are equal", 1, TOLERANCE, equal, oracle))
                .property(Property.equal(
                        "stays finite and correct for a beta in the thousands", 2, TOLERANCE, cold, oracle))
                .property(Property.pure(1, sharp));
    }

    /** The loss, in double. */
    static Oracle oracle() {
        return a -> Value.of(Scores.infoNce(
                a.get(0).data(), (int) a.get(1).number(), a.get(2).number()));
    }

    /** The positive is not the first, and has the best score of all, or the worst. */
    private static Call call(RandomGenerator r, double beta, boolean best) {
        int k = r.nextInt(4, 9);
        float[] scores = Scores.cosines(r, k);
        int positive = r.nextInt(1, k);
        scores[positive] = best ? 1 : -1;
        return call(scores, positive, beta);
    }

    static Call call(float[] scores, int positive, double beta) {
        return Call.of(Value.of(scores), Value.of(positive), Value.of(beta));
    }
}
