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

/** 18.5: SwAV's loss. */
final class SwappedCheck {

    /** Float32: sums of a few logarithms of size 1 to 10. */
    private static final double TOLERANCE = 1e-4;

    private SwappedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> FamilyFormulas.scalar(FamilyFormulas.swapped(
                m(a, 0), m(a, 1), m(a, 2), m(a, 3), a.get(4).number()));
        Cases plain = Cases.times(3, r -> call(r, r.nextInt(3, 6), 1, 1));
        Cases cold = Cases.times(4, r -> call(r, r.nextInt(3, 6), 1, r.nextDouble(0.1, 0.6)));
        Cases one = Cases.times(2, r -> call(r, 1, 1, 0.5));
        Cases far = Cases.times(3, r -> call(r, 3, 60, 0.1));
        return Check.of("18.5")
                .example(
                        "One picture, two prototypes, temperature 1. View x has the scores (0, 0) and the code"
                                + " (0, 1); view y has the scores (0, 0) and the code (1, 0).",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 0, 0),
                                Value.tensor(new long[] {1, 2}, 0, 0),
                                Value.tensor(new long[] {1, 2}, 0, 1),
                                Value.tensor(new long[] {1, 2}, 1, 0),
                                Value.of(1.0)))
                .property(Property.equal("is right for temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for other temperatures", 2, TOLERANCE, cold, oracle))
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the scores of x", 1, TOLERANCE, cold, oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at the scores of y",
                        1,
                        TOLERANCE,
                        cold,
                        1,
                        oracle.gradient(1)))
                .property(Property.equal("stays finite and correct for scores far apart", 1, TOLERANCE, far, oracle))
                .property(Property.pure(1, cold));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static Call call(RandomGenerator r, int n, double scale, double temperature) {
        int prototypes = r.nextInt(3, 5);
        return Call.of(
                Draw.tensor(Draw.numbers(r, n, prototypes, scale)),
                Draw.tensor(Draw.numbers(r, n, prototypes, scale)),
                Draw.tensor(shares(r, n, prototypes)),
                Draw.tensor(shares(r, n, prototypes)),
                Value.of(temperature));
    }

    /** Rows with sum 1. */
    private static float[][] shares(RandomGenerator r, int n, int prototypes) {
        float[][] shares = new float[n][prototypes];
        for (float[] row : shares) {
            double sum = 0;
            double[] parts = new double[prototypes];
            for (int k = 0; k < prototypes; k++) {
                parts[k] = r.nextDouble(0.02, 1);
                sum += parts[k];
            }
            for (int k = 0; k < prototypes; k++) {
                row[k] = (float) (parts[k] / sum);
            }
        }
        return shares;
    }
}
