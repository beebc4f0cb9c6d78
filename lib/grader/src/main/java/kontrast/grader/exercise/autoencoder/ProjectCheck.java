package kontrast.grader.exercise.autoencoder;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 2.4: pictures painted from their coordinates along the first k principal directions. */
final class ProjectCheck {

    /** Float32: two products of matrices with a dozen terms of size 3. */
    private static final double TOLERANCE = 1e-4;

    private ProjectCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> projected(a.get(0), a.get(1), a.get(2), (int) a.get(3).number());
        Cases some = Cases.times(6, r -> call(r, r.nextInt(6, 9), 5, r.nextInt(2, 5)));
        Cases one = Cases.times(3, r -> call(r, r.nextInt(4, 7), 4, 1));
        Cases none = Cases.times(3, r -> call(r, r.nextInt(4, 7), 4, 0));
        Cases all = Cases.times(3, r -> call(r, 5, 5, 5));
        return Check.of("2.4")
                .example(
                        "Pictures of two values, mean (1, 1), directions (0.6, 0.8) and (-0.8, 0.6). The picture"
                                + " (4, 3) is painted from one number.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 4, 3),
                                Value.tensor(new long[] {2}, 1, 1),
                                Value.tensor(new long[] {2, 2}, 0.6, 0.8, -0.8, 0.6),
                                Value.of(1)))
                .property(Property.equal("paints from the first k directions", 3, TOLERANCE, some, oracle)
                        .asEssential())
                .property(Property.equal("paints from one direction", 1, TOLERANCE, one, oracle))
                .property(Property.equal("paints the mean where k = 0", 1, TOLERANCE, none, oracle))
                .property(Property.equal("loses nothing with as many directions as values", 1, TOLERANCE, all, oracle))
                .property(Property.pure(1, some));
    }

    /** Directions at right angles by Gram and Schmidt, a mean that is not along any of them. */
    private static Call call(RandomGenerator r, int d, int m, int k) {
        double[][] v = new double[m][d];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < d; i++) {
                v[j][i] = r.nextGaussian();
            }
            for (int round = 0; round < 2; round++) { // the second time against rounding
                for (int l = 0; l < j; l++) {
                    double along = dot(v[j], v[l]);
                    for (int i = 0; i < d; i++) {
                        v[j][i] -= along * v[l][i];
                    }
                }
            }
            double length = Math.sqrt(dot(v[j], v[j]));
            for (int i = 0; i < d; i++) {
                v[j][i] /= length;
            }
        }
        double[] directions = new double[m * d];
        for (int i = 0; i < directions.length; i++) {
            directions[i] = (float) v[i / d][i % d];
        }
        int batch = r.nextInt(2, 5);
        return Call.of(
                Value.tensor(new long[] {batch, d}, numbers(r, batch * d, 0)),
                Value.tensor(new long[] {d}, numbers(r, d, 2)),
                Value.tensor(new long[] {m, d}, directions),
                Value.of(k));
    }

    private static double[] numbers(RandomGenerator r, int count, double around) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (around + r.nextGaussian());
        }
        return numbers;
    }

    private static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    /** The oracle: through the matrix P = sum of v v^T, which never forms a code. */
    private static Value projected(Value x, Value mean, Value directions, int k) {
        int d = x.length(1);
        double[] v = directions.data();
        double[][] p = new double[d][d];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < d * d; i++) {
                p[i / d][i % d] += v[j * d + i / d] * v[j * d + i % d];
            }
        }
        double[] m = mean.data();
        double[] in = x.data();
        double[] out = new double[in.length];
        for (int i = 0; i < out.length; i++) {
            int row = i / d * d;
            out[i] = m[i % d];
            for (int l = 0; l < d; l++) {
                out[i] += p[i % d][l] * (in[row + l] - m[l]);
            }
        }
        return Value.tensor(x.shape(), out);
    }
}
