package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** What the tasks with a right answer have in common. */
abstract class PretextTaskContract extends MethodContract {

    @Override
    protected abstract PretextTask method(long seed);

    /** Returns the number of classes, the same for every seed. */
    protected abstract int classes();

    /** The logits of questions about the first images, row by row, and the answers. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Logits(double[][] rows, long[] answers) {

        /** The formula, written out in double. */
        double crossEntropy() {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                double all = Arrays.stream(rows[i]).map(Math::exp).sum();
                sum -= Math.log(Math.exp(rows[i][(int) answers[i]]) / all);
            }
            return sum / rows.length;
        }

        double accuracy() {
            double right = 0;
            for (int i = 0; i < rows.length; i++) {
                int best = 0;
                for (int k = 1; k < rows[i].length; k++) {
                    best = rows[i][k] > rows[i][best] ? k : best;
                }
                right += best == answers[i] ? 1 : 0;
            }
            return right / rows.length;
        }
    }

    private Logits logits(
            PretextTask method, NDManager manager, int from, int to, RandomGenerator random, boolean training) {
        NDArray x = examples().tensor(manager, IntStream.range(from, to).toArray());
        PretextTask.Question question = method.ask(x, random);
        NDArray logits = method.network()
                .forward(new ParameterStore(manager, false), new NDList(question.inputs()), training)
                .singletonOrThrow();
        int k = Math.toIntExact(logits.getShape().get(1));
        assertEquals(classes(), k);
        float[] flat = logits.toFloatArray();
        double[][] rows = new double[flat.length / k][k];
        for (int i = 0; i < flat.length; i++) {
            rows[i / k][i % k] = flat[i];
        }
        return new Logits(rows, question.answers().toLongArray());
    }

    @Test
    void lossIsTheCrossEntropyOfTheRightAnswer() {
        try (PretextTask method = method(3);
                NDManager manager = method.manager().newSubManager()) {
            Logits logits = logits(method, manager, 0, 8, Seeds.stream(5, "ask", 0), true);
            NDArray x = examples().tensor(manager, IntStream.range(0, 8).toArray());
            Batch batch = new Batch(x, null, null, 0, Seeds.stream(5, "ask", 0));
            // float32 keeps 7 digits of logits of some units
            assertEquals(logits.crossEntropy(), method.loss(batch).getFloat(), 1e-4);
        }
    }

    /** The loss of one that knows nothing: its last layer is 0. */
    @Test
    void chanceIsTheLossOfEqualLogits() {
        try (PretextTask method = method(3);
                NDManager manager = method.manager().newSubManager()) {
            Parameter last = method.network()
                    .getParameters()
                    .valueAt(method.network().getParameters().size() - 2);
            NoGrad.run(() -> last.getArray().muli(0));
            NDArray x = examples().tensor(manager, IntStream.range(0, 8).toArray());
            Batch batch = new Batch(x, null, null, 0, Seeds.stream(5, "ask", 0));
            double chance = method.chance(8).orElseThrow();
            assertEquals(Math.log(classes()), chance, 1e-12);
            assertEquals(chance, method.loss(batch).getFloat(), 1e-5);
        }
    }

    @Test
    void accuracyCountsRightAnswersInEvaluationMode() {
        try (PretextTask method = method(3);
                NDManager manager = method.manager().newSubManager()) {
            Examples all = examples(); // fewer than are evaluated at once: one stream
            Logits logits = logits(method, manager, 0, all.size(), Seeds.stream(9, "pretext", 0), false);
            assertEquals(logits.accuracy(), method.accuracy(all, 9), 1e-12);
            assertEquals(method.accuracy(all, 9), method.accuracy(all, 9));
            assertTrue(method.accuracy(all, 10) >= 0);
        }
    }

    /** More images than are evaluated at once, the last group smaller than the others. */
    @Test
    void accuracyOfManyImagesIsTheMeanOverAll() {
        try (PretextTask method = method(3)) {
            int[] twice =
                    IntStream.range(0, 100).map(i -> i % examples().size()).toArray();
            Examples many = examples().subset(twice);
            double right = 0;
            for (int from = 0; from < 100; from += 64) {
                int to = Math.min(100, from + 64);
                try (NDManager manager = method.manager().newSubManager()) {
                    NDArray x = many.tensor(manager, IntStream.range(from, to).toArray());
                    PretextTask.Question q = method.ask(x, Seeds.stream(2, "pretext", from));
                    NDArray logits = method.network()
                            .forward(new ParameterStore(manager, false), new NDList(q.inputs()), false)
                            .singletonOrThrow();
                    double share =
                            logits.argMax(1).eq(q.answers()).countNonzero().getLong()
                                    / (double) q.answers().size();
                    right += share * (to - from);
                }
            }
            assertEquals(right / 100, method.accuracy(many, 2), 1e-12);
        }
    }
}
