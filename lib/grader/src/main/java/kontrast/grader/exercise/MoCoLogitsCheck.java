package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.Logits;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.4: each query against its own key and the queue. */
final class MoCoLogitsCheck {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.07 or more. */
    private static final double TOLERANCE = 1e-4;

    private static final int[] ROW = {1};

    private MoCoLogitsCheck() {}

    static Check<Logits> create() {
        Oracle oracle = a -> tensor(MoCoFormulas.logits(m(a, 0), m(a, 1), m(a, 2), tau(a)));
        Cases plain = Cases.times(4, r -> call(r, r.nextInt(3, 6), 1));
        Cases cold = Cases.times(4, r -> call(r, r.nextInt(3, 6), r.nextDouble(0.07, 0.5)));
        Cases one = Cases.times(2, r -> call(r, 1, r.nextDouble(0.07, 0.5)));
        Cases any = Cases.times(3, MoCoLogitsCheck::ofAnyLength);
        return Check.of("12.4", "Logits with a queue", 3, signature())
                .reference(MoCoLogitsCheck::right)
                .example(
                        "Two queries (1, 0) and (0, 1), their keys (1, 0) and (0.6, 0.8), a queue of"
                                + " one key (0, 1), temperature 0.5. Sketch the five arrows; six"
                                + " cosines come into question, four are asked for.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0.6, 0.8),
                                Value.tensor(new long[] {1, 2}, 0, 1),
                                Value.of(0.5)))
                .property(Property.equal("is right for temperature 1", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for other temperatures", 2, TOLERANCE, cold, oracle))
                .property(Property.equal("is right for a single query", 1, TOLERANCE, one, oracle))
                .property(Property.equal("takes dot products, of rows of any length", 1, TOLERANCE, any, oracle))
                .property(Property.gradient(
                        "lets a gradient through to the queries", 2, TOLERANCE, cold, MoCoLogitsCheck::gradient))
                .property(Property.pure(1, any))
                .misconception(
                        "positive last",
                        (q, k, queue, tau) -> over(negatives(q, queue).concat(positives(q, k), 1), tau),
                        "Your positives stand in the last column. The label of every query is 0: its"
                                + " own key belongs into column 0.")
                .misconception(
                        "all keys of the batch",
                        (q, k, queue, tau) -> over(q.matMul(k.transpose()).concat(negatives(q, queue), 1), tau),
                        "You score each query against all keys of the batch, N + K columns. In MoCo"
                                + " the other keys of the batch are no candidates (yet): one"
                                + " positive, K negatives.")
                .misconception(
                        "one positive for all",
                        (q, k, queue, tau) ->
                                over(q.matMul(k.get("0:1").transpose()).concat(negatives(q, queue), 1), tau),
                        "Column 0 compares every query with the first key of the batch. Each query"
                                + " has a key of its own, in the same row.")
                .misconception(
                        "neighbour's key",
                        (q, k, queue, tau) -> right(q, k.get("1:").concat(k.get("0:1"), 0), queue, tau),
                        "Query i meets key i + 1. The two views of one image stand in the same" + " row.")
                .misconception(
                        "keys against the queue",
                        (q, k, queue, tau) -> over(positives(q, k).concat(negatives(k, queue), 1), tau),
                        "Your negative logits compare keys with keys: which of the two is to be told"
                                + " apart from the queue?")
                .misconception(
                        "query as its own key",
                        (q, k, queue, tau) -> right(q, q, queue, tau),
                        "k changes nothing: your column 0 compares each query with itself. For unit"
                                + " vectors that is always 1 / temperature.")
                .misconception(
                        "temperature missing",
                        (q, k, queue, tau) -> right(q, k, queue, 1),
                        "The temperature changes nothing in your logits.")
                .misconception(
                        "temperature multiplied",
                        (q, k, queue, tau) -> right(q, k, queue, 1 / tau),
                        "You multiply by the temperature. A lower temperature must make the" + " differences larger.")
                .misconception(
                        "temperature for the positive only",
                        (q, k, queue, tau) -> over(positives(q, k), tau).concat(negatives(q, queue), 1),
                        "Only column 0 is divided by the temperature. All candidates of a softmax"
                                + " must be on one scale.")
                .misconception(
                        "temperature for the negatives only",
                        (q, k, queue, tau) -> positives(q, k).concat(over(negatives(q, queue), tau), 1),
                        "Column 0 is not divided by the temperature. All candidates of a softmax"
                                + " must be on one scale.")
                .misconception(
                        "mean over the features",
                        (q, k, queue, tau) -> over(q.mul(k).mean(ROW, true).concat(negatives(q, queue), 1), tau),
                        "Your column 0 is too small, and the more features there are, the smaller: a"
                                + " dot product adds the products up.")
                .misconception(
                        "normalised again",
                        (q, k, queue, tau) -> right(unit(q), unit(k), unit(queue), tau),
                        "You normalise rows that come normalised. For them it changes no number, but"
                                + " costs three passes and another gradient; asked for are plain"
                                + " dot products.")
                .misconception(
                        "exponential taken",
                        (q, k, queue, tau) -> right(q, k, queue, tau).exp(),
                        "You have taken the exponential. Logits are what goes into the softmax; its"
                                + " exp comes later.")
                .misconception(
                        "softmax taken",
                        (q, k, queue, tau) -> right(q, k, queue, tau).softmax(1),
                        "Your rows add up to 1: these are probabilities already. Logits are what goes"
                                + " into the softmax.")
                .misconception(
                        "queue without its first key",
                        (q, k, queue, tau) -> over(
                                positives(q, k)
                                        .concat(q.matMul(queue.transpose()).get(":, 1:"), 1),
                                tau),
                        "A column is missing: all K keys of the queue are negatives, beside the" + " positive.")
                .misconception(
                        "transposed",
                        (q, k, queue, tau) -> right(q, k, queue, tau).transpose(),
                        "Your rows and columns are exchanged: a query has a row, a candidate has a" + " column.")
                .misconception(
                        "queries cut off",
                        (q, k, queue, tau) -> right(q.duplicate(), k, queue, tau),
                        "The numbers are right, but no gradient comes back to the queries: the query"
                                + " encoder would never learn. In DJL duplicate(), toType() and a"
                                + " detour over float[] cut the graph.")
                .misconception(
                        "positives cut off",
                        (q, k, queue, tau) ->
                                over(positives(q, k).stopGradient().concat(negatives(q, queue), 1), tau),
                        "The numbers are right, but no gradient passes through column 0: the queries"
                                + " are pushed away from the queue, and nothing pulls them to their"
                                + " keys. It is the keys that get no gradient, not their"
                                + " similarity.")
                .build();
    }

    private static Signature<Logits> signature() {
        return new Signature<>(
                "logits",
                Kind.NDARRAY,
                List.of("q", "k", "queue", "temperature"),
                List.of(Kind.NDARRAY, Kind.NDARRAY, Kind.NDARRAY, Kind.DOUBLE),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1], (NDArray) a[2], (double) a[3]));
    }

    private static Call call(RandomGenerator r, int n, double temperature) {
        int d = r.nextInt(3, 6);
        return Call.of(
                Draw.tensor(Draw.unitRows(r, n, d)),
                Draw.tensor(Draw.unitRows(r, n, d)),
                Draw.tensor(Draw.unitRows(r, r.nextInt(6, 10), d)),
                Value.of(temperature));
    }

    private static Call ofAnyLength(RandomGenerator r) {
        int n = r.nextInt(3, 6);
        return Call.of(
                Draw.tensor(Draw.rows(r, n, 4)),
                Draw.tensor(Draw.rows(r, n, 4)),
                Draw.tensor(Draw.rows(r, r.nextInt(6, 10), 4)),
                Value.of(r.nextDouble(0.5, 2)));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static double tau(List<Value> arguments) {
        return arguments.get(3).number();
    }

    private static Value tensor(double[][] rows) {
        return Value.tensor(
                new long[] {rows.length, rows[0].length},
                java.util.Arrays.stream(rows)
                        .flatMapToDouble(java.util.Arrays::stream)
                        .toArray());
    }

    /** Of the sum of all logits by q_i: its key plus all keys of the queue, over tau. */
    private static Value gradient(List<Value> arguments) {
        double[][] gradient = m(arguments, 1);
        for (double[] row : gradient) {
            for (int j = 0; j < row.length; j++) {
                for (double[] key : m(arguments, 2)) {
                    row[j] += key[j];
                }
                row[j] /= tau(arguments);
            }
        }
        return tensor(gradient);
    }

    private static NDArray right(NDArray q, NDArray k, NDArray queue, double tau) {
        return over(positives(q, k).concat(negatives(q, queue), 1), tau);
    }

    private static NDArray unit(NDArray rows) {
        return rows.normalize(2, 1);
    }

    private static NDArray positives(NDArray q, NDArray k) {
        return q.mul(k).sum(ROW, true); // [N, 1]
    }

    private static NDArray negatives(NDArray q, NDArray queue) {
        return q.matMul(queue.transpose()); // [N, K]
    }

    private static NDArray over(NDArray scores, double tau) {
        return scores.div(scores.getManager().create((float) tau));
    }
}
