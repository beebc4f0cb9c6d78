package kontrast.grader.exercise.autoencoder;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 2.5: the earliest checkpoint within a standard error of the best probe. */
final class WhichCheckpointCheck {

    private WhichCheckpointCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(chosen(
                Unpack.floats(a.get(0)), Unpack.floats(a.get(1)), (int) a.get(2).number()));
        Cases clear = Cases.times(6, r -> call(r, false));
        Cases several = Cases.times(6, r -> call(r, true));
        Cases near = r ->
                Stream.concat(several.draw(r).stream(), borders(r).stream()).toList();
        Cases diverged = Cases.times(4, r -> call(r, r.nextBoolean(), -0.6, 0, 0.6))
                .and(Cases.times(12, r -> call(r, true, 0.93, 0, 0.5)));
        return Check.of("2.5")
                .example(
                        "Errors 0.5, 0.1, 0.05, 0.02, accuracies 0.3, 0.48, 0.5, 0.4, measured on 100 pictures."
                                + " The standard error of 0.5 is 0.05.",
                        Call.of(
                                Value.of(new float[] {0.5f, 0.1f, 0.05f, 0.02f}),
                                Value.of(new float[] {0.3f, 0.48f, 0.5f, 0.4f}),
                                Value.of(100)))
                .property(Property.equal("takes the best where no other is near", 2, 0, clear, oracle)
                        .asEssential())
                .property(Property.equal("takes the earliest within a standard error", 3, 0, near, oracle))
                .property(Property.equal("leaves out what has diverged", 2, 0, diverged, oracle))
                .property(Property.pure(1, diverged));
    }

    /**
     * The best is place 7 or 8, the least error place 10, the worst probe place 11: none of them is the first or the
     * last. Near the best, in front of it, lie one at 0.5 standard errors, one at 0.3, which has the least error of
     * them all, and two at a few hundredths, one within a variance and one that is not; one at 1.4 comes before them,
     * and one at 0.4 is the last but one. All others are far below, but not by the spread of a single answer, except
     * the first of those that are not near.
     *
     * <p>Diverged are the places 0, 3 and n - 3, so many standard errors above the best. Whoever counts one of them
     * for the best finds another checkpoint good enough, and not none.
     */
    private static Call call(RandomGenerator r, boolean near, double... diverged) {
        int n = r.nextInt(15, 18);
        int asked = r.nextInt(100, 400);
        double best = r.nextDouble(0.65, 0.75);
        double variance = best * (1 - best) / asked;
        double error = Math.sqrt(variance);
        float[] accuracies = far(r, n);
        accuracies[0] = near ? accuracies[0] : 0.1f;
        accuracies[r.nextInt(7, 9)] = (float) best;
        if (near) {
            accuracies[1] = (float) (best - 1.4 * error);
            accuracies[2] = (float) (best - 0.5 * error);
            accuracies[4] = (float) (best - 0.5 * (variance + Math.sqrt(best * (1 - best)) / asked));
            accuracies[5] = (float) (best - 0.3 * error);
            accuracies[6] = (float) (best - 0.5 * variance);
            accuracies[n - 2] = (float) (best - 0.4 * error);
        }
        float[] errors = errors(r, n);
        if (diverged.length > 0) {
            accuracies[5] = near ? accuracies[5] : (float) (best - 0.7 * error);
            int[] places = {0, 3, n - 3};
            for (int i = 0; i < places.length; i++) {
                errors[places[i]] = Float.NaN;
                accuracies[places[i]] = (float) (best + diverged[i] * error);
            }
        }
        return Call.of(Value.of(errors), Value.of(accuracies), Value.of(asked));
    }

    /**
     * The first is good enough, or two are right every time: their standard error is 0. Or one that is not good enough
     * is within a standard error of its own (0.034, that of the best is 0.03).
     */
    private static List<Call> borders(RandomGenerator r) {
        float[] first = far(r, 15);
        first[0] = 0.68f;
        first[8] = 0.7f; // asked on 100 pictures: a standard error of 0.046
        float[] perfect = far(r, 15);
        perfect[5] = 0.99f;
        perfect[7] = 1;
        perfect[9] = 1;
        float[] own = far(r, 15);
        own[3] = 0.867f;
        own[8] = 0.9f;
        return List.of(
                Call.of(Value.of(errors(r, 15)), Value.of(first), Value.of(100)),
                Call.of(Value.of(errors(r, 15)), Value.of(perfect), Value.of(100)),
                Call.of(Value.of(errors(r, 15)), Value.of(own), Value.of(100)));
    }

    private static float[] far(RandomGenerator r, int n) {
        float[] accuracies = new float[n];
        for (int i = 0; i < n; i++) {
            accuracies[i] = (float) r.nextDouble(0.35, 0.45);
        }
        accuracies[11] = 0.05f;
        return accuracies;
    }

    /** They fall, and rise again behind place 10. */
    private static float[] errors(RandomGenerator r, int n) {
        float[] errors = new float[n];
        for (int i = 0; i < n; i++) {
            errors[i] = (float) (i > 10 ? r.nextDouble(0.1, 0.12) : 0.5 / (i + 1 + r.nextDouble(0, 0.5)));
        }
        errors[5] = 0.03f;
        errors[10] = 0.01f;
        return errors;
    }

    /** The oracle: sorts what has not diverged, and compares squares instead of taking a root. */
    static int chosen(float[] errors, float[] accuracies, int asked) {
        List<Integer> sound = IntStream.range(0, errors.length)
                .filter(i -> errors[i] <= Double.POSITIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -accuracies[i]))
                .toList();
        double best = accuracies[sound.get(0)];
        return sound.stream()
                .filter(i -> (best - accuracies[i]) * (best - accuracies[i]) * asked <= best * (1 - best))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
