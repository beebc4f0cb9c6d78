package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.Predictions;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.2: a map of its own for each step ahead. */
final class CpcPredictionsCheck {

    /** Float32 sums of a few products of numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private CpcPredictionsCheck() {}

    static Check<Predictions> create() {
        Oracle oracle = a -> CpcFormulas.predictions(a.get(0), a.get(1));
        Cases square = Cases.times(4, r -> call(r, 3, 3, r.nextInt(2, 4)));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(4, 6), r.nextInt(2, 4), 3));
        Cases one = Cases.times(2, r -> call(r, 3, 4, 1));
        return Check.of("13.2", "One map for each step ahead", 3, signature())
                .reference(CpcPredictionsCheck::right)
                .example(
                        "One context (1, 2), two maps: the first has the rows (1, 1) and (0, 1), the"
                                + " second (2, 0) and (0, 3). Multiply each matrix by the context.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 1, 2),
                                Value.tensor(new long[] {2, 2, 2}, 1, 1, 0, 1, 2, 0, 0, 3)))
                .property(Property.equal("is right where contexts are as long as codes", 3, TOLERANCE, square, oracle)
                        .asEssential())
                .property(Property.equal("is right for contexts and codes of any length", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for a single step", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "lets a gradient through to the contexts",
                        1,
                        TOLERANCE,
                        any,
                        a -> gradient(a.get(0), a.get(1))))
                .property(Property.pure(1, any))
                .misconception(
                        "matrix transposed",
                        (c, w) -> c.expandDims(0).matMul(w),
                        "Your matrices lie on their side. A row of W_k makes one number of the code:"
                                + " its length is that of the context.")
                .misconception(
                        "one map for all",
                        (c, w) -> each(w, k -> times(c, w, 0)),
                        "All your steps use W_1. Each step ahead has a matrix of its own.")
                .misconception(
                        "last map for all",
                        (c, w) -> each(w, k -> times(c, w, size(w) - 1)),
                        "All your steps use the last matrix. Each step ahead has one of its own.")
                .misconception(
                        "maps in reverse",
                        (c, w) -> each(w, k -> times(c, w, size(w) - 1 - k)),
                        "Your matrices are in the reverse order: row 0 of the result is about one" + " step ahead.")
                .misconception(
                        "step by step",
                        (c, w) -> {
                            NDList steps = new NDList();
                            NDArray state = c;
                            for (int k = 0; k < size(w); k++) {
                                state = times(state, w, k);
                                steps.add(state);
                            }
                            return NDArrays.stack(steps);
                        },
                        "You go on from one prediction to the next: W_2 is applied to what W_1 made."
                                + " All predictions of CPC start from the same context.")
                .misconception(
                        "context order first",
                        (c, w) -> right(c, w).swapAxes(0, 1),
                        "Your first axis counts contexts and your second one steps. The text has" + " [K, T, d].")
                .misconception(
                        "summed over the steps",
                        (c, w) -> right(c, w).sum(new int[] {0}),
                        "You add the predictions of all steps. Each step keeps its own: the axis of"
                                + " length K is missing.")
                .misconception(
                        "squashed",
                        (c, w) -> right(c, w).tanh(),
                        "Your numbers are squashed into (-1, 1). The map is linear: nothing comes" + " behind it.")
                .misconception(
                        "cut below zero",
                        (c, w) -> right(c, w).maximum(0),
                        "You have no negative numbers: a ReLU? The map is linear: nothing comes" + " behind it.")
                .misconception(
                        "normalised",
                        (c, w) -> right(c, w).normalize(2, 2),
                        "Your predictions all have length 1. In CPC their length may grow: it says how"
                                + " sure a prediction is.")
                .misconception(
                        "context added",
                        (c, w) -> right(c, w).add(c),
                        "You add the context to the prediction, as in a residual network. The formula"
                                + " has the product alone.")
                .misconception(
                        "cut off from the graph",
                        (c, w) -> right(c.duplicate(), w),
                        "The value is right, but no gradient comes back to the contexts: neither"
                                + " context network nor encoder would ever learn. In DJL"
                                + " duplicate(), toType() and a detour over float[] cut the graph.")
                .build();
    }

    private static Signature<Predictions> signature() {
        return new Signature<>(
                "predictions",
                Kind.NDARRAY,
                List.of("c", "w"),
                List.of(Kind.NDARRAY, Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1]));
    }

    private static Call call(RandomGenerator r, int h, int d, int steps) {
        Value w = Value.of(Draw.rows(r, steps * d, h));
        return Call.of(Draw.tensor(Draw.rows(r, r.nextInt(4, 7), h)), Value.tensor(new long[] {steps, d, h}, w.data()));
    }

    /** Of the sum of all predictions: for each context the column sums of all maps. */
    private static Value gradient(Value c, Value w) {
        int h = c.length(1);
        double[] maps = w.data();
        double[] gradient = new double[c.size()];
        for (int i = 0; i < gradient.length; i++) {
            for (int j = i % h; j < maps.length; j += h) {
                gradient[i] += maps[j];
            }
        }
        return Value.tensor(c.shape(), gradient);
    }

    private interface Step {
        NDArray of(int k);
    }

    private static NDArray each(NDArray w, Step step) {
        NDList steps = new NDList();
        for (int k = 0; k < size(w); k++) {
            steps.add(step.of(k));
        }
        return NDArrays.stack(steps); // [K, T, d]
    }

    private static NDArray right(NDArray c, NDArray w) {
        return each(w, k -> times(c, w, k));
    }

    private static NDArray times(NDArray c, NDArray w, int k) {
        return c.matMul(w.get(k).transpose()); // [T, h] [h, d]
    }

    private static int size(NDArray w) {
        return (int) w.getShape().get(0);
    }
}
