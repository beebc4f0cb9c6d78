package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.Vectors;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

/** MoCo with all of its parts on; and against the published pseudo-code, as loops in double. */
class MoCoTest extends MethodContract {

    private static final Shape IMAGE = new Shape(3, 16, 16);
    private static final int N = 6;
    private static final int K = 12;
    private static final double TAU = 0.3;

    @Override
    protected Method method(long seed) {
        MoCo.Options all = plain().with(o -> {
            o.encoder = new SmallCnn(4, 1, Norm.split(2));
            o.head = ProjectionHead.mlp(16, 8, Norm.none());
            o.queue = 32; // twice the keys of a symmetric step with a batch of 8
            o.shuffle = true;
            o.symmetric = true;
        });
        return new MoCo(all, IMAGE, Devices.best(), seed);
    }

    private static MoCo.Options plain() {
        return new MoCo.Options(
                Views.simclr(16, Views.Options.imageNet().with(o -> o.minScale = 0.5)),
                new SmallCnn(4),
                ProjectionHead.linear(8),
                TAU,
                0.9,
                K,
                false,
                false);
    }

    private static MoCo moco(MoCo.Options options) {
        return new MoCo(options, IMAGE, Device.cpu(), 3);
    }

    /** One step's images; each call gives the same random numbers. */
    private static Batch batch(NDManager manager) {
        int[] indices = IntStream.range(0, N).toArray();
        NDArray images = Synthetic.discs(N, 16, 4, 5).tensor(manager, indices);
        return new Batch(images, null, indices, 0, Seeds.stream(1, "batch", 0));
    }

    private static double[][] rows(NDArray array) {
        float[] values = array.toFloatArray();
        int d = Math.toIntExact(array.getShape().get(1));
        double[][] rows = new double[values.length / d][d];
        for (int i = 0; i < values.length; i++) {
            rows[i / d][i % d] = values[i];
        }
        return rows;
    }

