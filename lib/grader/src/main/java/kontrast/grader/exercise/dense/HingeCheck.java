package kontrast.grader.exercise.dense;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** 17.4: what the hard non-matches cost. */
final class HingeCheck {

    /** Float32 squares of differences of roots. */
    private static final double TOLERANCE = 1e-4;

    /**
     * Where two descriptors are equal. Who takes the distance from lengths and products, and not from the difference,
     * has rounding of about 1e-8 there, which the root of 1e-12 enlarges to about 1e-2. That is finite, as asked for.
     */
    private static final double ENLARGED = 0.05;

    private static final double CLEAR = 0.02; // no distance is nearer to the margin than that

    private HingeCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                loss(
                        Draw.matrix(a.get(0)),
                        Draw.matrix(a.get(1)),
                        Draw.matrix(a.get(2)),
                        a.get(3).number()));
        Cases some =
                Cases.times(5, r -> call(r, 5, 7, r.nextDouble(0.8, 1.6))).and(Cases.times(1, r -> unwanted(r, 1)));
        Cases every = Cases.times(2, r -> call(r, 3, 4, 9));
        Cases none = Cases.times(2, r -> unwanted(r, 0));
        Cases equal = Cases.times(3, HingeCheck::equal);
        Cases few = Cases.times(2, r -> call(r, 3, 4, 1.3));
        return Check.of("17.4")
                .example(
                        "One pixel of A has the descriptor (0, 0), three of B have (0.3, 0), (0, 0.4) and (3, 4); the"
                                + " second of these is not to be compared; margin 0.5. Which pair is hard, and how far"
                                + " short of the margin is it?",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 0, 0),
                                Value.tensor(new long[] {3, 2}, 0.3, 0, 0, 0.4, 3, 4),
                                Value.tensor(new long[] {1, 3}, 1, 0, 1),
                                Value.of(0.5f)))
                .property(Property.equal("is right where some are hard", 3, TOLERANCE, some, oracle)
                        .asEssential())
                .property(Property.equal("is right where all are hard", 1, TOLERANCE, every, oracle))
                .property(Property.equal("is 0 if none is hard", 1, TOLERANCE, none, oracle))
                .property(
                        Property.gradient("has the gradient of the formula at A", 1, TOLERANCE, few, oracle.gradient()))
                .property(Property.gradient(
                        "has the gradient of the formula at B", 1, TOLERANCE, few, 1, oracle.gradient(1)))
                .property(Property.gradient(
                        "has a finite gradient where two descriptors are equal", 1, ENLARGED, equal, oracle.gradient()))
                .property(Property.pure(1, some));
    }

    /** Descriptors of three numbers; two thirds of the pairs have a 1; some with a 1 and some with a 0 are hard. */
    private static Call call(RandomGenerator r, int k, int n, double margin) {
        while (true) {
            float[][] a = Draw.numbers(r, k, 3, 0.6);
            float[][] v = Draw.numbers(r, n, 3, 0.6);
            float[][] mask = new float[k][n];
            int[] hard = new int[2];
            int[] far = new int[2];
            boolean clear = true;
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < n; j++) {
                    mask[i][j] = r.nextInt(3) > 0 ? 1 : 0;
                    double distance = distance(a[i], v[j]);
                    clear &= Math.abs(distance - margin) > CLEAR && distance > CLEAR;
                    (distance < margin ? hard : far)[(int) mask[i][j]]++;
                }
            }
            boolean mixed = (far[0] > 0 && far[1] > 1) || margin > 8;
            if (clear && hard[0] > 0 && hard[1] > 2 && mixed) {
                return Call.of(Draw.tensor(a), Draw.tensor(v), Draw.tensor(mask), Value.of((float) margin));
            }
        }
    }

    private static double distance(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - (double) y[i]) * (x[i] - (double) y[i]);
        }
        return Math.sqrt(sum);
    }

    /** The hard ones have a 0, but for so many (0 or 1), and the others with a 1 are far. */
    private static Call unwanted(RandomGenerator r, int hard) {
        float[][] a = Draw.numbers(r, 3, 3, 0.1);
        float[][] v = Draw.numbers(r, 4, 3, 0.1);
        double[] mask = new double[12];
        for (int i = 0; i < 3; i++) {
            mask[4 * i + 2] = 1;
        }
        mask[1] = hard;
        v[2][0] += 9;
        return Call.of(
                Draw.tensor(a),
                Draw.tensor(v),
                Value.of(Kind.NDARRAY, "float32", new long[] {3, 4}, mask),
                Value.of(1f));
    }

    /** One pixel of B has the descriptor of one of A, and is to be pushed away. */
    private static Call equal(RandomGenerator r) {
        float[][] a = Draw.numbers(r, 2, 3, 0.2);
        float[][] v = Draw.numbers(r, 3, 3, 0.2);
        v[1] = a[0].clone();
        double[] mask = new double[6];
        Arrays.fill(mask, 1);
        return Call.of(
                Draw.tensor(a),
                Draw.tensor(v),
                Value.of(Kind.NDARRAY, "float32", new long[] {2, 3}, mask),
                Value.of(3f));
    }

    /** The oracle: pair by pair. */
    private static double loss(double[][] a, double[][] v, double[][] mask, double margin) {
        double sum = 0;
        int hard = 0;
        for (int k = 0; k < a.length; k++) {
            for (int j = 0; j < v.length; j++) {
                double square = 0;
                for (int i = 0; i < a[k].length; i++) {
                    square += (a[k][i] - v[j][i]) * (a[k][i] - v[j][i]);
                }
                double distance = Math.sqrt(square);
                if (mask[k][j] == 1 && distance < margin) {
                    sum += (margin - distance) * (margin - distance);
                    hard++;
                }
            }
        }
        return hard == 0 ? 0 : sum / hard;
    }
}
