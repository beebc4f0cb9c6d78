package kontrast.grader.exercise.protocol;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.2: cross entropy of a linear classifier, and a penalty on its weights. */
final class ProbeLossCheck {

    /** Double precision throughout; who rounds the logits to float is still right. */
    private static final double TOLERANCE = 1e-5;

    private ProbeLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Probe.loss(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number()));
        Cases plain = Cases.times(4, r -> Probe.call(r, 0));
        Cases penalised = Cases.times(5, r -> Probe.call(r, r.nextDouble(0.1, 2)));
        Cases large = ProbeLossCheck::large;
        Cases guessing = Cases.times(2, r -> Probe.call(r, r.nextDouble(0.1, 2), 0));
        return Check.of("1.2")
                .example(
                        "One image with a single feature, 1, label 0, two classes; W has the row"
                                + " (1, 0), b = (0, 1), penalty 2. Both logits are equal, so you"
                                + " know the softmax; then add the penalty.",
                        Call.of(
                                Value.of(new float[][] {{1}}),
                                Value.of(new int[] {0}),
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(new float[] {0, 1}),
                                Value.of(2.0)))
                .property(Property.equal(
                                "is the mean cross entropy when there is no penalty", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("adds the penalty", 2, TOLERANCE, penalised, oracle))
                .property(Property.equal(
                        "is right for weights of 0, where only the bias matters", 1, TOLERANCE, guessing, oracle))
                .property(Property.equal(
                        "stays finite and correct for logits in the thousands", 1, TOLERANCE, large, oracle));
    }

    /** Logits in the thousands: of either sign, once with all answers right; all above 0; all below. */
    private static List<Call> large(RandomGenerator r) {
        Call some = Probe.call(r, 0, 3000);
        float[][] x = Unpack.rows(some.arguments().get(0));
        float[][] w = Unpack.rows(some.arguments().get(2));
        float[] b = Unpack.floats(some.arguments().get(3));
        int[] sure = Arrays.stream(x)
                .mapToInt(row -> largest(Probe.logits(row, w, b)))
                .toArray();
        Call certain = Call.of(
                some.arguments().get(0),
                Value.of(sure),
                some.arguments().get(2),
                some.arguments().get(3),
                Value.of(0.0));
        return List.of(certain, some, Probe.call(r, 0, 3000), Probe.around(r, 4000), Probe.around(r, -4000));
    }

    private static int largest(double[] numbers) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .max(Comparator.comparingDouble(c -> numbers[c]))
                .orElseThrow();
    }
}
