package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.Standardise;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.1: every column minus the mean, over the deviation, of the training features. */
final class StandardiseCheck {

    /** A learner who sums ten floats of size 10 in single precision is off by some 1e-5. */
    private static final double TOLERANCE = 1e-4;

    /**
     * Ten floats around 500 that differ by less than 1: their mean in single precision is off by 1e-4. The mean of
     * their squares is off by 0.03, and so is the variance of who subtracts two such numbers.
     */
    private static final double UNITS = 1e-3;

    private StandardiseCheck() {}

    static Check<Standardise> create() {
        Oracle oracle = a -> scaled(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)));
        Cases itself = Cases.times(4, r -> {
            Value train = Value.of(features(r, r.nextInt(5, 9), 4));
            return Call.of(train, train);
        });
        Cases other = Cases.times(5, r -> {
            int d = r.nextInt(2, 6);
            return Call.of(Value.of(features(r, r.nextInt(5, 9), d)), Value.of(features(r, r.nextInt(10, 14), d)));
        });
        Cases units = Cases.times(5, StandardiseCheck::anyUnit);
        Cases dead = r -> List.of(deadColumn(r), deadColumn(r), deadColumn(r), oneRow(r));
        return Check.of("1.1", "Standardise without looking at the test set", 3, signature())
                .reference((train, features) -> new Scaling().apply(train, features))
                .example(
                        "Training features: one column with the numbers 1, 3. Features: one row, the"
                                + " number 4. Mean and deviation of two numbers you can do in your"
                                + " head.",
                        Call.of(Value.of(new float[][] {{1}, {3}}), Value.of(new float[][] {{4}})))
                .property(Property.equal("standardises the training features themselves", 1, TOLERANCE, itself, oracle)
                        .asEssential())
                .property(Property.equal("measures other features by the training set", 3, TOLERANCE, other, oracle))
                .property(Property.equal(
                        "is right for columns around 500 and for columns below 0.01", 1, UNITS, units, oracle))
                .property(Property.equal(
                        "makes a column of zeros from one that is constant in training", 1, TOLERANCE, dead, oracle))
                .property(Property.pure(1, other))
                .misconception(
                        "statistics of the features themselves",
                        variant(s -> s.from = From.FEATURES),
                        "You take mean and deviation from the features that you scale. For test"
                                + " features that is a leak: what one test image becomes depends on"
                                + " the other test images, and their labels are not all that one"
                                + " may not look at.")
                .misconception(
                        "statistics of both sets together",
                        variant(s -> s.from = From.BOTH),
                        "Your mean and deviation come from both sets together, so the test images"
                                + " have a say in what the probe is trained on. Only one of the two"
                                + " is known at that time.")
                .misconception(
                        "divided by N - 1",
                        variant(s -> s.less = 1),
                        "You divide the squares by N - 1, which estimates the deviation of a"
                                + " population. The text has another number there.")
                .misconception(
                        "divided by the variance",
                        variant(s -> s.variance = true),
                        "You divide by the variance. The result still has a unit: metres over square"
                                + " metres. A step is missing.")
                .misconception(
                        "mean not taken off",
                        variant(s -> s.centre = false),
                        "Your columns have the right spread, but they are not centred: what is the"
                                + " mean of a standardised training column?")
                .misconception(
                        "only centred",
                        variant(s -> s.scale = false),
                        "You take off the mean and stop. A feature measured in thousands still"
                                + " outweighs one measured in thousandths.")
                .misconception(
                        "row by row",
                        variant(s -> s.from = From.ROW),
                        "You scale each row by its own mean and deviation. One row is one image;"
                                + " what is to become comparable are the columns.")
                .misconception(
                        "one mean and deviation for the whole matrix",
                        variant(s -> s.from = From.WHOLE),
                        "One mean and one deviation serve for your whole matrix. Each column has its" + " own.")
                .misconception(
                        "to the range from 0 to 1",
                        variant(s -> s.range = true),
                        "You map the smallest training value to 0 and the largest to 1. A single"
                                + " outlier decides about such a scale; asked for are mean and"
                                + " standard deviation.")
                .misconception(
                        "division by zero",
                        variant(s -> s.dead = Dead.DIVIDED),
                        "A column that is constant in training has the deviation 0, and you divide by"
                                + " it. One NaN, and every logit of the probe is NaN. The text says"
                                + " what such a column becomes.")
                .misconception(
                        "a tiny number under the line",
                        variant(s -> s.dead = Dead.EPSILON),
                        "Your small number keeps a constant column finite, as long as it stays"
                                + " constant. A feature that fires for the first time in the test"
                                + " set becomes a hundred million. The text asks for something"
                                + " safer.")
                .misconception(
                        "constant column only centred",
                        variant(s -> s.dead = Dead.CENTRED),
                        "Where training saw one single value you divide by 1. The probe never saw"
                                + " such a column move, so it can say nothing about it; look up"
                                + " what the text wants there.")
                .misconception(
                        "variance in one pass",
                        variant(s -> s.onePass = true),
                        "Your variance is the mean of the squares less the square of the mean, in float."
                                + " For a column around 500 the two are nearly equal, and what is left"
                                + " is rounding. Compute in double, as the text says.")
                .misconception(
                        "input overwritten",
                        (train, features) -> {
                            float[][] scaled = new Scaling().apply(train, features);
                            for (int i = 0; i < scaled.length; i++) {
                                System.arraycopy(scaled[i], 0, features[i], 0, scaled[i].length);
                            }
                            return scaled;
                        },
                        "The numbers are right, but you write them into the array that you were"
                                + " given. Whoever calls you with the training features twice"
                                + " measures by features that are standardised already.")
                .build();
    }

    private static Signature<Standardise> signature() {
        return new Signature<>(
                "standardise",
                Kind.MATRIX,
                List.of("train", "features"),
                List.of(Kind.MATRIX, Kind.MATRIX),
                (f, a) -> f.apply((float[][]) a[0], (float[][]) a[1]));
    }

    private static Standardise variant(Consumer<Scaling> mistake) {
        return (train, features) -> {
            Scaling scaling = new Scaling();
            mistake.accept(scaling);
            return scaling.apply(train, features);
        };
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

    /** A column around 500, one between 0 and 0.01, and one around 0: the units that the text names. */
    private static Call anyUnit(RandomGenerator r) {
        float[][] train = new float[r.nextInt(5, 9)][3];
        float[][] features = new float[10][3];
        double spread = r.nextDouble(0.3, 1);
        for (float[][] rows : List.of(train, features)) {
            for (float[] row : rows) {
                row[0] = (float) (500 + spread * r.nextGaussian());
                row[1] = (float) r.nextDouble(0, 0.01);
                row[2] = (float) r.nextGaussian();
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
     * One column holds one multiple of 1/2 in training and moves later. With eight rows its mean is exact in
     * whatever order and precision one adds, so that who divides by its deviation divides by 0.
     */
    private static Call deadColumn(RandomGenerator r) {
        int d = r.nextInt(2, 5);
        float[][] train = features(r, 8, d);
        float[][] features = features(r, 10, d);
        int column = r.nextInt(d);
        float value = r.nextInt(-3, 4) / 2f;
        for (float[] row : train) {
            row[column] = value;
        }
        return Call.of(Value.of(train), Value.of(features));
    }

    private enum From {
        TRAIN,
        FEATURES,
        BOTH,
        ROW,
        WHOLE
    }

    private enum Dead {
        ZERO,
        DIVIDED,
        EPSILON,
        CENTRED
    }

    /** The scaling, with a switch for each way to get it wrong. */
    private static final class Scaling {
        private From from = From.TRAIN;
        private Dead dead = Dead.ZERO;
        private boolean centre = true;
        private boolean scale = true;
        private boolean variance;
        private boolean range;
        private boolean onePass;
        private int less;

        float[][] apply(float[][] train, float[][] features) {
            float[][] scaled = new float[features.length][];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = new float[features[i].length];
                for (int j = 0; j < scaled[i].length; j++) {
                    double[] sample = sample(train, features, i, j);
                    scaled[i][j] = (float) scaled(sample, features[i][j]);
                }
            }
            return scaled;
        }

        /** The numbers whose mean and deviation count for one entry. */
        private double[] sample(float[][] train, float[][] features, int i, int j) {
            return switch (from) {
                case TRAIN -> column(train, j);
                case FEATURES -> column(features, j);
                case BOTH -> column(concat(train, features), j);
                case ROW -> doubles(features[i]);
                case WHOLE ->
                    Arrays.stream(train)
                            .flatMapToDouble(r -> Arrays.stream(doubles(r)))
                            .toArray();
            };
        }

        private double scaled(double[] sample, double x) {
            double mean = Arrays.stream(sample).average().orElse(0);
            double squares =
                    Arrays.stream(sample).map(v -> (v - mean) * (v - mean)).sum();
            double deviation = onePass ? onePass(sample) : Math.sqrt(squares / (sample.length - less));
            double centred = centre ? x - mean : x;
            if (!scale) {
                return centred;
            }
            if (range) {
                double low = Arrays.stream(sample).min().orElse(0);
                double high = Arrays.stream(sample).max().orElse(0);
                return high > low ? (x - low) / (high - low) : 0;
            }
            if (deviation == 0 && dead != Dead.DIVIDED) {
                return switch (dead) {
                    case EPSILON -> centred / 1e-8;
                    case CENTRED -> centred;
                    default -> 0;
                };
            }
            return centred / (variance ? deviation * deviation : deviation);
        }

        private static double onePass(double[] sample) {
            float sum = 0;
            float squares = 0;
            for (double x : sample) {
                sum += (float) x;
                squares += (float) x * (float) x;
            }
            float mean = sum / sample.length;
            return Math.sqrt(squares / sample.length - mean * mean);
        }

        private static double[] column(float[][] rows, int j) {
            return Arrays.stream(rows).mapToDouble(r -> r[j]).toArray();
        }

        private static double[] doubles(float[] row) {
            double[] numbers = new double[row.length];
            Arrays.setAll(numbers, j -> row[j]);
            return numbers;
        }

        private static float[][] concat(float[][] a, float[][] b) {
            float[][] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }
    }
}
