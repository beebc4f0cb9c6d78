package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.InfoNceExercises.SymmetricLoss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.5: L(V1, V2) = L12 + L21. */
final class SymmetricLossCheck {

    /** Float32 sums of exponentials of scores up to 10. */
    private static final double TOLERANCE = 1e-4;

    private static final int[] ROW = {1};

    private SymmetricLossCheck() {}

    static Check<SymmetricLoss> create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(Draw.matrix(a.get(0))));
        // Also the other way round, so that neither direction has always the larger loss.
        Cases plain = r -> {
            float[][] one = scores(r, 1);
            float[][] other = scores(r, 1);
            return List.of(call(one), call(transposed(one)), call(other), call(transposed(other)));
        };
        Cases sharp = Cases.times(4, r -> call(scores(r, r.nextDouble(3, 10))));
        Cases huge = r -> List.of(
                call(scores(r, r.nextDouble(150, 200))),
                call(scores(r, r.nextDouble(150, 200))),
                call(scores(r, r.nextDouble(150, 200))),
                unlikely(r));
        Cases few = Cases.times(2, r -> call(scores(r, 2)));
        Cases turned = r -> {
            float[][] s = scores(r, 3);
            return List.of(call(s), call(transposed(s)));
        };
        return Check.of("8.5", "Both views ask", 3, signature())
                .reference(s -> crossEntropy(s).add(crossEntropy(s.transpose())))
                .example(
                        "Scores (1.0986, 0) in row 0 and (1.0986, 0) in row 1, where e^1.0986 is 3:"
                                + " write the exponentials in a square and divide, once along the"
                                + " rows and once along the columns.",
                        call(new float[][] {{1.0986123f, 0}, {1.0986123f, 0}}))
                .property(Property.equal("is right for scores between -1 and 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for larger scores", 1, TOLERANCE, sharp, oracle))
                .property(Property.same("does not change when the views are exchanged", 1, TOLERANCE, turned))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(
                        Property.equal("stays finite and right for scores in the hundreds", 1, TOLERANCE, huge, oracle))
                .property(Property.pure(1, plain))
                .misconception(
                        "one direction only",
                        SymmetricLossCheck::crossEntropy,
                        "Only the first views ask in your loss. The second views are queries too:"
                                + " where do their scores stand?")
                .misconception(
                        "the other direction only",
                        s -> crossEntropy(s.transpose()),
                        "Only the second views ask in your loss. The first views are queries too.")
                .misconception(
                        "the same direction twice",
                        s -> crossEntropy(s).mul(2),
                        "You count one direction twice. Exchanging the views must exchange the two"
                                + " summands, not repeat one.")
                .misconception(
                        "mean of the directions",
                        s -> crossEntropy(s).add(crossEntropy(s.transpose())).div(2),
                        "You have the mean of the two directions. The formula of this exercise has"
                                + " their sum (both are in use: read which one a paper means).")
                .misconception(
                        "sum over the queries",
                        s -> crossEntropy(s)
                                .add(crossEntropy(s.transpose()))
                                .mul(s.getShape().get(0)),
                        "Your loss grows with the batch: each direction is a mean over its N" + " queries.")
                .misconception(
                        "scores made symmetric",
                        s -> crossEntropy(s.add(s.transpose()).div(2)).mul(2),
                        "You average the scores with their mirror image and then compute one loss."
                                + " Symmetric is the loss, not the scores: each direction has its"
                                + " own softmax.")
                .misconception(
                        "one softmax over the matrix",
                        s -> {
                            long n = s.getShape().get(0);
                            return s.reshape(1, n * n)
                                    .logSoftmax(1)
                                    .reshape(n, n)
                                    .diagonal()
                                    .mean()
                                    .neg();
                        },
                        "Your softmax runs over the whole matrix: N^2 candidates at once. Each query"
                                + " has N candidates of its own.")
                .misconception(
                        "one softmax over row and column",
                        s -> {
                            NDArray sum = s.exp().sum(ROW).add(s.exp().sum(new int[] {0}));
                            return sum.log().sub(s.diagonal()).mean();
                        },
                        "You put row and column into one denominator. They are two questions, with a"
                                + " denominator and a logarithm each.")
                .misconception(
                        "one softmax after the other",
                        s -> s.logSoftmax(1)
                                .logSoftmax(0)
                                .diagonal()
                                .mean()
                                .mul(2)
                                .neg(),
                        "Your second softmax works on the result of the first. Both directions start"
                                + " from the scores.")
                .misconception(
                        "probabilities multiplied without logarithm",
                        s -> s.softmax(1).mul(s.softmax(0)).diagonal().mean().neg(),
                        "You multiply the probabilities of the two directions. The loss adds their"
                                + " negative logarithms.")
                .misconception(
                        "sign",
                        s -> crossEntropy(s).add(crossEntropy(s.transpose())).neg(),
                        "Your loss falls when the pairs get worse. What sign has the logarithm of a" + " probability?")
                .misconception(
                        "exp overflows",
                        s -> {
                            NDArray rows =
                                    s.exp().sum(ROW).log().sub(s.diagonal()).mean();
                            NDArray columns = s.exp()
                                    .sum(new int[] {0})
                                    .log()
                                    .sub(s.diagonal())
                                    .mean();
                            return rows.add(columns);
                        },
                        "Right on paper, but exp(100) does not fit into a float. There is an"
                                + " operation that does exp, sum and log in one, safely.")
                .misconception(
                        "cut off from the graph",
                        s -> crossEntropy(s.duplicate())
                                .add(crossEntropy(s.duplicate().transpose())),
                        "The value is right, but no gradient comes back to the scores. In DJL"
                                + " duplicate(), toType() and a detour over float[] cut the graph.")
                .misconception(
                        "half of it cut off from the graph",
                        s -> crossEntropy(s).add(crossEntropy(s.duplicate().transpose())),
                        "The value is right, but only one of the two directions sends a gradient"
                                + " back. In DJL duplicate() and toType() cut the graph.")
                .build();
    }

    private static Signature<SymmetricLoss> signature() {
        return new Signature<>(
                "symmetricLoss",
                Kind.NDARRAY,
                List.of("scores"),
                List.of(Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0]));
    }

    private static Call call(float[][] scores) {
        return Call.of(Draw.tensor(scores));
    }

    private static float[][] transposed(float[][] scores) {
        float[][] turned = new float[scores.length][scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                turned[i][j] = scores[j][i];
            }
        }
        return turned;
    }

    private static float[][] scores(RandomGenerator r, double scale) {
        int n = r.nextInt(3, 6);
        float[][] scores = Scores.cosines(r, n, n);
        for (float[] row : scores) {
            for (int j = 0; j < n; j++) {
                row[j] *= (float) scale;
            }
        }
        return scores;
    }

    /** Every exp is finite, but the probability of one positive is 0 in a float. */
    private static Call unlikely(RandomGenerator r) {
        float[][] scores = scores(r, 50);
        scores[0][0] = -200;
        return call(scores);
    }

    private static double loss(double[][] scores) {
        return Scores.crossEntropy(scores) + Scores.crossEntropy(Scores.transposed(scores));
    }

    private static NDArray crossEntropy(NDArray scores) {
        return scores.logSoftmax(1).diagonal().mean().neg();
    }
}