    private static double[][] unit(double[][] rows) {
        double[][] unit = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double length = Math.sqrt(Vectors.dot(rows[i], rows[i]));
            unit[i] = java.util.Arrays.stream(rows[i]).map(v -> v / length).toArray();
        }
        return unit;
    }

    private static NDArray forward(Block block, NDArray x) {
        return block.forward(new ParameterStore(x.getManager(), false), new NDList(x), true)
                .singletonOrThrow();
    }

    /** What the pseudo-code computes for queries and keys of length 1. */
    private static double naive(double[][] q, double[][] k, double[][] queue, double tau) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            double positive = Math.exp(Vectors.dot(q[i], k[i]) / tau);
            double all = positive;
            for (double[] negative : queue) {
                all += Math.exp(Vectors.dot(q[i], negative) / tau);
            }
            sum -= Math.log(positive / all);
        }
        return sum / q.length;
    }

    private static double right(double[][] q, double[][] k, double[][] queue) {
        int right = 0;
        for (int i = 0; i < q.length; i++) {
            boolean highest = true;
            for (double[] negative : queue) {
                highest &= Vectors.dot(q[i], k[i]) > Vectors.dot(q[i], negative);
            }
            right += highest ? 1 : 0;
        }
        return (double) right / q.length;
    }

    @Test
    void oneStepIsThePseudoCode() {
        try (MoCo moco = moco(plain());
                NDManager manager = moco.manager().newSubManager()) {
            // What it must be, from the networks themselves and the same random numbers.
            Batch again = batch(manager);
            RandomGenerator random = again.random();
            NDArray one = moco.options().view().apply(again.images(), random);
            NDArray two = moco.options().view().apply(again.images(), random);
            double[][] raw = rows(forward(moco.network(), one));
            double[][] q = unit(raw);
            double[][] k = unit(rows(forward(moco.key().block(), two)));
            double[][] queue = rows(moco.queue().keys(manager));
            double expected = naive(q, k, queue, TAU);

            assertTrue(Double.isNaN(moco.accuracy()));
            Batch batch = batch(manager);
            assertEquals(expected, moco.loss(batch).getFloat(), 1e-4); // float32 networks
            for (Parameter parameter : moco.network().getParameters().values()) {
                parameter.getArray().setRequiresGradient(false);
                parameter.getArray().addi(0.25); // as if the optimizer had moved it
            }
            float[] theta = first(moco.network());
            float[] before = first(moco.key().block());
            moco.afterStep(batch);
            float[] after = first(moco.key().block());
            for (int i = 0; i < after.length; i++) {
                assertEquals(0.9 * before[i] + 0.1 * theta[i], after[i], 1e-6);
            }
            assertEquals(right(q, k, queue), moco.accuracy(), 1e-6);
            double[][] now = rows(moco.queue().keys(manager));
            for (int i = 0; i < K; i++) { // this step's keys of length 1, then the old ones
                assertArrayEquals(i < N ? k[i] : queue[i], now[i], 1e-5);
            }

            // Mistakes that people make.
            double[][] mixed = queue.clone();
            System.arraycopy(k, 0, mixed, 0, N); // enqueued before the logits
            Map<String, Double> wrong = Map.of(
                    "enqueued first", naive(q, k, mixed, TAU),
                    "no temperature", naive(q, k, queue, 1),
                    "not normalised", naive(raw, k, queue, TAU),
                    "keys of the query's view", naive(q, q, queue, TAU),
                    "sum for mean", N * expected);
            wrong.forEach((name, value) -> assertTrue(Math.abs(value - expected) > 0.01, name + value));
        }
    }

    private static float[] first(Block block) {
        return block.getParameters().valueAt(0).getArray().toFloatArray();
    }

    @Test
    void symmetricIsTheSumOfBothDirections() {
        try (MoCo moco = moco(plain().with(o -> o.symmetric = true));
                NDManager manager = moco.manager().newSubManager()) {
            Batch again = batch(manager);
            NDArray one = moco.options().view().apply(again.images(), again.random());
            NDArray two = moco.options().view().apply(again.images(), again.random());
            double[][] k1 = unit(rows(forward(moco.key().block(), one)));
            double[][] k2 = unit(rows(forward(moco.key().block(), two)));
            double[][] queue = rows(moco.queue().keys(manager));
            double expected = naive(unit(rows(forward(moco.network(), one))), k2, queue, TAU)
                    + naive(unit(rows(forward(moco.network(), two))), k1, queue, TAU);
            Batch batch = batch(manager);
            assertEquals(expected, moco.loss(batch).getFloat(), 2e-4);
            moco.afterStep(batch);
            double[][] now = rows(moco.queue().keys(manager));
            for (int i = 0; i < N; i++) {
                assertArrayEquals(k2[i], now[i], 1e-5);
                assertArrayEquals(k1[i], now[N + i], 1e-5);
            }
            assertEquals(2 * Math.log(1 + K), moco.chance(N).orElseThrow(), 1e-12);
        }
    }

    /**
     * Each key comes back to its query; over the whole batch an order changes nothing, over
     * sub-batches it changes their statistics.
     */
    @Test
    void shuffledKeysComeBackInOrder() {
        Norm split = Norm.split(3);
        double whole = loss(plain());
        assertEquals(whole, loss(plain().with(o -> o.shuffle = true)), 1e-4);
        MoCo.Options cut = plain().with(o -> o.encoder = new SmallCnn(4, 1, split));
        assertNotEquals(loss(cut), loss(cut.with(o -> o.shuffle = true)), 1e-3);
    }

    private static double loss(MoCo.Options options) {
        try (MoCo moco = moco(options);
                NDManager manager = moco.manager().newSubManager()) {
            return moco.loss(batch(manager)).getFloat();
        }
    }

    /** The queue and the key network stay as they are during the backward pass. */
    @Test
    void noGradientReachesTheKeyNetwork() {
        try (MoCo moco = moco(plain());
                NDManager manager = moco.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(moco.loss(batch(manager)));
            for (Parameter parameter : moco.key().block().getParameters().values()) {
                assertTrue(
                        !parameter.requiresGradient() && !parameter.getArray().hasGradient());
            }
        }
    }

    @Test
    void chanceIsAGuessAmongTheQueueAndThePositive() {
        try (MoCo moco = moco(plain())) {
            assertEquals(Math.log(1 + K), moco.chance(N).orElseThrow(), 1e-12);
        }
    }

    /** With more keys than images an image meets its own earlier keys: said, since it is sometimes what is asked. */
    @Test
    void aQueueLongerThanTheDataIsSaid() {
        try (MoCo moco = moco(plain())) {
            assertEquals(Optional.empty(), moco.remark(Synthetic.discs(K, 16, 4, 5)));
            String said = moco.remark(Synthetic.discs(K - 1, 16, 4, 5)).orElseThrow();
            assertTrue(said.contains("12 keys, more than there are images (11)"), said);
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> plain().with(o -> o.temperature = 0));
        assertThrows(IllegalArgumentException.class, () -> plain().with(o -> o.momentum = 1.1));
        assertThrows(IllegalArgumentException.class, () -> plain().with(o -> o.queue = 0));
        try (MoCo moco = moco(plain().with(o -> o.queue = 10));
                NDManager manager = moco.manager().newSubManager()) {
            String message = assertThrows(IllegalArgumentException.class, () -> moco.loss(batch(manager)))
                    .getMessage();
            assertTrue(message.contains("10 keys") && message.contains("batches of 6"), message);
        }
    }
}
