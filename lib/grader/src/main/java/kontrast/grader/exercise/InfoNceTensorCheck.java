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
import kontrast.grader.exercise.InfoNceExercises.TensorLoss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.4: InfoNCE of a batch of embeddings, in tensor operations. */
final class InfoNceTensorCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    /** At temperature 0.005 a rounding error of a cosine counts two hundredfold. */
    private static final double COLD_TOLERANCE = 1e-3;

    private static final int[] ROW = {1};

    private InfoNceTensorCheck() {}

    static Check<TensorLoss> create() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                loss(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases plain = Cases.times(3, r -> call(Draw.unitRows(r, 5, 4), Draw.unitRows(r, 5, 4), 1));
        Cases any = Cases.times(4, r -> batch(r, 0, r.nextDouble(0.2, 0.8)));
        Cases wide = Cases.times(4, r -> batch(r, r.nextInt(2, 5), r.nextDouble(0.2, 0.8)));
        Cases few = Cases.times(2, r -> batch(r, 1, r.nextDouble(0.3, 0.8)));
        Cases cold = r -> List.of(cold(r), cold(r), cold(r), rightAngles(r), rightAngles(r));
        return Check.of("8.4", "InfoNCE in tensor operations", 5, signature())
                .reference((z1, z2, tau) -> crossEntropy(scores(unit(z1), unit(z2), tau)))
                .example(
                        "z1 has the rows (3, 0) and (0, 1), z2 the rows (1, 0), (0, 2) and (0, 1);"
                                + " temperature 1. Every cosine is 0 or 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 3, 0, 0, 1),
                                Value.tensor(new long[] {3, 2}, 1, 0, 0, 2, 0, 1),
                                Value.of(1.0)))
                .property(Property.equal(
                                "is right for unit vectors, temperature 1 and K = N", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for vectors of any length and other temperatures", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for more candidates than queries", 1, TOLERANCE, wide, oracle))
                .property(Property.gradient("has the gradient of the formula", 3, TOLERANCE, few, oracle.gradient()))
                .property(
                        Property.equal("stays finite and right at temperature 0.005", 1, COLD_TOLERANCE, cold, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "softmax along the columns",
                        (z1, z2, tau) -> scores(unit(z1), unit(z2), tau)
                                .logSoftmax(0)
                                .diagonal()
                                .mean()
                                .neg(),
                        "Your softmax runs down the columns: the candidates choose among the"
                                + " queries. Each query (a row) chooses among the candidates.")
                .misconception(
                        "dot product",
                        (z1, z2, tau) -> crossEntropy(scores(z1, z2, tau)),
                        "Longer vectors change your loss: the score is the cosine over the"
                                + " temperature, not the dot product.")
                .misconception(
                        "only the queries normalised",
                        (z1, z2, tau) -> crossEntropy(scores(unit(z1), z2, tau)),
                        "The rows of z1 are scaled to length 1, those of z2 are not.")
                .misconception(
                        "normalised along the batch",
                        (z1, z2, tau) -> crossEntropy(scores(z1.normalize(2, 0), z2.normalize(2, 0), tau)),
                        "You normalise columns. The vectors are the rows: which axis runs along a" + " row?")
                .misconception(
                        "temperature multiplied",
                        (z1, z2, tau) -> crossEntropy(scores(unit(z1), unit(z2), 1 / tau)),
                        "You multiply by the temperature. A lower temperature must make the"
                                + " differences larger; beta is its inverse.")
                .misconception(
                        "temperature missing",
                        (z1, z2, tau) -> crossEntropy(scores(unit(z1), unit(z2), 1)),
                        "The temperature changes nothing in your loss.")
                .misconception(
                        "positive left out of the denominator",
                        (z1, z2, tau) -> {
                            NDArray s = scores(unit(z1), unit(z2), tau);
                            NDArray rest = s.exp().mul(eye(s).neg().add(1)).sum(ROW);
                            return rest.log().sub(s.diagonal()).mean();
                        },
                        "Your denominator holds the negatives alone, so the loss can fall below 0."
                                + " The positive is one of the candidates.")
                .misconception(
                        "candidates of the same view",
                        (z1, z2, tau) -> {
                            NDArray within = scores(unit(z1), unit(z1), tau);
                            NDArray right = scores(unit(z1), unit(z2), tau).diagonal();
                            NDArray sum = within.sub(eye(within).mul(1e9)).exp().sum(ROW);
                            return sum.add(right.exp()).log().sub(right).mean();
                        },
                        "Your negatives come from z1. Here they are the other rows of z2.")
                .misconception(
                        "only the square part",
                        (z1, z2, tau) -> {
                            NDArray s = scores(unit(z1), unit(z2), tau);
                            return crossEntropy(
                                    s.get(new NDIndex(":, :" + s.getShape().get(0))));
                        },
                        "You cut the scores down to a square. The candidates behind the first N are"
                                + " negatives of every query.")
                .misconception(
                        "positive always the first",
                        (z1, z2, tau) -> scores(unit(z1), unit(z2), tau)
                                .logSoftmax(1)
                                .get(new NDIndex(":, 0"))
                                .mean()
                                .neg(),
                        "You take row 0 of z2 for the positive of every query. The positive of row i" + " is row i.")
                .misconception(
                        "mean over the whole matrix",
                        (z1, z2, tau) -> {
                            NDArray s = scores(unit(z1), unit(z2), tau);
                            return s.logSoftmax(1).mul(eye(s)).mean().neg();
                        },
                        "Your mean runs over all entries of the matrix, zeros included. How many"
                                + " queries are there?")
                .misconception(
                        "sum, not mean",
                        (z1, z2, tau) -> crossEntropy(scores(unit(z1), unit(z2), tau))
                                .mul(z1.getShape().get(0)),
                        "Your loss grows with the batch: you have the sum of the terms. Asked for is" + " their mean.")
                .misconception(
                        "sign",
                        (z1, z2, tau) ->
                                crossEntropy(scores(unit(z1), unit(z2), tau)).neg(),
                        "Your loss falls when the pairs get worse. What sign has the logarithm of a" + " probability?")
                .misconception(
                        "logarithm missing",
                        (z1, z2, tau) -> scores(unit(z1), unit(z2), tau)
                                .softmax(1)
                                .diagonal()
                                .mean()
                                .neg(),
                        "This is the mean probability itself, with a minus. One function of the"
                                + " formula is missing.")
                .misconception(
                        "exp overflows",
                        (z1, z2, tau) -> {
                            NDArray s = scores(unit(z1), unit(z2), tau);
                            return s.exp().sum(ROW).log().sub(s.diagonal()).mean();
                        },
                        "Right on paper, but exp(1 / 0.005) does not fit into a float. There is an"
                                + " operation that does exp, sum and log in one, safely.")
                .misconception(
                        "cut off from the graph",
                        (z1, z2, tau) -> crossEntropy(scores(unit(z1.duplicate()), unit(z2), tau)),
                        "The value is right, but no gradient comes back to z1: an encoder would"
                                + " never learn from it. In DJL duplicate(), toType() and a detour"
                                + " over float[] cut the graph.")
                .build();
    }

    private static Signature<TensorLoss> signature() {
        return new Signature<>(
                "infoNceLoss",
                Kind.NDARRAY,
                List.of("z1", "z2", "temperature"),
                List.of(Kind.NDARRAY, Kind.NDARRAY, Kind.DOUBLE),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1], (double) a[2]));
    }

    private static Call call(float[][] z1, float[][] z2, double temperature) {
        return Call.of(Draw.tensor(z1), Draw.tensor(z2), Value.of(temperature));
    }

    /** N queries, N + more candidates. */
    private static Call batch(RandomGenerator r, int more, double temperature) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return call(Draw.rows(r, n, d), Draw.rows(r, n + more, d), temperature);
    }

    /** Pairs as after training, so that exp(cosine / 0.005) is huge. */
    private static Call cold(RandomGenerator r) {
        int n = r.nextInt(4, 7);
        float[][] z1 = Draw.rows(r, n, 4);
        float[][] z2 = Draw.rows(r, n, 4);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                z2[i][j] = z1[i][j] * (float) r.nextDouble(0.95, 1.05);
            }
        }
        return call(z1, z2, 0.005);
    }

    /** Each query stands at a right angle to its positive, and points the way of another candidate: the loss is 200. */
    private static Call rightAngles(RandomGenerator r) {
        float[][] z1 = new float[4][4];
        float[][] z2 = new float[4][4];
        for (int i = 0; i < 4; i++) {
            z1[i][i] = (float) r.nextDouble(0.5, 3);
            z2[(i + 1) % 4][i] = (float) r.nextDouble(0.5, 3);
        }
        return call(z1, z2, 0.005);
    }

    private static double loss(double[][] z1, double[][] z2, double tau) {
        double[][] scores = new double[z1.length][z2.length];
        for (int i = 0; i < z1.length; i++) {
            for (int j = 0; j < z2.length; j++) {
                scores[i][j] = Draw.cosine(z1[i], z2[j]) / tau;
            }
        }
        return Scores.crossEntropy(scores);
    }

    private static NDArray unit(NDArray z) {
        return z.normalize(2, 1);
    }

    private static NDArray scores(NDArray u1, NDArray u2, double tau) {
        NDArray temperature = u1.getManager().create((float) tau);
        return u1.matMul(u2.transpose()).div(temperature); // [N, K]
    }

    private static NDArray crossEntropy(NDArray scores) {
        return scores.logSoftmax(1).diagonal().mean().neg();
    }

    /** 1 at the positives: {@code [N, K]}. */
    private static NDArray eye(NDArray scores) {
        int n = Math.toIntExact(scores.getShape().get(0));
        int k = Math.toIntExact(scores.getShape().get(1));
        return scores.getManager().eye(n, k, 0, scores.getDataType());
    }
}
