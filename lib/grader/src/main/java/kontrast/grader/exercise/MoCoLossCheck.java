package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.Loss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.5: MoCo's loss, whose gradient stops at the keys. */
final class MoCoLossCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.01 a rounding error of a cosine counts a hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private static final int[] ROW = {1};

    private MoCoLossCheck() {}

    static Check<Loss> create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                MoCoFormulas.loss(
                        Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases plain = Cases.times(3, r -> call(r, Draw.unitRows(r, 2 * r.nextInt(3, 6), 4), 1));
        Cases any = Cases.times(4, r -> call(r, Draw.rows(r, 2 * r.nextInt(3, 6), 4), r.nextDouble(0.2, 0.8)));
        Cases close = Cases.times(3, r -> call(r, closePairs(r), 0.01));
        Cases cold = r -> Stream.concat(close.draw(r).stream(), Stream.of(farKeys(r, 0, 1), farKeys(r, -1, -1)))
                .toList();
        Cases few = Cases.times(2, r -> call(r, Draw.rows(r, 6, 3), r.nextDouble(0.3, 0.8)));
        return Check.of("12.5", "The loss, and where its gradient ends", 4, signature())
                .reference((z, queue, tau) -> new Steps(z, queue, tau).loss())
                .example(
                        "N = 1, temperature 1: the query (3, 0), its key (0, 2), and a queue of the"
                                + " two keys (1, 0) and (0, 1). Two of the three exponentials are"
                                + " 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 3, 0, 0, 2),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.of(1.0)))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.gradient(
                        "has the gradient of the formula at the queries, and none at the" + " keys",
                        3,
                        TOLERANCE,
                        few,
                        a -> MoCoFormulas.lossGradient(
                                a.get(0), Draw.matrix(a.get(1)), a.get(2).number())))
                .property(Property.equal(
                        "stays finite and right at temperatures down to 0.005", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "gradient reaches the keys",
                        (z, queue, tau) -> new Steps(z, queue, tau).keysFollow().loss(),
                        "The value is right, but the keys (the lower rows of z) get a gradient too."
                                + " That is what MoCo does without: the keys of the queue cannot"
                                + " have one, and these must be treated alike.")
                .misconception(
                        "gradient stops at the queries",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau).keysFollow();
                            s.q = s.q.stopGradient();
                            return s.loss();
                        },
                        "The value is right, but you have cut off the wrong side: the queries get no"
                                + " gradient, and the keys do.")
                .misconception(
                        "cut off everywhere",
                        (z, queue, tau) -> new Steps(z.duplicate(), queue, tau).loss(),
                        "The value is right, but no gradient comes back at all: the query encoder"
                                + " would never learn. Cut the graph behind the keys only.")
                .misconception(
                        "keys not normalised",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            s.k = s.half(1).stopGradient();
                            return s.loss();
                        },
                        "Longer keys change your loss: the lower rows of z are not yet" + " normalised.")
                .misconception(
                        "queries not normalised",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            s.q = s.half(0);
                            return s.loss();
                        },
                        "Longer queries change your loss: the upper rows of z are not yet" + " normalised.")
                .misconception(
                        "nothing normalised",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            s.q = s.half(0);
                            s.k = s.half(1).stopGradient();
                            return s.loss();
                        },
                        "Longer vectors change your loss: the rows of z are not yet normalised.")
                .misconception(
                        "normalised along the batch",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            s.q = s.half(0).normalize(2, 0);
                            s.k = s.half(1).normalize(2, 0).stopGradient();
                            return s.loss();
                        },
                        "You normalise columns. The vectors are the rows: which axis runs along a" + " row?")
                .misconception(
                        "temperature missing",
                        (z, queue, tau) -> new Steps(z, queue, 1).loss(),
                        "The temperature changes nothing in your loss.")
                .misconception(
                        "temperature multiplied",
                        (z, queue, tau) -> new Steps(z, queue, 1 / tau).loss(),
                        "You multiply by the temperature. A lower temperature must make the" + " differences larger.")
                .misconception(
                        "positive left out of the denominator",
                        (z, queue, tau) -> {
                            NDArray s = new Steps(z, queue, tau).logits();
                            NDArray sum = s.get(":, 1:").exp().sum(ROW).log();
                            return sum.sub(s.get(":, 0")).mean();
                        },
                        "Your denominator holds the queue alone, so the loss can fall below 0. The"
                                + " positive is one of the candidates.")
                .misconception(
                        "exp overflows",
                        (z, queue, tau) -> {
                            NDArray s = new Steps(z, queue, tau).logits();
                            return s.exp().sum(ROW).log().sub(s.get(":, 0")).mean();
                        },
                        "Right on paper, but exp(1 / 0.01) does not fit into a float. There is an"
                                + " operation that does exp, sum and log in one, safely.")
                .misconception(
                        "logarithm of a softmax",
                        (z, queue, tau) -> new Steps(z, queue, tau)
                                .logits()
                                .softmax(1)
                                .get(":, 0")
                                .log()
                                .mean()
                                .neg(),
                        "Right on paper, but a probability of exp(-200) is 0 in a float, and the logarithm of 0 is"
                                + " infinite. There is an operation that does softmax and logarithm in one, safely.")
                .misconception(
                        "sum, not mean",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            return s.loss().mul(s.n);
                        },
                        "Your loss grows with the batch: you have the sum of the terms, as the lecture"
                                + " writes it. Asked for is their mean, so that the learning rate"
                                + " does not depend on N.")
                .misconception(
                        "divided by 2N",
                        (z, queue, tau) -> new Steps(z, queue, tau).loss().div(2),
                        "You divide by the number of rows of z. How many of them are queries?")
                .misconception(
                        "mean over all logits",
                        (z, queue, tau) -> {
                            NDArray p = new Steps(z, queue, tau).logits().logSoftmax(1);
                            return p.mean().neg();
                        },
                        "Your mean runs over all columns, the queue's included. The label of each"
                                + " query is 0: only that column counts.")
                .misconception(
                        "queue without positive",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            NDArray scores = s.over(s.q.matMul(queue.transpose()));
                            return scores.logSoftmax(1).get(":, 0").mean().neg();
                        },
                        "The keys of this batch do not appear in your loss: column 0 is the first key"
                                + " of the queue, which belongs to another image.")
                .misconception(
                        "other keys of the batch as negatives",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            NDArray batch = s.q.matMul(s.k.transpose());
                            NDArray all = batch.concat(s.q.matMul(queue.transpose()), 1);
                            return s.over(all).logSoftmax(1).diagonal().mean().neg();
                        },
                        "The other keys of the batch are negatives in your loss, as in SimCLR. MoCo"
                                + " has the queue for that: 1 + K candidates for a query.")
                .misconception(
                        "roles exchanged",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau).keysFollow();
                            NDArray q = s.q;
                            s.q = s.k;
                            s.k = q.stopGradient();
                            return s.loss();
                        },
                        "Your queries are the lower rows of z. The text has them above, and their" + " keys below.")
                .misconception(
                        "neighbours as pairs",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau);
                            s.q = z.get(new NDIndex("::2")).normalize(2, 1);
                            s.k = z.get(new NDIndex("1::2")).normalize(2, 1).stopGradient();
                            return s.loss();
                        },
                        "You pair neighbouring rows (0 with 1, 2 with 3). Our rows are stacked: all"
                                + " queries, then all keys.")
                .misconception(
                        "both directions",
                        (z, queue, tau) -> {
                            Steps s = new Steps(z, queue, tau).keysFollow();
                            Steps back = new Steps(z, queue, tau).keysFollow();
                            NDArray q = s.q;
                            back.q = s.k;
                            back.k = q.stopGradient();
                            s.k = s.k.stopGradient();
                            return s.loss().add(back.loss()).div(2);
                        },
                        "Both halves of z ask in your loss. That is a variant which needs both views"
                                + " in both encoders; here the lower half consists of keys"
                                + " only.")
                .misconception(
                        "sign",
                        (z, queue, tau) -> new Steps(z, queue, tau).loss().neg(),
                        "Your loss falls when the pairs get worse. What sign has the logarithm of a" + " probability?")
                .misconception(
                        "logarithm missing",
                        (z, queue, tau) -> new Steps(z, queue, tau)
                                .logits()
                                .softmax(1)
                                .get(":, 0")
                                .mean()
                                .neg(),
                        "This is the mean probability itself, with a minus. One function of the"
                                + " formula is missing.")
                .build();
    }

    private static Signature<Loss> signature() {
        return new Signature<>(
                "mocoLoss",
                Kind.NDARRAY,
                List.of("z", "queue", "temperature"),
                List.of(Kind.NDARRAY, Kind.NDARRAY, Kind.DOUBLE),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1], (double) a[2]));
    }

    private static Call call(RandomGenerator r, float[][] z, double temperature) {
        float[][] queue = Draw.unitRows(r, r.nextInt(6, 10), z[0].length);
        return Call.of(Draw.tensor(z), Draw.tensor(queue), Value.of(temperature));
    }

    /** Views as after training: cosines near 1 in each pair, so that exp(cosine / 0.01) is huge. */
    private static float[][] closePairs(RandomGenerator r) {
        int n = r.nextInt(3, 6);
        float[][] z = Draw.rows(r, 2 * n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z[i + n][j] = z[i][j] * (float) r.nextDouble(0.95, 1.05);
            }
        }
        return z;
    }

    /**
     * Queries along the first axis at temperature 0.005: such cosines with their keys, and with the keys of the queue.
     * At a right angle the positive's share is exp(-200), and where all are opposite so is each exponential.
     */
    private static Call farKeys(RandomGenerator r, double own, double others) {
        int n = r.nextInt(2, 4);
        float[][] z = new float[2 * n][];
        for (int i = 0; i < n; i++) {
            z[i] = new float[] {r.nextFloat(0.5f, 3), 0, 0};
            z[n + i] = at(own, r.nextFloat(0.5f, 3));
        }
        float[][] queue = new float[r.nextInt(3, 6)][];
        Arrays.setAll(queue, j -> at(others, 1));
        return Call.of(Draw.tensor(z), Draw.tensor(queue), Value.of(0.005));
    }

    /** A vector of this length that has this cosine with the first axis. */
    private static float[] at(double cosine, float length) {
        return new float[] {(float) cosine * length, (float) Math.sqrt(1 - cosine * cosine) * length, 0};
    }

    /** The loss in its steps, each of which a variant can replace. */
    private static final class Steps {
        private final NDArray z;
        private final NDArray queue;
        private final double tau;
        private final long n;
        private NDArray q;
        private NDArray k;

        Steps(NDArray z, NDArray queue, double tau) {
            this.z = z;
            this.queue = queue;
            this.tau = tau;
            n = z.getShape().get(0) / 2;
            q = half(0).normalize(2, 1); // [N, d]
            k = half(1).normalize(2, 1).stopGradient(); // [N, d]
        }

        NDArray half(int which) {
            return z.get(new NDIndex("{}:{}", which * n, (which + 1) * n));
        }

        Steps keysFollow() {
            k = half(1).normalize(2, 1);
            return this;
        }

        NDArray logits() {
            NDArray positive = q.mul(k).sum(ROW, true); // [N, 1]
            return over(positive.concat(q.matMul(queue.transpose()), 1)); // [N, 1 + K]
        }

        NDArray over(NDArray scores) {
            return scores.div(scores.getManager().create((float) tau));
        }

        NDArray loss() {
            return logits().logSoftmax(1).get(":, 0").mean().neg();
        }
    }
}
