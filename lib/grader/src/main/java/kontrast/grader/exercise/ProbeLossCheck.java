package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.ProbeLoss;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.2: cross entropy of a linear classifier, and a penalty on its weights. */
final class ProbeLossCheck {

    /** Double precision throughout; who rounds the logits to float is still right. */
    private static final double TOLERANCE = 1e-5;

    private ProbeLossCheck() {}

    static Check<ProbeLoss> create() {
        Oracle oracle = a -> Value.of(Probe.loss(
                Unpack.rows(a.get(0)),
                Unpack.ints(a.get(1)),
                Unpack.rows(a.get(2)),
                Unpack.floats(a.get(3)),
                a.get(4).number()));
        Cases plain = Cases.times(4, r -> Probe.call(r, 0));
        Cases penalised = Cases.times(5, r -> Probe.call(r, r.nextDouble(0.1, 2)));
        Cases large = ProbeLossCheck::large;
        Cases guessing = Cases.times(2, r -> Probe.call(r, r.nextDouble(0.1, 2), 0));
        return Check.of("1.2", "The loss of a linear probe", 3, signature())
                .reference(Probe::loss)
                .example(
                        "One image with the one feature 1, label 0, two classes; W has the row (1,"
                                + " 0), b = (0, 1), penalty 2. Both logits are equal, so the"
                                + " softmax you know; then add the penalty.",
                        Call.of(
                                Value.of(new float[][] {{1}}),
                                Value.of(new int[] {0}),
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(new float[] {0, 1}),
                                Value.of(2.0)))
                .property(Property.equal(
                                "is the mean cross entropy when there is no penalty", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("adds the penalty", 2, TOLERANCE, penalised, oracle))
                .property(Property.equal(
                        "is right for weights of 0, where only the bias speaks", 1, TOLERANCE, guessing, oracle))
                .property(Property.equal(
                        "stays finite and right for logits in the thousands", 1, TOLERANCE, large, oracle))
                .misconception(
                        "bias left out",
                        variant(v -> v.bias = false),
                        "The bias changes nothing in your loss. With all weights at 0 your probe"
                                + " could not even learn which class is the commonest.")
                .misconception(
                        "sum, not mean",
                        variant(v -> v.sum = true),
                        "Twice the images, twice your loss: you have the sum over the images. Then"
                                + " the same l2 would mean something else for every fraction of the"
                                + " labels.")
                .misconception(
                        "mean over images and classes",
                        variant(v -> v.perClass = true),
                        "You divide by the number of logits. Each image has one term, however many"
                                + " classes there are.")
                .misconception(
                        "sign",
                        variant(v -> v.sign = -1),
                        "The better your probe, the larger your cross entropy: what sign has the"
                                + " logarithm of a probability?")
                .misconception(
                        "logarithm missing",
                        variant(v -> v.noLog = true),
                        "You average one minus the probability of the right class. A confident"
                                + " mistake then costs 1 at most; with the logarithm it may cost"
                                + " anything.")
                .misconception(
                        "error rate",
                        variant(v -> v.errorRate = true),
                        "You count mistakes. That is what we want in the end, but it has no slope to"
                                + " descend on; the text asks for the cross entropy.")
                .misconception(
                        "logarithm to base 2",
                        variant(v -> v.bits = true),
                        "Your cross entropy is in bits: every term is off by the same factor. ln is"
                                + " the natural logarithm.")
                .misconception(
                        "largest logit not given back",
                        variant(v -> v.shifted = true),
                        "You take off the largest logit, so that exp stays small, but only in one of"
                                + " the two places: the logit of the right class must be shifted"
                                + " with the others, or the shift put back.")
                .misconception(
                        "penalty missing", variant(v -> v.penalty = Penalty.NONE), "l2 changes nothing in your loss.")
                .misconception(
                        "penalty without the half",
                        variant(v -> v.penalty = Penalty.WHOLE),
                        "Your penalty is twice as large as the formula's. The half is there so that"
                                + " the gradient has none.")
                .misconception(
                        "length for its square",
                        variant(v -> v.penalty = Penalty.LENGTH),
                        "You penalise the length of W. The formula has its square.")
                .misconception(
                        "absolute values",
                        variant(v -> v.penalty = Penalty.ABSOLUTE),
                        "You add up absolute values (the lasso). The formula adds up squares.")
                .misconception(
                        "bias penalised",
                        variant(v -> v.penalty = Penalty.WITH_BIAS),
                        "Your penalty covers the bias too. It only moves the decision, it cannot"
                                + " overfit the features, and the formula leaves it free.")
                .misconception(
                        "penalty inside the mean",
                        variant(v -> v.penalty = Penalty.DIVIDED),
                        "You divide the penalty by the number of images too. Look where the bracket"
                                + " of the mean ends.")
                .misconception(
                        "exp overflows",
                        variant(v -> v.unsafe = Unsafe.SOFTMAX),
                        "Right on paper, but exp(710) is Infinity in Java, and Infinity over Infinity"
                                + " is NaN. A softmax does not change when all logits are shifted"
                                + " alike.")
                .misconception(
                        "sum of exp overflows",
                        variant(v -> v.unsafe = Unsafe.LOG_SUM_EXP),
                        "Right on paper, but a single exp(710) makes your sum Infinity, and its"
                                + " logarithm with it. What happens to ln of a sum of exp when all"
                                + " logits are shifted alike?")
                .misconception(
                        "logarithm of a probability that vanished",
                        variant(v -> v.unsafe = Unsafe.VANISHED),
                        "Your softmax is safe, but a right class that is a thousand below the largest"
                                + " logit gets the probability 0 in double precision, and ln 0 is"
                                + " minus Infinity. Simplify ln(exp(..) / ..) on paper before you"
                                + " code it.")
                .build();
    }

    private static Signature<ProbeLoss> signature() {
        return new Signature<>(
                "probeLoss",
                Kind.DOUBLE,
                List.of("x", "labels", "w", "b", "l2"),
                List.of(Kind.MATRIX, Kind.INTS, Kind.MATRIX, Kind.FLOATS, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (int[]) a[1], (float[][]) a[2], (float[]) a[3], (double) a[4]));
    }

    private static ProbeLoss variant(Consumer<Objective> mistake) {
        return (x, labels, w, b, l2) -> {
            Objective objective = new Objective();
            mistake.accept(objective);
            return objective.loss(x, labels, w, b, l2);
        };
    }

    /** Logits in the thousands: twice with any labels, once with all answers right. */
    private static List<Call> large(RandomGenerator r) {
        Call some = Probe.call(r, 0, 3000);
        float[][] x = Unpack.rows(some.arguments().get(0));
        float[][] w = Unpack.rows(some.arguments().get(2));
        float[] b = Unpack.floats(some.arguments().get(3));
        int[] sure = Arrays.stream(x)
                .mapToInt(row -> largest(Probe.logits(row, w, b)))
                .toArray();
        Call certain = Call.of(
                some.arguments().get(0),
                Value.of(sure),
                some.arguments().get(2),
                some.arguments().get(3),
                Value.of(0.0));
        return List.of(certain, some, Probe.call(r, 0, 3000));
    }

    private static int largest(double[] numbers) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .max(Comparator.comparingDouble(c -> numbers[c]))
                .orElseThrow();
    }

