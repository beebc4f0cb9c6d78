package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.RotationLoss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 3.4: the cross entropy of four rotations, averaged over rotations and images. */
final class RotationLossCheck {

    private static final int TURNS = 4;

    /** Float32: a few dozen terms of size 1. */
    private static final double TOLERANCE = 1e-4;

    private static final int[] ROW = {1};

    private RotationLossCheck() {}

    static Check<RotationLoss> create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(Draw.matrix(a.get(0))));
        Cases plain = Cases.times(4, r -> call(r, 1));
        Cases guess = r -> List.of(call(r, 0));
        Cases large = Cases.times(3, r -> call(r, 100));
        return Check.of("3.4", "The loss of rotation prediction", 3, signature())
                .reference(logits -> nll(logits.logSoftmax(1), stacked(logits)))
                .example(
                        "One image, so four rows: the image turned 0, 1, 2, 3 times. In each row the"
                                + " logits are 0, 0, 0, 0. How surprised is somebody who guesses?",
                        Call.of(Value.tensor(new long[] {TURNS, TURNS}, new double[16])))
                .property(Property.equal("is the mean cross entropy of a stacked batch", 3, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is that of a guess for equal logits", 1, TOLERANCE, guess, oracle))
                .property(Property.gradient(
                        "has the gradient (p - y) / 4B", 2, TOLERANCE, plain, a -> gradient(a.get(0))))
                .property(Property.equal(
                        "stays finite and right for logits in the hundreds", 1, TOLERANCE, large, oracle))
                .misconception(
                        "divided by the images",
                        logits -> right(logits).mul(TURNS),
                        "You divide by the number of images B. The batch has four times as many" + " questions.")
                .misconception(
                        "sum, not mean",
                        logits -> right(logits).mul(logits.getShape().get(0)),
                        "Your loss grows with the batch: you have the sum of the terms.")
                .misconception(
                        "mean over the whole matrix",
                        logits -> right(logits).div(TURNS),
                        "Your mean runs over all entries of the matrix, three zeros in each row"
                                + " included. Reduce each row to one number first.")
                .misconception(
                        "labels side by side",
                        logits -> nll(logits.logSoftmax(1), answers(logits, (i, b) -> i % TURNS)),
                        "You look at entry i % 4 of row i. The batch is stacked: the first B rows"
                                + " all have the label 0.")
                .misconception(
                        "softmax over the batch",
                        logits -> nll(logits.logSoftmax(0), stacked(logits)),
                        "Your softmax runs down the batch, so that images compete with one another."
                                + " The four rotations of a row are what competes.")
                .misconception(
                        "no softmax",
                        logits -> nll(logits, stacked(logits)),
                        "You average the logits of the right answers. Add 7 to all four logits of a"
                                + " row: your loss changes, and nothing has been learned.")
                .misconception(
                        "logarithm missing",
                        logits -> nll(logits.softmax(1), stacked(logits)),
                        "This is minus the mean probability of the right answers. One function of"
                                + " the formula is missing.")
                .misconception(
                        "sign",
                        logits -> right(logits).neg(),
                        "Your loss falls when the answers get worse. What sign has the logarithm of"
                                + " a probability?")
                .misconception(
                        "largest for right",
                        logits -> logits.logSoftmax(1).max(ROW).mean().neg(),
                        "You take the largest probability of each row, whatever it belongs to: the"
                                + " network would be praised for being sure, not for being right.")
                .misconception(
                        "squared error",
                        logits -> logits.softmax(1)
                                .sub(stacked(logits))
                                .pow(2)
                                .sum(ROW)
                                .mean(),
                        "You compare probabilities and answers by their squared difference. The"
                                + " formula has a logarithm.")
                .misconception(
                        "unturned images only",
                        logits -> {
                            long n = logits.getShape().get(0) / TURNS;
                            return right(logits, 0, n);
                        },
                        "Only the unturned images ask in your loss. A network that always says"
                                + " upright would be perfect.")
                .misconception(
                        "turned images only",
                        logits -> {
                            long n = logits.getShape().get(0) / TURNS;
                            return right(logits, n, TURNS * n);
                        },
                        "The unturned images do not count in your loss. Upright is an answer too.")
                .misconception(
                        "exp overflows",
                        logits -> {
                            NDArray e = logits.exp();
                            return nll(e.div(e.sum(ROW, true)).log(), stacked(logits));
                        },
                        "Right on paper, but exp(100) does not fit into a float. There is an"
                                + " operation that does softmax and logarithm in one, safely.")
                .misconception(
                        "cut off from the graph",
                        logits -> right(logits.duplicate()),
                        "The value is right, but no gradient comes back to the logits. In DJL"
                                + " duplicate(), toType() and a detour over float[] cut the"
                                + " graph.")
                .build();
    }

    private static Signature<RotationLoss> signature() {
        return new Signature<>(
                "rotationLoss",
                Kind.NDARRAY,
                List.of("logits"),
                List.of(Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0]));
    }

    private static Call call(RandomGenerator r, double size) {
        return Call.of(Draw.tensor(Probe.numbers(r, TURNS * r.nextInt(3, 7), TURNS, size)));
    }

    private static NDArray right(NDArray logits) {
        return nll(logits.logSoftmax(1), stacked(logits));
    }

    private static NDArray right(NDArray logits, long from, long to) {
        NDIndex rows = new NDIndex(from + ":" + to);
        return nll(logits.logSoftmax(1).get(rows), stacked(logits).get(rows));
    }

    private static NDArray nll(NDArray logProbability, NDArray answers) {
        return logProbability.mul(answers).sum(ROW).mean().neg();
    }

    private static NDArray stacked(NDArray logits) {
        return answers(logits, (i, b) -> i / b);
    }

    private static NDArray answers(NDArray logits, IntBinaryOperator label) {
        int rows = Math.toIntExact(logits.getShape().get(0));
        float[] one = new float[rows * TURNS];
        for (int i = 0; i < rows; i++) {
            one[i * TURNS + label.applyAsInt(i, rows / TURNS)] = 1;
        }
        return logits.getManager().create(one, new Shape(rows, TURNS));
    }

    /** The oracle, in double precision. */
    private static double loss(double[][] logits) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += Probe.logSumExp(logits[i]) - logits[i][i / (logits.length / TURNS)];
        }
        return loss / logits.length;
    }

    /** Its gradient by central differences; with h = 1e-5 the error is below 1e-9. */
    private static Value gradient(Value logits) {
        double h = 1e-5;
        double[][] rows = Draw.matrix(logits);
        double[] gradient = new double[logits.size()];
        int at = 0;
        for (double[] row : rows) {
            for (int j = 0; j < TURNS; j++) {
                double before = row[j];
                row[j] = before + h;
                double up = loss(rows);
                row[j] = before - h;
                double down = loss(rows);
                row[j] = before;
                gradient[at++] = (up - down) / (2 * h);
            }
        }
        return Value.tensor(logits.shape(), gradient);
    }
}
