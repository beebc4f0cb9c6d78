package kontrast.grader.exercise.multiview;

import java.util.Arrays;
import java.util.List;
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
        Cases lengths = Cases.times(3, BothDirectionsCheck::ofAnyLength);
        Cases cold = Cases.times(3, r -> call(r, new int[] {3, 1}, 6, 0.001))
                .and(r -> List.of(oneSided(r, 1, 1), oneSided(r, -1, 1), oneSided(r, 1, -1)));
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
                .property(Property.equal("takes rows of any length as they are", 1, TOLERANCE, lengths, oracle))
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

    private static Call ofAnyLength(RandomGenerator r) {
        return Call.of(
                Value.of(Draw.rows(r, 2, 3)),
                Value.of(Draw.rows(r, 2, 3)),
                Value.of(Draw.rows(r, 5, 3)),
                Value.of(Draw.rows(r, 5, 3)),
                Value.of(new int[] {4, 2}),
                Value.of(r.nextDouble(1.5, 3)));
    }

    /** At a low temperature all scores lie far above 0; or, with a sign of -1, all or only the own ones far below. */
    private static Call oneSided(RandomGenerator r, int sign, int own) {
        float[][] bankL = positive(r, 6, 1);
        float[][] bankAb = positive(r, 6, 1);
        for (int j = 0; j < 4; j++) {
            bankL[1][j] *= own;
            bankL[3][j] *= own;
            bankAb[1][j] *= own;
            bankAb[3][j] *= own;
        }
        return Call.of(
                Value.of(positive(r, 2, sign)),
                Value.of(positive(r, 2, sign)),
                Value.of(bankL),
                Value.of(bankAb),
                Value.of(new int[] {3, 1}),
                Value.of(0.001));
    }

    /** Rows of four numbers between 0.5 and 0.7, so that all dot products are 1 or more; or the same with a sign. */
    private static float[][] positive(RandomGenerator r, int rows, int sign) {
        float[][] matrix = new float[rows][4];
        for (float[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] = sign * r.nextFloat(0.5f, 0.7f);
            }
        }
        return matrix;
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
