package kontrast.grader.exercise.multiview;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Scores;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 9.3: each eye asks the bank of the other. */
final class BothDirectionsCheck {

    /** Cosines in single precision, over a temperature of 0.2. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.001 a rounding error of a cosine counts a thousandfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private BothDirectionsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            int[] own = Unpack.ints(a.get(4));
            double tau = a.get(5).number();
            return Value.of((float) asked(Draw.matrix(a.get(0)), Draw.matrix(a.get(3)), own, tau), (float)
                    asked(Draw.matrix(a.get(1)), Draw.matrix(a.get(2)), own, tau));
        };
        Cases whole = Cases.times(4, r -> {
            int n = r.nextInt(4, 8);
            int[] own = new int[n];
            Arrays.setAll(own, i -> i);
            return call(r, own, n, 1);
        });
        Cases any = Cases.times(5, r -> {
            int n = r.nextInt(6, 10);
            return call(r, Arrays.copyOf(Draw.permutation(r, n), r.nextInt(2, 5)), n, temperature(r));
        });
        Cases one = Cases.times(2, r -> call(r, new int[] {r.nextInt(1, 5)}, 5, temperature(r)));
        Cases cold = Cases.times(3, r -> call(r, new int[] {3, 1}, 6, 0.001));
        return Check.of("9.3")
                .example(
                        "Banks of two pictures and two numbers. L: (1, 0), (0, 1); ab: (0.6931, 0), (0, 0), where"
                                + " e^0.6931 is 2. The batch is picture 1, with L (1, 0) and ab (0, 0); temperature 1."
                                + " Which exponentials does L see, and which does ab see?",
                        Call.of(
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(new float[][] {{0, 0}}),
                                Value.of(new float[][] {{1, 0}, {0, 1}}),
                                Value.of(new float[][] {{0.6931472f, 0}, {0, 0}}),
                                Value.of(new int[] {1}),
                                Value.of(1.0)))
                .property(Property.equal("is right when the batch is the whole bank", 2, TOLERANCE, whole, oracle)
                        .asEssential())
                .property(Property.equal("is right for some pictures of a larger bank", 3, TOLERANCE, any, oracle))
                .property(Property.equal("is right for a batch of one", 1, TOLERANCE, one, oracle))
                .property(Property.equal("stays finite at low temperatures", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any));
    }

    private static double temperature(RandomGenerator r) {
        return r.nextBoolean() ? r.nextDouble(0.2, 0.6) : r.nextDouble(1.5, 3);
    }

    private static Call call(RandomGenerator r, int[] own, int n, double tau) {
        return Call.of(
                Value.of(Draw.unitRows(r, own.length, 4)),
                Value.of(Draw.unitRows(r, own.length, 4)),
                Value.of(Draw.unitRows(r, n, 4)),
                Value.of(Draw.unitRows(r, n, 4)),
                Value.of(own),
                Value.of(tau));
    }

    /** The oracle: InfoNCE of one row of scores after the other. */
    private static double asked(double[][] z, double[][] bank, int[] own, double tau) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            double[] query = z[i];
            double[] scores =
                    Arrays.stream(bank).mapToDouble(row -> Draw.dot(query, row)).toArray();
            sum += Scores.infoNce(scores, own[i], 1 / tau);
        }
        return sum / own.length;
    }
}
