package kontrast.grader.exercise.protocol;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.1: every column minus the mean, over the deviation, of the training features. */
final class StandardiseCheck {

    /** Among a hundred training rows it hardly matters whether one divides by their number, or by one less. */
    private static final double MANY = 1e-2;

    /**
     * Ten floats around 500 that differ by less than 1: their mean in single precision is off by 1e-4. The mean of
     * their squares is off by 0.03, and so is the variance of who subtracts two such numbers.
     */
    private static final double UNITS = 1e-3;

    private StandardiseCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> scaled(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)));
        Cases itself = Cases.times(4, r -> {
            Value train = Value.of(features(r, r.nextInt(100, 140), 4));
            return Call.of(train, train);
        });
        Cases other = Cases.times(5, r -> {
            int d = r.nextInt(2, 6);
            return Call.of(Value.of(features(r, r.nextInt(100, 140), d)), Value.of(features(r, r.nextInt(60, 80), d)));
        });
        Cases units = Cases.times(5, StandardiseCheck::anyUnit);
        Cases dead = r -> List.of(deadColumn(r), deadColumn(r), deadColumn(r), oneRow(r));
        return Check.of("1.1")
                .example(
                        "Training features: one column with the numbers 1, 3. Features: one row,"
                                + " the number 4. You can work out the mean and deviation of two"
                                + " numbers in your head.",
                        Call.of(Value.of(new float[][] {{1}, {3}}), Value.of(new float[][] {{4}})))
                .property(Property.equal("standardises the training features themselves", 1, MANY, itself, oracle)
                        .asEssential())
                .property(Property.equal(
                        "scales other features with the training set's statistics", 3, MANY, other, oracle))
                .property(Property.equal(
                        "is right for columns around 500 and for columns below 0.01", 3, UNITS, units, oracle))
                .property(Property.equal(
                        "makes a column of zeros from one that is constant in training", 1, MANY, dead, oracle))
                .property(Property.pure(1, other));
    }

    /** Every column with a mean and a spread of its own, every draw another place. */
    private static float[][] features(RandomGenerator r, int rows, int columns) {
        float[][] features = new float[rows][columns];
        for (int j = 0; j < columns; j++) {
            double mean = r.nextDouble(-3, 3);
            double spread = r.nextDouble(0.5, 3);
            for (float[] row : features) {
                row[j] = (float) (mean + spread * r.nextGaussian());
            }
        }
        return features;
    }

    /** The units that the text names, around 500 and below 0.01; one around 0; one that is nearly constant. */
    private static Call anyUnit(RandomGenerator r) {
        float[][] train = new float[r.nextInt(5, 9)][4];
        float[][] features = new float[10][4];
        double spread = r.nextDouble(0.3, 1);
        for (float[][] rows : List.of(train, features)) {
            for (float[] row : rows) {
                row[0] = (float) (500 + spread * r.nextGaussian());
                row[1] = (float) r.nextDouble(0, 0.01);
                row[2] = (float) r.nextGaussian();
                row[3] = (float) r.nextDouble(0, 0.0003);
            }
        }
        return Call.of(Value.of(train), Value.of(features));
    }

    /** A single training row: every column is constant. */
    private static Call oneRow(RandomGenerator r) {
        return Call.of(Value.of(features(r, 1, 3)), Value.of(features(r, 4, 3)));
    }

    /** The formula; half the mean square of all differences is the variance, and exactly 0 for equal numbers. */
    private static Value scaled(double[][] train, double[][] features) {
        int n = train.length;
        float[][] scaled = new float[features.length][train[0].length];
        for (int j = 0; j < train[0].length; j++) {
            double mean = 0;
            double squares = 0;
            for (double[] one : train) {
                mean += one[j] / n;
                for (double[] other : train) {
                    squares += (one[j] - other[j]) * (one[j] - other[j]);
                }
            }
            double deviation = Math.sqrt(squares / 2) / n;
            for (int i = 0; i < features.length && deviation > 0; i++) {
                scaled[i][j] = (float) ((features[i][j] - mean) / deviation);
            }
        }
        return Value.of(scaled);
    }

    /**
     * One column holds one multiple of 1/2 in training and moves later. With 64 rows its mean is exact in
     * whatever order and precision one adds, so that who divides by its deviation divides by 0.
     */
    private static Call deadColumn(RandomGenerator r) {
        int d = r.nextInt(2, 5);
        float[][] train = features(r, 64, d);
        float[][] features = features(r, 10, d);
        int column = r.nextInt(d);
        float value = r.nextInt(-3, 4) / 2f;
        for (float[] row : train) {
            row[column] = value;
        }
        return Call.of(Value.of(train), Value.of(features));
    }
}
