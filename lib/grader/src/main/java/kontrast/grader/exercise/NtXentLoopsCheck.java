package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.NtXentLoops;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.4: NT-Xent straight from the formula. */
final class NtXentLoopsCheck {

    /** The inputs are floats, the loops may run in float: sums of up to 12 terms. */
    private static final double TOLERANCE = 1e-4;

    private NtXentLoopsCheck() {}

    static Check<NtXentLoops> create() {
        Oracle oracle =
                a -> Value.of(Draw.ntXent(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases plain = Cases.times(5, r -> call(Draw.unitRows(r, views(r), r.nextInt(2, 6)), 1));
        Cases warm = Cases.times(5, r -> call(Draw.unitRows(r, views(r), r.nextInt(2, 6)), r.nextDouble(0.1, 0.7)));
        Cases any = Cases.times(5, r -> call(Draw.rows(r, views(r), r.nextInt(2, 6)), r.nextDouble(0.2, 0.8)));
        Cases equal = Cases.times(3, r -> {
            float[][] z = new float[views(r)][];
            java.util.Arrays.fill(z, Draw.rows(r, 1, 3)[0]);
            return call(z, r.nextDouble(0.1, 2));
        });
        return Check.of("11.4", "NT-Xent in loops", 4, signature())
                .reference((z, tau) -> new Loops().loss(z, tau))
                .example(
                        "N = 2, temperature 1, rows (1, 0), (0, 1), (1, 0), (0, 1): each view equals"
                                + " its positive and is perpendicular to the rest, so every exp is"
                                + " e or 1.",
                        call(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}, 1))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for other temperatures", 2, TOLERANCE, warm, oracle))
                .property(Property.equal("is right for vectors of any length", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is ln(2N - 1) when all views are equal", 1, TOLERANCE, equal, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "self in the denominator",
                        (z, tau) -> new Loops().withSelf().loss(z, tau),
                        "Your denominator counts view i itself. Look at the indicator under the sum:"
                                + " which k does it leave out?")
                .misconception(
                        "positive left out of the denominator",
                        (z, tau) -> new Loops().withoutPositive().loss(z, tau),
                        "Your denominator holds the negatives alone, so the loss can fall below 0."
                                + " The indicator leaves out one k, not two.")
                .misconception(
                        "positive left out instead of self",
                        (z, tau) -> new Loops().withSelf().withoutPositive().loss(z, tau),
                        "Your denominator leaves out the wrong k: the positive is gone, and the view"
                                + " itself is in. Compare the index in the indicator with yours.")
                .misconception(
                        "temperature multiplied",
                        (z, tau) -> new Loops().loss(z, 1 / tau),
                        "You multiply by the temperature. A lower temperature must make the" + " differences larger.")
                .misconception(
                        "temperature missing",
                        (z, tau) -> new Loops().loss(z, 1),
                        "The temperature changes nothing in your loss. Where does it stand in the"
                                + " formula, and in how many places?")
                .misconception(
                        "temperature in the numerator only",
                        (z, tau) -> new Loops().denominatorTemperature(1).loss(z, tau),
                        "The temperature reaches only the numerator. Then numerator and denominator"
                                + " no longer make a probability.")
                .misconception(
                        "dot product",
                        (z, tau) -> new Loops().dotProduct().loss(z, tau),
                        "Longer vectors change your loss: sim is the cosine, not the dot product.")
                .misconception(
                        "sum, not mean",
                        (z, tau) -> new Loops().loss(z, tau) * z.length,
                        "Your loss grows with the batch: you have the sum of the terms. Asked for is"
                                + " their mean, so that batches of all sizes compare.")
                .misconception(
                        "divided by N",
                        (z, tau) -> 2 * new Loops().loss(z, tau),
                        "You divide by the number of images. How many terms have you added up?")
                .misconception(
                        "first views only",
                        (z, tau) -> new Loops().queries(0.5).loss(z, tau),
                        "Only the first views ask in your loss. The pair (i, j) and the pair (j, i)"
                                + " have different denominators; both count.")
                .misconception(
                        "neighbours as pairs",
                        (z, tau) -> new Loops().neighbours().loss(z, tau),
                        "You pair neighbours (0 with 1, 2 with 3), the paper's numbering. Our batch"
                                + " is stacked: all first views, then all second views.")
                .misconception(
                        "other half only",
                        (z, tau) -> new Loops().otherHalf().loss(z, tau),
                        "Your negatives all come from the other half of the batch. The views of the"
                                + " same half, but of other images, are negatives too.")
                .misconception(
                        "sign",
                        (z, tau) -> -new Loops().loss(z, tau),
                        "Your loss falls when the pairs get worse. A probability is below 1: what"
                                + " sign has its logarithm?")
                .misconception(
                        "logarithm missing",
                        (z, tau) -> new Loops().probability().loss(z, tau),
                        "This is the mean probability itself, with a minus. One function of the"
                                + " formula is missing.")
                .misconception(
                        "logarithm of the mean",
                        (z, tau) -> -Math.log(-new Loops().probability().loss(z, tau)),
                        "You average the probabilities first and take the logarithm afterwards. Each"
                                + " of the 2N tasks has its own logarithm.")
                .build();
    }

    private static Signature<NtXentLoops> signature() {
        return new Signature<>(
                "ntXentLoops",
                Kind.DOUBLE,
                List.of("z", "temperature"),
                List.of(Kind.MATRIX, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (double) a[1]));
    }

    private static Call call(float[][] z, double temperature) {
        return Call.of(Value.of(z), Value.of(temperature));
    }

    /** An even number from 6 to 12: with four views, some mistakes coincide. */
    private static int views(RandomGenerator r) {
        return 2 * r.nextInt(3, 7);
    }

    /** The loops, with a switch for each way to get them wrong. */
    private static final class Loops {
        private boolean self;
        private boolean positive = true;
        private boolean neighbours;
        private boolean otherHalf;
        private boolean dot;
        private boolean plainProbability;
        private double share = 1;
        private double denominatorTau;

        Loops withSelf() {
            self = true;
            return this;
        }

        Loops withoutPositive() {
            positive = false;
            return this;
        }

        Loops neighbours() {
            neighbours = true;
            return this;
        }

        Loops otherHalf() {
            otherHalf = true;
            return this;
        }

        Loops dotProduct() {
            dot = true;
            return this;
        }

        Loops probability() {
            plainProbability = true;
            return this;
        }

        Loops queries(double part) {
            share = part;
            return this;
        }

        Loops denominatorTemperature(double tau) {
            denominatorTau = tau;
            return this;
        }

        double loss(float[][] z, double tau) {
            int views = z.length;
            int queries = (int) (views * share);
            double total = 0;
            for (int i = 0; i < queries; i++) {
                int j = neighbours ? i ^ 1 : (i + views / 2) % views;
                double sum = 0;
                for (int k = 0; k < views; k++) {
                    boolean counts = (k != i || self)
                            && (k != j || positive)
                            && (!otherHalf || (k < views / 2) != (i < views / 2));
                    double t = denominatorTau > 0 ? denominatorTau : tau;
                    sum += counts ? Math.exp(similarity(z[i], z[k]) / t) : 0;
                }
                double p = Math.exp(similarity(z[i], z[j]) / tau) / sum;
                total -= plainProbability ? p : Math.log(p);
            }
            return total / queries;
        }

        private double similarity(float[] u, float[] v) {
            double uv = 0;
            for (int i = 0; i < u.length; i++) {
                uv += (double) u[i] * v[i];
            }
            return dot ? uv : uv / (Draw.norm(u) * Draw.norm(v));
        }
    }
}