    private enum Unsafe {
        NOTHING,
        SOFTMAX,
        LOG_SUM_EXP,
        VANISHED
    }

    private enum Penalty {
        HALF,
        NONE,
        WHOLE,
        LENGTH,
        ABSOLUTE,
        WITH_BIAS,
        DIVIDED
    }

    /** The objective, with a switch for each way to get it wrong. */
    private static final class Objective {
        private Penalty penalty = Penalty.HALF;
        private boolean bias = true;
        private boolean sum;
        private boolean perClass;
        private boolean noLog;
        private boolean errorRate;
        private boolean bits;
        private boolean shifted;
        private Unsafe unsafe = Unsafe.NOTHING;
        private double sign = 1;

        double loss(float[][] x, int[] labels, float[][] w, float[] b, double l2) {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                double[] logits = Probe.logits(x[i], w, bias ? b : new float[b.length]);
                total += term(logits, labels[i]);
            }
            double mean = sum ? total : total / x.length;
            mean = perClass ? mean / b.length : mean;
            return sign * (bits ? mean / Math.log(2) : mean) + penalty(w, b, l2, x.length);
        }

        private double term(double[] logits, int label) {
            double surprise = Probe.logSumExp(logits) - logits[label];
            double largest = Double.NEGATIVE_INFINITY;
            double naively = 0;
            for (double logit : logits) {
                largest = Math.max(largest, logit);
                naively += Math.exp(logit);
            }
            if (noLog) {
                return 1 - Math.exp(-surprise);
            }
            if (errorRate) {
                return logits[label] < largest ? 1 : 0;
            }
            return switch (unsafe) {
                case SOFTMAX -> -Math.log(Math.exp(logits[label]) / naively);
                case LOG_SUM_EXP -> Math.log(naively) - logits[label];
                case VANISHED -> -Math.log(Math.exp(-surprise));
                case NOTHING -> shifted ? surprise - largest : surprise;
            };
        }

        private double penalty(float[][] w, float[] b, double l2, int n) {
            double squares = Probe.squares(w);
            return switch (penalty) {
                case HALF -> l2 / 2 * squares;
                case NONE -> 0;
                case WHOLE -> l2 * squares;
                case LENGTH -> l2 / 2 * Math.sqrt(squares);
                case ABSOLUTE -> l2 / 2 * absolute(w);
                case WITH_BIAS -> l2 / 2 * (squares + Probe.squares(new float[][] {b}));
                case DIVIDED -> l2 / 2 * squares / n;
            };
        }

        private static double absolute(float[][] w) {
            double sum = 0;
            for (float[] row : w) {
                for (float number : row) {
                    sum += Math.abs(number);
                }
            }
            return sum;
        }
    }
}
