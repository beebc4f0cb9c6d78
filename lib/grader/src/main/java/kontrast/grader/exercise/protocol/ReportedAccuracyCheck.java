package kontrast.grader.exercise.protocol;

import java.util.Comparator;
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

/** 1.5: a setting is chosen on validation, and only its test accuracy is reported. */
final class ReportedAccuracyCheck {

    /** Numbers are looked up, not computed; the slack is for an average in float. */
    private static final double TOLERANCE = 1e-6;

    private ReportedAccuracyCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            float[] strengths = Unpack.floats(a.get(0));
            float[] validation = Unpack.floats(a.get(1));
            int best = IntStream.range(0, validation.length)
                    .boxed()
                    .max(Comparator.<Integer>comparingDouble(i -> validation[i]).thenComparingDouble(i -> strengths[i]))
                    .orElseThrow();
            return Value.of(Unpack.floats(a.get(2))[best]);
        };
        Cases clear = Cases.times(6, r -> call(r, false));
        Cases tied = Cases.times(6, r -> call(r, true)).and(Cases.times(2, r -> strongestFirst(call(r, true))));
        return Check.of("1.5")
                .example(
                        "Strengths 1, 0.1, 0.01; validation 0.50, 0.75, 0.75; test 0.60, 0.65, 0.70."
                                + " Cover the line of the test accuracies with your hand while you"
                                + " choose.",
                        Call.of(Value.of(1f, 0.1f, 0.01f), Value.of(0.5f, 0.75f, 0.75f), Value.of(0.6f, 0.65f, 0.7f)))
                .property(Property.equal("reports the setting that is best on validation", 2, TOLERANCE, clear, oracle)
                        .asEssential())
                .property(Property.equal(
                        "takes the strongest penalty of those that are equally good", 1, TOLERANCE, tied, oracle));
    }

    /**
     * Accuracies in 64ths, exact in float, so that ties are ties. All test accuracies differ. With
     * ties, the first, the strongest, the weakest, the best on test and the last of the equals are
     * five settings, and one behind them is better on test, and in the sum, than all of them. Without
     * ties the second on validation is nearly as good as the first, and its penalty is stronger.
     */
    private static Call call(RandomGenerator r, boolean tied) {
        int n = r.nextInt(6, 10);
        int[] order = Draw.permutation(r, n);
        float[] strengths = new float[n];
        float[] validation = new float[n];
        float[] test = new float[n];
        int[] levels = Draw.permutation(r, n);
        int[] marks = Draw.permutation(r, n);
        for (int i = 0; i < n; i++) {
            strengths[i] = (float) Math.pow(10, 1 - order[i]);
            validation[i] = (20 + 2 * levels[i]) / 64f;
            test[i] = (19 + 3 * marks[i]) / 64f;
        }
        if (!tied) {
            int first = indexOf(levels, n - 1);
            int second = indexOf(levels, n - 2);
            validation[second] = validation[first] - 1 / 256f;
            float stronger = Math.max(strengths[first], strengths[second]);
            strengths[first] = Math.min(strengths[first], strengths[second]);
            strengths[second] = stronger;
        } else {
            int strongest = r.nextInt(1, n - 4);
            for (int i : new int[] {0, strongest, n - 4, n - 3, n - 2}) {
                validation[i] = 60 / 64f;
            }
            strengths[strongest] = 100;
            strengths[n - 4] = 1e-8f;
            test[n - 3] = 47 / 64f;
            validation[n - 1] = 58 / 64f;
            test[n - 1] = 53 / 64f;
        }
        return Call.of(Value.of(strengths), Value.of(validation), Value.of(test));
    }

    /** The first of the equals changes its strength with the strongest; those behind it are weaker. */
    private static Call strongestFirst(Call call) {
        float[] strengths = Unpack.floats(call.arguments().get(0));
        for (int i = 1; i < strengths.length; i++) {
            if (strengths[i] == 100) {
                strengths[i] = strengths[0];
                strengths[0] = 100;
            }
        }
        return Call.of(
                Value.of(strengths), call.arguments().get(1), call.arguments().get(2));
    }

    private static int indexOf(int[] numbers, int number) {
        return IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] == number)
                .findFirst()
                .orElseThrow();
    }
}
