package kontrast.grader.exercise;

import java.util.List;
import java.util.function.Consumer;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.ProbeGradient;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.3: the gradient of the probe's loss by its weights. */
final class ProbeGradientCheck {

    /** The oracle's differences are right to 1e-7, a learner's floats to 1e-6. */
    private static final double TOLERANCE = 1e-5;

    private ProbeGradientCheck() {}

    static Check<ProbeGradient> create() {
        Oracle differences = a -> Value.of(Unpack.rounded(Probe.gradient(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number())));
        Oracle formula = a -> Value.of(Unpack.rounded(Probe.gradientInClosedForm(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number())));
        Cases plain = Cases.times(4, r -> Probe.call(r, 0));
        Cases penalised = Cases.times(4, r -> Probe.call(r, r.nextDouble(0.1, 2)));
        // Differences say nothing where the probe is sure.
        Cases large = Cases.times(3, r -> Probe.call(r, 0, 3000));
        return Check.of("1.3", "The gradient of a linear probe", 4, signature())
                .reference((x, labels, w, b, l2) -> new Slope().at(x, labels, w, b, l2))
                .example(
                        "One image with the one feature 2, label 0, two classes; W has the row (0,"
                                + " 0), b = (0, 0), no penalty. Both classes have the probability"
                                + " one half.",
                        Call.of(
                                Value.of(new float[][] {{2}}),
                                Value.of(new int[] {0}),
                                Value.of(new float[][] {{0, 0}}),
                                Value.of(new float[] {0, 0}),
                                Value.of(0.0)))
                .property(Property.equal(
                                "agrees with differences of the loss, without penalty",
                                3,
                                TOLERANCE,
                                plain,
                                differences)
                        .asEssential())
                .property(Property.equal(
                        "agrees with differences of the loss, with penalty", 2, TOLERANCE, penalised, differences))
                .property(Property.equal(
                        "stays finite and right for logits in the thousands", 1, TOLERANCE, large, formula))
                .property(Property.pure(1, penalised))
                .misconception(
                        "uphill and downhill exchanged",
                        variant(v -> v.sign = -1),
                        "Your gradient points downhill. The gradient points to where the loss grows;"
                                + " whoever minimises puts the minus.")
                .misconception(
                        "answers not taken off",
                        variant(v -> v.noLabels = true),
                        "The labels change nothing in your gradient: you sum the probabilities and"
                                + " never compare them with the answers.")
                .misconception(
                        "only the right class",
                        variant(v -> v.rightOnly = true),
                        "Only the column of the right class gets something from an image in your"
                                + " code. The wrong classes had a probability too, and must be"
                                + " pushed down.")
                .misconception(
                        "only the wrong classes",
                        variant(v -> v.wrongOnly = true),
                        "The column of the right class gets nothing from an image in your code. It"
                                + " is the one that must be pushed up.")
                .misconception(
                        "sum, not mean",
                        variant(v -> v.sum = true),
                        "Twice the images, twice your gradient. The loss is a mean over the images;"
                                + " so is its gradient.")
                .misconception(
                        "mean over images and classes",
                        variant(v -> v.perClass = true),
                        "You divide by the number of logits. The loss divides by the number of" + " images only.")
                .misconception(
                        "bias left out",
                        variant(v -> v.bias = false),
                        "The bias changes nothing in your gradient. It does not appear in the"
                                + " derivative itself, but in the probabilities it does.")
                .misconception(
                        "softmax over the images",
                        variant(v -> v.overImages = true),
                        "Your probabilities add up to 1 over the images of a class. For which index"
                                + " do they add up to 1 in a classifier?")
                .misconception(
                        "sigmoid",
                        variant(v -> v.sigmoid = true),
                        "You treat each class as a yes-or-no question of its own (a sigmoid a"
                                + " logit). In a softmax the classes share one unit of probability.")
                .misconception(
                        "transposed",
                        (x, labels, w, b, l2) -> transposed(new Slope().at(x, labels, w, b, l2)),
                        "Your matrix lies on its side: there is one number for each entry of w, in"
                                + " the same place.")
                .misconception(
                        "penalty missing",
                        variant(v -> v.shrink = 0),
                        "l2 changes nothing in your gradient: the second term of the loss depends on" + " W too.")
                .misconception(
                        "half of the penalty",
                        variant(v -> v.shrink = 0.5),
                        "The part of your gradient that comes from the penalty is half of what it"
                                + " should be. Differentiate a square.")
                .misconception(
                        "twice the penalty",
                        variant(v -> v.shrink = 2),
                        "The part of your gradient that comes from the penalty is twice what it"
                                + " should be. What becomes of the half in front of the square?")
                .misconception(
                        "exp overflows",
                        variant(v -> v.naive = true),
                        "Right on paper, but exp(710) is Infinity in Java, and Infinity over Infinity"
                                + " is NaN. A softmax does not change when all logits are shifted"
                                + " alike.")
                .misconception(
                        "weights moved",
                        (x, labels, w, b, l2) -> {
                            float[][] gradient = new Slope().at(x, labels, w, b, l2);
                            for (int j = 0; j < w.length; j++) {
                                for (int c = 0; c < b.length; c++) {
                                    w[j][c] -= gradient[j][c];
                                }
                            }
                            return gradient;
                        },
                        "The gradient is right, but the weights have moved: you take a step of the"
                                + " descent as well. How far to go is for the caller to say.")
                .build();
    }

