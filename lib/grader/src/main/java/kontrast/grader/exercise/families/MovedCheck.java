package kontrast.grader.exercise.families;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.9: DINO's centre after a step. */
final class MovedCheck {

    /** Means of a few floats of size 1. */
    private static final double TOLERANCE = 1e-5;

    private MovedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a ->
                FamilyFormulas.tensor(moved(m(a, 0), m(a, 1), m(a, 2), a.get(3).number()));
        Cases zero = Cases.times(3, r -> call(r, r.nextInt(2, 6), 0));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 6), 1));
        Cases one = Cases.times(2, r -> call(r, 1, 1));
        return Check.of("18.9")
                .example(
                        "One picture, two outputs. The centre is (1, 0); the teacher gave (4, 0) for one view and"
                                + " (2, 2) for the other; momentum 0.5.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 1, 0),
                                Value.tensor(new long[] {1, 2}, 4, 0),
                                Value.tensor(new long[] {1, 2}, 2, 2),
                                Value.of(0.5)))
                .property(Property.equal("is right for a centre of zeros", 1, TOLERANCE, zero, oracle)
                        .asEssential())
                .property(Property.equal("is right for any centre", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, any));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static Call call(RandomGenerator r, int n, double size) {
        int k = r.nextInt(3, 6);
        return Call.of(
                Draw.tensor(Draw.numbers(r, 1, k, size)),
                Draw.tensor(Draw.numbers(r, n, k, 1)),
                Draw.tensor(Draw.numbers(r, n, k, 1)),
                Value.of(r.nextDouble(0.55, 0.9)));
    }

    /** The oracle: output by output. */
    private static double[][] moved(double[][] centre, double[][] tx, double[][] ty, double momentum) {
        double[] moved = new double[centre[0].length];
        for (int k = 0; k < moved.length; k++) {
            double sum = 0;
            for (int n = 0; n < tx.length; n++) {
                sum += tx[n][k] + ty[n][k];
            }
            moved[k] = momentum * centre[0][k] + (1 - momentum) * sum / (2 * tx.length);
        }
        return new double[][] {moved};
    }
}
