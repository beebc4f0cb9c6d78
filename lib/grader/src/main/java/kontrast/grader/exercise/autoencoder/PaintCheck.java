package kontrast.grader.exercise.autoencoder;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 2.7: a picture painted from its code and from nothing else. */
final class PaintCheck {

    /** Float32: two products of matrices with a dozen terms of size 2. */
    private static final double TOLERANCE = 1e-4;

    private PaintCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> painted(a.get(0), a.get(1), a.get(2), a.get(3));
        Cases any = Cases.times(5, r -> call(r, false));
        Cases silent = Cases.times(3, r -> call(r, true));
        return Check.of("2.7")
                .example(
                        "Pictures of two values, a code of one number. e = (1, 1), w = (2, 3), bias (0.5, 0.5). The"
                                + " picture (1, 0) has the code 1.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 1, 0),
                                Value.tensor(new long[] {2, 1}, 1, 1),
                                Value.tensor(new long[] {1, 2}, 2, 3),
                                Value.tensor(new long[] {2}, 0.5, 0.5)))
                .property(Property.equal("paints from the code", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("paints all pictures whose code is 0 alike", 1, TOLERANCE, silent, oracle))
                .property(Property.pure(1, any));
    }

    /** Codes of both signs, of which relu leaves about half; or a code that is below 0 for every picture. */
    private static Call call(RandomGenerator r, boolean silent) {
        int batch = r.nextInt(3, 6);
        int d = r.nextInt(5, 9);
        int k = r.nextInt(3, 5);
        double[] x = new double[batch * d];
        double[] e = new double[d * k];
        double[] w = new double[k * d];
        double[] bias = new double[d];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) r.nextDouble();
        }
        for (int i = 0; i < e.length; i++) {
            e[i] = (float) (silent ? -Math.abs(r.nextGaussian()) : r.nextGaussian());
            w[i] = (float) r.nextGaussian();
        }
        for (int i = 0; i < d; i++) {
            bias[i] = (float) r.nextGaussian();
        }
        return Call.of(
                Value.tensor(new long[] {batch, d}, x),
                Value.tensor(new long[] {d, k}, e),
                Value.tensor(new long[] {k, d}, w),
                Value.tensor(new long[] {d}, bias));
    }

    /** The oracle: number by number. */
    private static Value painted(Value x, Value e, Value w, Value bias) {
        int d = e.length(0);
        int k = e.length(1);
        double[] out = new double[x.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = bias.data()[i % d];
            for (int j = 0; j < k; j++) {
                double code = 0;
                for (int l = 0; l < d; l++) {
                    code += x.at(i / d, l) * e.at(l, j);
                }
                out[i] += code > 0 ? code * w.at(j, i % d) : 0;
            }
        }
        return Value.tensor(x.shape(), out);
    }
}
