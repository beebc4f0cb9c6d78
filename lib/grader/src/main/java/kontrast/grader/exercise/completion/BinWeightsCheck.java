package kontrast.grader.exercise.completion;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.5: weights that are large for rare bins, with the mean 1 over pixels. */
final class BinWeightsCheck {

    private static final double TOLERANCE = 1e-4;

    private BinWeightsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(weights(a.get(1).number(), Unpack.floats(a.get(0))));
        Cases any = Cases.times(5, r -> call(r, false, r.nextDouble(0.3, 0.7)));
        Cases zeros = Cases.times(4, r -> call(r, true, r.nextDouble(0.2, 0.9)));
        Cases equal = Cases.times(3, r -> call(r, true, 1));
        return Check.of("5.5")
                .example(
                        "Two bins with the shares 0.75 and 0.25; lambda = 0.5. What are the two denominators?"
                                + " What is the mean of v over pixels?",
                        Call.of(Value.of(0.75f, 0.25f), Value.of(0.5)))
                .property(Property.equal("weights rare bins more, with mean 1 over pixels", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("handles bins that never occur", 1, TOLERANCE, zeros, oracle))
                .property(Property.equal("weights all bins equally with lambda = 1", 1, TOLERANCE, equal, oracle))
                .property(Property.pure(1, any));
    }

    /** Shares that halve from bin to bin, in any order, some of them none. */
    private static Call call(RandomGenerator r, boolean zeros, double lambda) {
        int bins = r.nextInt(5, 9);
        float[] shares = new float[bins];
        double sum = 0;
        for (int q = 0; q < bins; q++) {
            boolean none = zeros && q % 3 == 1;
            shares[q] = none ? 0 : (float) (Math.pow(0.5, r.nextInt(0, 6)) * r.nextDouble(0.7, 1));
            sum += shares[q];
        }
        for (int q = 0; q < bins; q++) {
            shares[q] = (float) (shares[q] / sum);
        }
        return Call.of(Value.of(shares), Value.of(lambda));
    }

    /** The oracle: scales by the pixels of a picture in which each bin has its share. */
    private static float[] weights(double lambda, float... shares) {
        double[] weights = new double[shares.length];
        double all = 0;
        for (int q = 0; q < shares.length; q++) {
            double blended = shares[q] + lambda * (1.0 / shares.length - shares[q]);
            weights[q] = Math.pow(blended, -1);
            all += shares[q] / blended;
        }
        for (int q = 0; q < shares.length; q++) {
            weights[q] /= all;
        }
        return Unpack.rounded(weights);
    }
}
