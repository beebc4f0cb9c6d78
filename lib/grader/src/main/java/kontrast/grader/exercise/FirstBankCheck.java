package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.FirstBank;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 10.1: rows of U(-a, a) whose expected squared length is 1. */
final class FirstBankCheck {

    /** One product in float. */
    private static final double TOLERANCE = 1e-5;

    private FirstBankCheck() {}

    static Check<FirstBank> create() {
        Oracle oracle = a -> {
            double bound = Math.sqrt(3.0 / a.get(0).length(1));
            return Value.of(map(Draw.matrix(a.get(0)), u -> bound * (2 * u - 1)));
        };
        Cases thirds = Cases.times(3, r -> Call.of(Value.of(uniform(r, 3 * r.nextInt(2, 6)))));
        Cases any = Cases.times(4, r -> Call.of(Value.of(uniform(r, 3 * r.nextInt(2, 6) + r.nextInt(1, 3)))));
        Cases large = Cases.times(2, r -> {
            float[][] u = new float[200][r.nextInt(60, 100)];
            fill(r, u);
            return Call.of(Value.of(u));
        });
        return Check.of("10.1", "The first rows of the bank", 2, signature())
                .reference(u -> scaled(u, Math.sqrt(3.0 / u[0].length)))
                .example(
                        "Two rows with d = 12 entries each: all of the first are 0, all of the second"
                                + " are 0.5. Where in the interval from -a to a do these two lie?",
                        Call.of(Value.of(new float[][] {filled(0), filled(0.5f)})))
                .property(Property.equal("is right where d is a multiple of 3", 2, TOLERANCE, thirds, oracle)
                        .asEssential())
                .property(Property.equal("is right for any d", 1, TOLERANCE, any, oracle))
                .property(new Property(
                        "gives rows whose squared length is 1 on average",
                        1,
                        false,
                        0.05, // 200 rows of 60: the mean has a standard error of 0.008
                        large,
                        Judged.each(FirstBankCheck::squaredLength)))
                .property(Property.pure(1, any))
                .misconception(
                        "whole-number division",
                        u -> scaled(u, 1 / Math.sqrt(Math.floorDiv(u[0].length, 3))),
                        "Almost: your division of two ints drops the remainder. d / 3 is 4 for d ="
                                + " 14 in Java; 3.0 would help.")
                .misconception(
                        "variance of the bound",
                        u -> scaled(u, Math.sqrt(1.0 / u[0].length)),
                        "You took a^2 for the variance of U(-a, a), so your rows come out too short."
                                + " Most draws lie well inside of the interval: integrate x^2 over"
                                + " it.")
                .misconception(
                        "width for bound",
                        u -> scaled(u, Math.sqrt(12.0 / u[0].length)),
                        "Your interval is twice as wide as it should be. 1/12 is the variance of an"
                                + " interval of width 1; how wide is the one from -a to a?")
                .misconception(
                        "number of images for dimension",
                        u -> scaled(u, Math.sqrt(3.0 / u.length)),
                        "Your a depends on how many rows there are. The length of a row does not:"
                                + " over what does its sum run?")
                .misconception(
                        "dimension forgotten",
                        u -> scaled(u, Math.sqrt(3)),
                        "Each single entry of yours has variance 1. It is the sum over all d entries"
                                + " that is to be 1.")
                .misconception(
                        "root forgotten",
                        u -> scaled(u, 3.0 / u[0].length),
                        "Your a is the square of what it should be: the condition is one on a^2.")
                .misconception(
                        "not scaled",
                        u -> scaled(u, 1),
                        "Your entries lie in [-1, 1) whatever d is, and the longer the rows, the"
                                + " larger their length.")
                .misconception(
                        "not centred",
                        u -> map(doubles(u), x -> 2 * Math.sqrt(3.0 / u[0].length) * x),
                        "Your entries run from 0 to 2a: no entry is negative, so all rows look into"
                                + " the same corner. Where is the middle of U(-a, a)?")
                .misconception(
                        "shifted, not widened",
                        u -> map(doubles(u), x -> Math.sqrt(3.0 / u[0].length) * (x - 1)),
                        "Your entries run from -a to 0. An interval from -a to a is how many times"
                                + " as wide as that of u?")
                .misconception(
                        "half as wide",
                        u -> map(doubles(u), x -> Math.sqrt(3.0 / u[0].length) * (x - 0.5)),
                        "Your entries are centred, but run from -a/2 to a/2.")
                .misconception(
                        "each row made exactly 1 long",
                        u -> {
                            float[][] bank = scaled(u, 1);
                            for (float[] row : bank) {
                                double norm = Draw.norm(row);
                                for (int j = 0; j < row.length; j++) {
                                    row[j] = (float) (row[j] / norm);
                                }
                            }
                            return bank;
                        },
                        "You scale each row to length 1. Asked for is U(-a, a) with an a that"
                                + " depends on d alone: length 1 on average, as the paper's code"
                                + " does.")
                .misconception(
                        "input overwritten",
                        u -> {
                            float[][] bank = scaled(u, Math.sqrt(3.0 / u[0].length));
                            for (int i = 0; i < u.length; i++) {
                                System.arraycopy(bank[i], 0, u[i], 0, u[i].length);
                            }
                            return u;
                        },
                        "The numbers are right, but you write them into u. Make a new matrix.")
                .build();
    }

    private static Signature<FirstBank> signature() {
        return new Signature<>(
                "firstBank", Kind.MATRIX, List.of("u"), List.of(Kind.MATRIX), (f, a) -> f.apply((float[][]) a[0]));
    }

    private static Optional<String> squaredLength(Call call, Value bank) {
        if (bank.kind() != Kind.MATRIX || bank.size() != call.arguments().get(0).size()) {
            return Optional.of("the result is " + bank.describe());
        }
        double sum = 0;
        for (double x : bank.data()) {
            sum += x * x;
        }
        double mean = sum / bank.length(0);
        return Math.abs(mean - 1) <= 0.05
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "the mean squared length of your rows is %.3g", mean));
    }

    private static float[] filled(float value) {
        float[] row = new float[12];
        Arrays.fill(row, value);
        return row;
    }

    /** More rows than columns, so that the two are not confused unseen. */
    private static float[][] uniform(RandomGenerator r, int dimension) {
        float[][] u = new float[dimension + r.nextInt(1, 4)][dimension];
        fill(r, u);
        return u;
    }

    private static void fill(RandomGenerator r, float[][] u) {
        for (float[] row : u) {
            for (int j = 0; j < row.length; j++) {
                row[j] = r.nextFloat();
            }
        }
    }

    private static double[][] doubles(float[][] u) {
        return Draw.matrix(Value.of(u));
    }

    private static float[][] scaled(float[][] u, double bound) {
        return map(doubles(u), x -> bound * (2 * x - 1));
    }

    private static float[][] map(double[][] u, DoubleUnaryOperator function) {
        float[][] result = new float[u.length][];
        for (int i = 0; i < u.length; i++) {
            result[i] = new float[u[i].length];
            for (int j = 0; j < u[i].length; j++) {
                result[i][j] = (float) function.applyAsDouble(u[i][j]);
            }
        }
        return result;
    }
}
