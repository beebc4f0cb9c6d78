package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.NtXentTensor;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.5: NT-Xent in a handful of tensor operations, with a gradient. */
final class NtXentTensorCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.01 a rounding error of a cosine counts a hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private static final int[] ROW = {1};

    private NtXentTensorCheck() {}

    static Check<NtXentTensor> create() {
        Oracle oracle = a -> Value.tensor(
                new long[0], Draw.ntXent(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases plain = Cases.times(3, r -> call(Draw.unitRows(r, views(r), r.nextInt(3, 7)), 1));
        Cases any = Cases.times(4, r -> call(Draw.rows(r, views(r), r.nextInt(3, 7)), r.nextDouble(0.2, 0.8)));
        Cases cold = Cases.times(3, r -> call(closePairs(r), 0.01));
        Cases few = Cases.times(2, r -> call(Draw.rows(r, 6, 3), r.nextDouble(0.3, 0.8)));
        return Check.of("11.5", "NT-Xent in tensor operations", 4, signature())
                .reference((z, tau) -> crossEntropy(masked(logits(unit(z), tau)), stacked(z)))
                .example(
                        "N = 2, temperature 1, rows (1, 0), (0, 1), (1, 0), (0, 1): each view equals"
                                + " its positive and is perpendicular to the rest, so every exp is"
                                + " e or 1.",
                        Call.of(Value.tensor(new long[] {4, 2}, 1, 0, 0, 1, 1, 0, 0, 1), Value.of(1.0)))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.gradient("has the gradient of the formula", 3, TOLERANCE, few, oracle.gradient()))
                .property(Property.equal("stays finite and right at temperature 0.01", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "self in the denominator",
                        (z, tau) -> crossEntropy(logits(unit(z), tau), stacked(z)),
                        "The diagonal of your similarities takes part in the softmax: each view"
                                + " competes with itself, and always wins.")
                .misconception(
                        "diagonal set to 0",
                        (z, tau) -> crossEntropy(logits(unit(z), tau).mul(ones(z).sub(eye(z))), stacked(z)),
                        "Your diagonal is 0 before the softmax, and exp(0) is 1: each view still"
                                + " counts once. What must a logit be, for its exp to vanish?")
                .misconception(
                        "self subtracted afterwards",
                        (z, tau) -> {
                            NDArray s = logits(unit(z), tau);
                            NDArray sum = s.exp().sum(ROW).sub(Math.exp(1 / tau));
                            return sum.log().sub(s.mul(stacked(z)).sum(ROW)).mean();
                        },
                        "You take the similarity with itself out after the exp. It is the largest of"
                                + " all terms, so at a low temperature the rest drowns in rounding"
                                + " (or in infinity minus infinity). Take it out before.")
                .misconception(
                        "exp overflows",
                        (z, tau) -> {
                            NDArray s = logits(unit(z), tau);
                            NDArray sum = masked(s).exp().sum(ROW);
                            return sum.log().sub(s.mul(stacked(z)).sum(ROW)).mean();
                        },
                        "Right on paper, but exp(1 / 0.01) does not fit into a float. There is an"
                                + " operation that does exp, sum and log in one, safely.")
                .misconception(
                        "temperature multiplied",
                        (z, tau) -> right(z, 1 / tau),
                        "You multiply by the temperature. A lower temperature must make the" + " differences larger.")
                .misconception(
                        "temperature missing", (z, tau) -> right(z, 1), "The temperature changes nothing in your loss.")
                .misconception(
                        "dot product",
                        (z, tau) -> crossEntropy(masked(logits(z, tau)), stacked(z)),
                        "Longer vectors change your loss: the rows of z are not yet normalised.")
                .misconception(
                        "normalised along the batch",
                        (z, tau) -> crossEntropy(masked(logits(z.normalize(2, 0), tau)), stacked(z)),
                        "You normalise columns. The vectors are the rows: which axis runs along a" + " row?")
                .misconception(
                        "sum, not mean",
                        (z, tau) -> right(z, tau).mul(z.getShape().get(0)),
                        "Your loss grows with the batch: you have the sum of the terms. Asked for is" + " their mean.")
                .misconception(
                        "divided by N",
                        (z, tau) -> right(z, tau).mul(2),
                        "You divide by the number of images. How many terms have you added up?")
                .misconception(
                        "mean over the whole matrix",
                        (z, tau) -> right(z, tau).div(z.getShape().get(0)),
                        "Your mean runs over all entries of the matrix, zeros included. Reduce the"
                                + " rows to one number each first.")
                .misconception(
                        "first views only",
                        (z, tau) -> {
                            long n = z.getShape().get(0) / 2;
                            NDArray p =
                                    masked(logits(unit(z), tau)).logSoftmax(1).mul(stacked(z));
                            return p.sum(ROW).get(new NDIndex(":" + n)).mean().neg();
                        },
                        "Only the first views ask in your loss. The second ones have denominators of"
                                + " their own; both count.")
                .misconception(
                        "neighbours as pairs",
                        (z, tau) -> crossEntropy(masked(logits(unit(z), tau)), neighbours(z)),
                        "You pair neighbours (0 with 1, 2 with 3), the paper's numbering. Our batch"
                                + " is stacked: all first views, then all second views.")
                .misconception(
                        "other half only",
                        (z, tau) -> {
                            long n = z.getShape().get(0) / 2;
                            NDArray u = unit(z);
                            NDArray a = u.get(new NDIndex(":" + n));
                            NDArray b = u.get(new NDIndex(n + ":"));
                            NDArray s = a.matMul(b.transpose()).div(tau);
                            NDArray first = s.logSoftmax(1).diagonal().mean();
                            return first.add(s.logSoftmax(0).diagonal().mean())
                                    .div(2)
                                    .neg();
                        },
                        "You compare first views with second views only, an N x N matrix (that is"
                                + " CLIP's loss). In NT-Xent the views of the same half, but of"
                                + " other images, are negatives too.")
                .misconception(
                        "positive left out of the denominator",
                        (z, tau) -> {
                            NDArray s = logits(unit(z), tau);
                            NDArray e = s.exp();
                            NDArray rest = ones(z).sub(eye(z)).sub(stacked(z));
                            NDArray sum = e.mul(rest).sum(ROW);
                            return sum.log().sub(s.mul(stacked(z)).sum(ROW)).mean();
                        },
                        "Your denominator holds the negatives alone, so the loss can fall below 0."
                                + " The indicator leaves out one k, not two.")
                .misconception(
                        "sign",
                        (z, tau) -> right(z, tau).neg(),
                        "Your loss falls when the pairs get worse. What sign has the logarithm of a" + " probability?")
                .misconception(
                        "logarithm missing",
                        (z, tau) -> masked(logits(unit(z), tau))
                                .softmax(1)
                                .mul(stacked(z))
                                .sum(ROW)
                                .mean()
                                .neg(),
                        "This is the mean probability itself, with a minus. One function of the"
                                + " formula is missing.")
                .misconception(
                        "cut off from the graph",
                        (z, tau) -> right(z.duplicate(), tau),
                        "The value is right, but no gradient comes back to z: an encoder would never"
                                + " learn from it. In DJL duplicate(), toType() and a detour over"
                                + " float[] cut the graph.")
                .build();
    }

    private static Signature<NtXentTensor> signature() {
        return new Signature<>(
                "ntXent",
                Kind.NDARRAY,
                List.of("z", "temperature"),
                List.of(Kind.NDARRAY, Kind.DOUBLE),
                (f, a) -> f.apply((NDArray) a[0], (double) a[1]));
    }

    private static Call call(float[][] z, double temperature) {
        return Call.of(Draw.tensor(z), Value.of(temperature));
    }

    /** An even number from 6 to 12: with four views, some mistakes coincide. */
    private static int views(RandomGenerator r) {
        return 2 * r.nextInt(3, 7);
    }

    /** Views as after training: cosines near 1 in each pair, so that exp(cosine / 0.01) is huge. */
    private static float[][] closePairs(RandomGenerator r) {
        int n = r.nextInt(3, 7);
        float[][] z = Draw.rows(r, 2 * n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z[i + n][j] = z[i][j] * (float) r.nextDouble(0.95, 1.05);
            }
        }
        return z;
    }

    private static NDArray right(NDArray z, double tau) {
        return crossEntropy(masked(logits(unit(z), tau)), stacked(z));
    }

    private static NDArray unit(NDArray z) {
        return z.normalize(2, 1); // [2N, d]
    }

    private static NDArray logits(NDArray u, double tau) {
        NDArray temperature = u.getManager().create((float) tau);
        return u.matMul(u.transpose()).div(temperature); // [2N, 2N]
    }

    private static NDArray masked(NDArray logits) {
        return logits.sub(eye(logits).mul(1e9)); // exp is 0 on the diagonal
    }

    private static NDArray crossEntropy(NDArray logits, NDArray positives) {
        return logits.logSoftmax(1).mul(positives).sum(ROW).mean().neg();
    }

    private static NDArray eye(NDArray z) {
        return z.getManager().eye(Math.toIntExact(z.getShape().get(0)));
    }

    private static NDArray ones(NDArray z) {
        return eye(z).onesLike();
    }

    /** 1 where column is the positive of row, in a stacked batch. */
    private static NDArray stacked(NDArray z) {
        int views = Math.toIntExact(z.getShape().get(0));
        return positives(z, views, i -> (i + views / 2) % views);
    }

    private static NDArray neighbours(NDArray z) {
        int views = Math.toIntExact(z.getShape().get(0));
        return positives(z, views, i -> i ^ 1);
    }

    private static NDArray positives(NDArray z, int views, java.util.function.IntUnaryOperator positive) {
        float[] mask = new float[views * views];
        for (int i = 0; i < views; i++) {
            mask[i * views + positive.applyAsInt(i)] = 1;
        }
        return z.getManager().create(mask, new ai.djl.ndarray.types.Shape(views, views));
    }
}
