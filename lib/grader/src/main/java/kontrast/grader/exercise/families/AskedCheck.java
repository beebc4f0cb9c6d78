package kontrast.grader.exercise.families;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.7: what DINO's teacher asks for after some steps. */
final class AskedCheck {

    /** Float32: a softmax of numbers of size 1 over a temperature of at least 0.2. */
    private static final double TOLERANCE = 1e-4;

    private AskedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> FamilyFormulas.tensor(FamilyFormulas.asked(
                outputs(a.get(0)), a.get(1).number(), a.get(2).number()));
        Cases first = Cases.times(3, r -> call(r, 1, 1));
        Cases second = Cases.times(4, r -> call(r, 2, 1));
        Cases many = Cases.times(4, r -> call(r, r.nextInt(3, 6), 1)).and(r -> List.of(call(r, 8, 1)));
        Cases cold = Cases.times(4, r -> call(r, r.nextInt(2, 5), r.nextDouble(0.25, 0.6)));
        return Check.of("18.7")
                .example(
                        "One picture, two steps, two outputs: (4, 0), then (2, 0); temperature 1, momentum 0.5."
                                + " Where is the centre when the second step begins?",
                        Call.of(Value.tensor(new long[] {2, 1, 2}, 4, 0, 2, 0), Value.of(1.0), Value.of(0.5)))
                .property(Property.equal("is right in the first step", 1, TOLERANCE, first, oracle))
                .property(Property.equal(
                                "is right after one step and after several", 4, TOLERANCE, second.and(many), oracle)
                        .asEssential())
                .property(Property.equal("is right for low temperatures", 2, TOLERANCE, cold, oracle))
                .property(Property.pure(1, many));
    }

    private static double[][][] outputs(Value value) {
        int n = value.length(1);
        int k = value.length(2);
        double[] data = value.data();
        double[][][] outputs = new double[value.length(0)][n][k];
        for (int i = 0; i < data.length; i++) {
            outputs[i / (n * k)][i / k % n][i % k] = data[i];
        }
        return outputs;
    }

    /** Outputs that have a liking of their own in each step. */
    private static Call call(RandomGenerator r, int steps, double temperature) {
        int n = r.nextInt(2, 5);
        int k = r.nextInt(3, 5);
        double[] data = new double[steps * n * k];
        double[] liking = new double[steps * k];
        for (int i = 0; i < liking.length; i++) {
            liking[i] = r.nextDouble(-1.5, 1.5);
        }
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (liking[i / (n * k) * k + i % k] + 0.5 * r.nextGaussian());
        }
        return Call.of(
                Value.tensor(new long[] {steps, n, k}, data),
                Value.of(temperature),
                Value.of(r.nextDouble(0.55, 0.85)));
    }
}
