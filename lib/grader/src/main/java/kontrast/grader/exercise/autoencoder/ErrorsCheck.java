package kontrast.grader.exercise.autoencoder;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 2.2: the mean squared error of each picture of a batch. */
final class ErrorsCheck {

    /** Float32: a mean of some dozen squares below 1. */
    private static final double TOLERANCE = 1e-5;

    private ErrorsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> errors(a.get(0), a.get(1));
        Cases batches = Cases.times(5, r -> call(r, r.nextInt(2, 5)));
        Cases one = Cases.times(3, r -> call(r, 1));
        return Check.of("2.2")
                .example(
                        "Two pictures of 1 x 2 pixels and one colour: 0, 1 and 0.5, 0.5. They were painted as 0, 0 and"
                                + " 0.5, 0.7.",
                        Call.of(
                                Value.tensor(new long[] {2, 1, 1, 2}, 0, 0, 0.5, 0.7),
                                Value.tensor(new long[] {2, 1, 1, 2}, 0, 1, 0.5, 0.5)))
                .property(Property.equal("is right for each picture of a batch", 3, TOLERANCE, batches, oracle)
                        .asEssential())
                .property(Property.equal("is right for a batch of one picture", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, batches));
    }

    /** Rows and columns differ in number; what is painted is as often too bright as too dark. */
    private static Call call(RandomGenerator r, int batch) {
        long[] shape = {batch, r.nextInt(2, 4), r.nextInt(2, 4), r.nextInt(4, 6)};
        double[] pictures = new double[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
        double[] painted = new double[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) r.nextDouble();
            painted[i] = (float) r.nextDouble();
        }
        return Call.of(Value.tensor(shape, painted), Value.tensor(shape, pictures));
    }

    /** The oracle: value by value, in double precision. */
    private static Value errors(Value painted, Value pictures) {
        double[] p = painted.data();
        double[] x = pictures.data();
        double[] sums = new double[pictures.length(0)];
        int values = x.length / sums.length;
        for (int i = 0; i < x.length; i++) {
            sums[i / values] += (p[i] - x[i]) * (p[i] - x[i]);
        }
        for (int b = 0; b < sums.length; b++) {
            sums[b] /= values;
        }
        return Value.tensor(new long[] {sums.length}, sums);
    }
}
