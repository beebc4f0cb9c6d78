package kontrast.grader.exercise.comparison;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.8: standard errors of runs that were read more than once. */
final class ErrorsCheck {

    /** Differences of numbers around 70, of size 1, against a spread of 0.3 or more. */
    private static final double TOLERANCE = 2e-4;

    private ErrorsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(errors(Draw.matrix(a.get(0)), Draw.matrix(a.get(1))));
        Cases many = Cases.times(5, r -> call(r, r.nextInt(3, 6), r.nextInt(4, 9), 1));
        Cases worse = Cases.times(2, r -> call(r, r.nextInt(3, 6), r.nextInt(4, 9), -1));
        Cases one = Cases.times(3, r -> call(r, r.nextInt(3, 6), 1, 1));
        Cases two = Cases.times(2, r -> call(r, 2, r.nextInt(3, 6), 1));
        return Check.of("19.8")
                .example(
                        "Two runs, two readings each: 71, 73 and 72, 76, against 70, 70 and 70, 70. The mean"
                                + " differences of the runs are 2 and 4.",
                        Call.of(Value.of(new float[][] {{71, 73}, {72, 76}}), Value.of(new float[][] {{70, 70}, {70, 70}
                        })))
                .property(Property.equal("is right for several readings of each run", 3, TOLERANCE, many, oracle)
                        .asEssential())
                .property(Property.equal("is negative where the first is worse", 1, TOLERANCE, worse, oracle))
                .property(Property.equal("is right for one reading of each run", 1, TOLERANCE, one, oracle))
                .property(Property.equal("is right for two runs", 1, TOLERANCE, two, oracle))
                .property(Property.pure(1, many));
    }

    /** Runs that differ more than the readings of one run; the luck of a run is that of both methods. */
    private static Call call(RandomGenerator r, int runs, int readings, double sign) {
        while (true) {
            float[][] a = new float[runs][readings];
            float[][] b = new float[runs][readings];
            for (int i = 0; i < runs; i++) {
                double luck = 65 + 3 * r.nextGaussian();
                double difference = sign * 1.2 + r.nextGaussian();
                for (int j = 0; j < readings; j++) {
                    double labels = r.nextGaussian();
                    b[i][j] = (float) (luck + labels);
                    a[i][j] = (float) (luck + labels + difference + 0.4 * r.nextGaussian());
                }
            }
            double[] d = runs(Draw.matrix(Value.of(a)), Draw.matrix(Value.of(b)));
            if (Runs.spread(d) > 0.3 && sign * Runs.mean(d) > 0.2) {
                return Call.of(Value.of(a), Value.of(b));
            }
        }
    }

    /** The oracle: a mean of each method in each run, and then what 19.1 says. */
    private static double errors(double[][] a, double[][] b) {
        return Runs.errors(runs(a, b));
    }

    private static double[] runs(double[][] a, double[][] b) {
        double[] d = new double[a.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = Runs.mean(a[i]) - Runs.mean(b[i]);
        }
        return d;
    }
}
