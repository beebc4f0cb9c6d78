package kontrast.grader.exercise.rotation;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.4: the cross entropy of four rotations, averaged over rotations and images. */
final class RotationLossCheck {

    private static final int TURNS = 4;

    /** Float32: a few dozen terms of size 1. */
    private static final double TOLERANCE = 1e-4;

    /** In single precision, like all logits. */
    private static final double LN_3 = (float) Math.log(3);

    private RotationLossCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(Draw.matrix(a.get(0))));
        Cases plain = Cases.times(4, r -> call(r, 1));
        Cases guess = r -> List.of(call(r, 0));
        Cases large = Cases.times(3, r -> call(r, 100));
        return Check.of("3.4")
                .example(
                        "One image, so four rows: the image turned 0, 1, 2, 3 times. Rows 0 and 2 have the logits 0,"
                                + " 0, 0, 0: guesses, ln 4 each. Rows 1 and 3 have 0, 0, ln 3, 0, so they take the"
                                + " image for one turned twice. What probability is left for the right answer there?",
                        Call.of(Value.tensor(
                                new long[] {TURNS, TURNS}, 0, 0, 0, 0, 0, 0, LN_3, 0, 0, 0, 0, 0, 0, 0, LN_3, 0)))
                .property(Property.equal("is the mean cross entropy of a stacked batch", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(
                        Property.equal("is the loss of a guess when the logits are equal", 1, TOLERANCE, guess, oracle))
                .property(Property.gradient("has the gradient (p - y) / 4B", 2, TOLERANCE, plain, oracle.gradient()))
                .property(Property.equal(
                        "stays finite and correct for logits in the hundreds", 1, TOLERANCE, large, oracle));
    }

    private static Call call(RandomGenerator r, double size) {
        return Call.of(Draw.tensor(Draw.numbers(r, TURNS * r.nextInt(3, 7), TURNS, size)));
    }

    /** The oracle, in double precision. */
    private static double loss(double[][] logits) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            double largest = Arrays.stream(logits[i]).max().orElseThrow();
            double sum =
                    Arrays.stream(logits[i]).map(a -> Math.exp(a - largest)).sum();
            loss += Math.log(sum) + largest - logits[i][i / (logits.length / TURNS)];
        }
        return loss / logits.length;
    }
}
