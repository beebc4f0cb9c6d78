package kontrast.grader.exercise;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.ReportedAccuracy;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.5: a setting is chosen on validation, and only its test accuracy is reported. */
final class ReportedAccuracyCheck {

    /** Numbers are looked up, not computed; the slack is for an average in float. */
    private static final double TOLERANCE = 1e-6;

    private ReportedAccuracyCheck() {}

    static Check<ReportedAccuracy> create() {
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
        Cases tied = Cases.times(6, r -> call(r, true));
        return Check.of("1.5", "Choose on validation, report on test", 2, signature())
                .reference((s, validation, test) -> test[chosen(s, validation)])
                .example(
                        "Strengths 1, 0.1, 0.01; validation 0.50, 0.75, 0.75; test 0.60, 0.65, 0.70."
                                + " Cover the line of the test accuracies with your hand while you"
                                + " choose.",
                        Call.of(Value.of(1f, 0.1f, 0.01f), Value.of(0.5f, 0.75f, 0.75f), Value.of(0.6f, 0.65f, 0.7f)))
                .property(Property.equal("reports the setting that is best on validation", 2, TOLERANCE, clear, oracle)
                        .asEssential())
                .property(Property.equal(
                        "takes the strongest penalty of those that are equally good", 1, TOLERANCE, tied, oracle))
                .misconception(
                        "best on test",
                        (s, validation, test) -> test[first(test)],
                        "You report the best of the test accuracies: the test set has made the"
                                + " choice, and its accuracy is no longer an estimate for new"
                                + " images. With enough settings to try, pure luck looks like"
                                + " progress.")
                .misconception(
                        "validation accuracy reported",
                        (s, validation, test) -> validation[first(validation)],
                        "The choice is right, but you report the accuracy that it was made by. The"
                                + " winner of a contest has been lucky too; ask somebody who did"
                                + " not judge.")
                .misconception(
                        "chosen by validation and test together",
                        (s, validation, test) -> test[first(sums(validation, test))],
                        "Your choice looks at both accuracies. Half a peek is a peek.")
                .misconception(
                        "mean over the settings",
                        (s, validation, test) -> (float) IntStream.range(0, test.length)
                                .mapToDouble(i -> test[i])
                                .average()
                                .orElse(0),
                        "You average over all settings, bad ones too. One is chosen, and its" + " accuracy counts.")
                .misconception(
                        "worst on validation",
                        (s, validation, test) -> test[first(negative(validation))],
                        "You choose where validation is lowest, as one would with a loss. These are" + " accuracies.")
                .misconception(
                        "strongest penalty always",
                        (s, validation, test) -> test[first(s)],
                        "You take the strongest penalty whatever validation says. It decides only"
                                + " between settings that are equally good.")
                .misconception(
                        "last setting",
                        (s, validation, test) -> test[test.length - 1],
                        "You report the last setting that was tried: no choice has taken place.")
                .misconception(
                        "strength for accuracy",
                        (s, validation, test) -> s[chosen(s, validation)],
                        "You return the strength that was chosen. Wanted is what it reaches on the" + " test set.")
                .misconception(
                        "least overfitted",
                        (s, validation, test) -> test[first(negative(gaps(validation, test)))],
                        "You choose the setting whose two accuracies lie closest together. The test"
                                + " accuracies must not take part, and close together is not"
                                + " good.")
                .misconception(
                        "first of equals",
                        (s, validation, test) -> test[first(validation)],
                        "Of settings that are equally good you take the first one tried: another"
                                + " order of the same settings, another result. The text names the"
                                + " one to take.")
                .misconception(
                        "last of equals",
                        (s, validation, test) -> test[last(validation)],
                        "Of settings that are equally good you take the last one tried: another"
                                + " order of the same settings, another result. The text names the"
                                + " one to take.")
                .misconception(
                        "weakest of equals",
                        (s, validation, test) -> test[chosen(negative(s), validation)],
                        "Of settings that are equally good you take the weakest penalty. Which of"
                                + " the two would you rather trust with new images? The text says"
                                + " so too.")
                .misconception(
                        "nearly equal for equal",
                        (s, validation, test) -> test[chosen(s, rounded(validation))],
                        "You also take settings for equally good whose validation accuracies differ a"
                                + " little. Equal means equal: how close is close enough would be one more"
                                + " choice to make.")
                .misconception(
                        "equals decided on test",
                        (s, validation, test) -> test[chosen(test, validation)],
                        "Where validation cannot decide, you let the test accuracies decide. A small"
                                + " leak is one as well.")
                .build();
    }

    private static Signature<ReportedAccuracy> signature() {
        return new Signature<>(
                "reportedAccuracy",
                Kind.FLOAT,
                List.of("strengths", "validation", "test"),
                List.of(Kind.FLOATS, Kind.FLOATS, Kind.FLOATS),
                (f, a) -> f.apply((float[]) a[0], (float[]) a[1], (float[]) a[2]));
    }

    /**
     * Accuracies in 64ths, exact in float, so that ties are ties. All test accuracies differ. With
     * ties, the first, the strongest, the weakest, the best on test and the last of the equals are
     * five settings, and one behind them is better on test, and in the sum, than all of them. Without
     * ties the second on validation is nearly as good as the first, and its penalty is stronger.
     */
    private static Call call(RandomGenerator r, boolean tied) {
        int n = r.nextInt(6, 10);
        int[] order = permutation(r, n);
        float[] strengths = new float[n];
        float[] validation = new float[n];
        float[] test = new float[n];
        int[] levels = permutation(r, n);
        int[] marks = permutation(r, n);
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

    private static int indexOf(int[] numbers, int number) {
        return IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] == number)
                .findFirst()
                .orElseThrow();
    }

    private static int[] permutation(RandomGenerator r, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = r.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The best on validation; of equals the one with the largest rank. */
    private static int chosen(float[] rank, float[] validation) {
        int best = 0;
        for (int i = 1; i < validation.length; i++) {
            boolean better =
                    validation[i] > validation[best] || (validation[i] == validation[best] && rank[i] > rank[best]);
            best = better ? i : best;
        }
        return best;
    }

    private static int first(float[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] > numbers[best] ? i : best;
        }
        return best;
    }

    private static int last(float[] numbers) {
        int best = 0;
        for (int i = 1; i < numbers.length; i++) {
            best = numbers[i] >= numbers[best] ? i : best;
        }
        return best;
    }

    private static float[] sums(float[] a, float[] b) {
        float[] sums = new float[a.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = a[i] + b[i];
        }
        return sums;
    }

    private static float[] gaps(float[] a, float[] b) {
        float[] gaps = new float[a.length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = Math.abs(a[i] - b[i]);
        }
        return gaps;
    }

    private static float[] rounded(float[] numbers) {
        float[] rounded = new float[numbers.length];
        float highest = numbers[first(numbers)];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = highest - numbers[i] < 0.01f ? highest : numbers[i];
        }
        return rounded;
    }

    private static float[] negative(float[] numbers) {
        float[] negative = new float[numbers.length];
        for (int i = 0; i < negative.length; i++) {
            negative[i] = -numbers[i];
        }
        return negative;
    }
}