    private static Signature<ProbeGradient> signature() {
        return new Signature<>(
                "probeGradient",
                Kind.MATRIX,
                List.of("x", "labels", "w", "b", "l2"),
                List.of(Kind.MATRIX, Kind.INTS, Kind.MATRIX, Kind.FLOATS, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (int[]) a[1], (float[][]) a[2], (float[]) a[3], (double) a[4]));
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] other = new float[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < other.length; j++) {
                other[j][i] = matrix[i][j];
            }
        }
        return other;
    }

    private static ProbeGradient variant(Consumer<Slope> mistake) {
        return (x, labels, w, b, l2) -> {
            Slope slope = new Slope();
            mistake.accept(slope);
            return slope.at(x, labels, w, b, l2);
        };
    }

    /** The gradient in closed form, with a switch for each way to get it wrong. */
    private static final class Slope {
        private double sign = 1;
        private double shrink = 1;
        private boolean noLabels;
        private boolean rightOnly;
        private boolean wrongOnly;
        private boolean sum;
        private boolean perClass;
        private boolean bias = true;
        private boolean overImages;
        private boolean sigmoid;
        private boolean naive;

        float[][] at(float[][] x, int[] labels, float[][] w, float[] b, double l2) {
            double[][] p = probabilities(x, w, bias ? b : new float[b.length]);
            double images = (sum ? 1 : x.length) * (double) (perClass ? b.length : 1);
            double[][] gradient = new double[w.length][b.length];
            for (int i = 0; i < x.length; i++) {
                for (int c = 0; c < b.length; c++) {
                    boolean right = c == labels[i];
                    if ((rightOnly && !right) || (wrongOnly && right)) {
                        continue;
                    }
                    double residual = p[i][c] - (right && !noLabels ? 1 : 0);
                    for (int j = 0; j < w.length; j++) {
                        gradient[j][c] += residual * x[i][j] / images;
                    }
                }
            }
            for (int j = 0; j < w.length; j++) {
                for (int c = 0; c < b.length; c++) {
                    gradient[j][c] = sign * (gradient[j][c] + shrink * l2 * w[j][c]);
                }
            }
            return Unpack.rounded(gradient);
        }

        private double[][] probabilities(float[][] x, float[][] w, float[] b) {
            double[][] p = new double[x.length][];
            for (int i = 0; i < x.length; i++) {
                p[i] = Probe.logits(x[i], w, b);
            }
            if (overImages) {
                overImages(p);
                return p;
            }
            for (double[] row : p) {
                double all = Probe.logSumExp(row);
                double naively = 0;
                for (double logit : row) {
                    naively += Math.exp(logit);
                }
                for (int c = 0; c < row.length; c++) {
                    if (sigmoid) {
                        row[c] = 1 / (1 + Math.exp(-row[c]));
                    } else {
                        row[c] = naive ? Math.exp(row[c]) / naively : Math.exp(row[c] - all);
                    }
                }
            }
            return p;
        }

        private static void overImages(double[][] p) {
            for (int c = 0; c < p[0].length; c++) {
                double[] column = new double[p.length];
                for (int i = 0; i < p.length; i++) {
                    column[i] = p[i][c];
                }
                double all = Probe.logSumExp(column);
                for (double[] row : p) {
                    row[c] = Math.exp(row[c] - all);
                }
            }
        }
    }
}
