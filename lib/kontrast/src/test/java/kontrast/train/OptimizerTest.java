package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kontrast.loss.Critic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty steps of each optimizer against PyTorch's documented formulas, written out in double, on a
 * quadratic bowl whose gradient is known: f(w) = sum c_i (w_i - t_i)^2 / 2.
 */
class OptimizerTest {

    /** Twenty steps in float32 near values of 1: 20 roundings of 6e-8. */
    private static final double TOLERANCE = 1e-6;

    private static final double[] START = {1, -0.5, 0.25, 0.8, -1.2};
    private static final double[] CURVE = {1, 0.3, 2, 0.5, 1.5};
    private static final double[] TARGET = {0.2, 0.4, -0.6, 0, 1};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** A rule in double: state of its own, applied to one parameter tensor. */
    private interface Oracle {
        void step(double[] w, double[] g, double[][] state, double lr, int t, boolean decayed);
    }

    private static Oracle sgd(double m, boolean nesterov, double wd) {
        return (w, g, state, lr, t, decayed) -> {
            double[] buffer = state[0];
            for (int i = 0; i < w.length; i++) {
                double d = g[i] + (decayed ? wd * w[i] : 0);
                buffer[i] = t == 1 ? d : m * buffer[i] + d;
                w[i] -= lr * (nesterov ? d + m * buffer[i] : buffer[i]);
            }
        };
    }

    private static Oracle adamW(double b1, double b2, double eps, double wd) {
        return (w, g, state, lr, t, decayed) -> {
            for (int i = 0; i < w.length; i++) {
                w[i] -= decayed ? lr * wd * w[i] : 0;
                state[0][i] = b1 * state[0][i] + (1 - b1) * g[i];
                state[1][i] = b2 * state[1][i] + (1 - b2) * g[i] * g[i];
                double mean = state[0][i] / (1 - Math.pow(b1, t));
                double square = state[1][i] / (1 - Math.pow(b2, t));
                w[i] -= lr * mean / (Math.sqrt(square) + eps);
            }
        };
    }

    private static Oracle lars(double m, double wd, double trust, double eps) {
        return (w, g, state, lr, t, decayed) -> {
            double wn = norm(w);
            double gn = norm(g);
            double r = decayed && wn > 0 && gn > 0 ? trust * wn / (gn + wd * wn + eps) : 1;
            for (int i = 0; i < w.length; i++) {
                double d = r * (g[i] + (decayed ? wd * w[i] : 0));
                state[0][i] = t == 1 ? d : m * state[0][i] + d;
                w[i] -= lr * state[0][i];
            }
        };
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }

    /** DJL's SGD: the learning rate inside the buffer. Differs under any schedule. */
    private static Oracle rateInside(double m, double wd) {
        return (w, g, state, lr, t, decayed) -> {
            for (int i = 0; i < w.length; i++) {
                double d = g[i] + (decayed ? wd * w[i] : 0);
                state[0][i] = m * state[0][i] + lr * d;
                w[i] -= state[0][i];
            }
        };
    }

    private record Case(Optimizer optimizer, Oracle oracle, Oracle wrong, double lr) {
        @Override
        public String toString() {
            return optimizer.toString();
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(new Sgd(0, 0), sgd(0, false, 0), sgd(0, false, 0.01), 0.1),
                new Case(new Sgd(0.9, 0.01), sgd(0.9, false, 0.01), rateInside(0.9, 0.01), 0.05),
                new Case(new Sgd(0.9, true, 0.01), sgd(0.9, true, 0.01), sgd(0.9, false, 0.01), 0.05),
                new Case(new AdamW(0.1), adamW(0.9, 0.999, 1e-8, 0.1), adamW(0.9, 0.999, 1e-8, 0), 0.01),
                new Case(
                        new AdamW(0.8, 0.95, 1e-3, 0.1),
                        adamW(0.8, 0.95, 1e-3, 0.1),
                        adamW(0.8, 0.95, 1e-8, 0.1),
                        0.02),
                new Case(new Lars(0.9, 0.01, 0.02, 1e-8), lars(0.9, 0.01, 0.02, 1e-8), sgd(0.9, false, 0.01), 0.5));
    }

    private static double rate(double lr, int step) {
        return new CosineSchedule(lr, 4, 20).at(step);
    }

    /** Returns the trajectory's end of the oracle for two tensors: a weight and a bias. */
    private static double[][] follow(Oracle oracle, double lr) {
        double[][] w = {{START[0], START[1], START[2]}, {START[3], START[4]}};
        double[][][] state = {new double[2][3], new double[2][2]};
        for (int t = 1; t <= 20; t++) {
            for (int k = 0; k < 2; k++) {
                double[] g = new double[w[k].length];
                for (int i = 0; i < g.length; i++) {
                    g[i] = CURVE[3 * k + i] * (w[k][i] - TARGET[3 * k + i]);
                }
                oracle.step(w[k], g, state[k], rate(lr, t - 1), t, k == 0);
            }
        }
        return w;
    }

    private Parameter parameter(String name, Parameter.Type type, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        Parameter parameter = Parameter.builder().setName(name).setType(type).build();
        try (NDArray host = manager.create(floats)) {
            parameter.setArray(host.duplicate());
        }
        parameter.getArray().setRequiresGradient(true);
        return parameter;
    }

    private NDArray constants(double[] values, int from, int to) {
        float[] floats = new float[to - from];
        for (int i = from; i < to; i++) {
            floats[i - from] = (float) values[i];
        }
        return manager.create(floats);
    }

    private void backward(Parameter parameter, int from, int to) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray away = parameter.getArray().sub(constants(TARGET, from, to));
            NDArray half = constants(CURVE, from, to).mul(away).mul(away).sum();
            collector.backward(half.div(manager.create(2f)));
        }
    }

    private float[][] train(Optimizer optimizer, double lr) {
        Parameter weight = parameter("weight", Parameter.Type.WEIGHT, START[0], START[1], START[2]);
        Parameter bias = parameter("bias", Parameter.Type.BIAS, START[3], START[4]);
        List<ParameterGroup> groups = List.of(
                new ParameterGroup("weights", List.of(weight), true, 1),
                new ParameterGroup("rest", List.of(bias), false, 1));
        try (Updater updater = optimizer.start(manager, groups)) {
            for (int step = 0; step < 20; step++) {
                backward(weight, 0, 3);
                backward(bias, 3, 5);
                updater.step(rate(lr, step));
            }
        }
        return new float[][] {weight.getArray().toFloatArray(), bias.getArray().toFloatArray()};
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorchForTwentySteps(Case c) {
        double[][] expected = follow(c.oracle(), c.lr());
        float[][] actual = train(c.optimizer(), c.lr());
        double away = 0;
        double[][] wrong = follow(c.wrong(), c.lr());
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < expected[k].length; i++) {
                assertEquals(expected[k][i], actual[k][i], TOLERANCE);
                away = Math.max(away, Math.abs(expected[k][i] - wrong[k][i]));
            }
        }
        assertTrue(away > 100 * TOLERANCE, "the wrong variant would pass: " + away);
    }

    /** Weight decay on the bias, the usual mistake, is told by the same comparison. */
    @Test
    void decayOnBiasesWouldBeTold() {
        double[][] right = follow(adamW(0.9, 0.999, 1e-8, 0.1), 0.01);
        Oracle all = adamW(0.9, 0.999, 1e-8, 0.1);
        double[][] wrong = follow((w, g, s, lr, t, decayed) -> all.step(w, g, s, lr, t, true), 0.01);
        assertTrue(Math.abs(right[1][0] - wrong[1][0]) > 100 * TOLERANCE);
    }

    @Test
    void severalTensorsInOneGroupMoveAsIfAlone() {
        List<float[]> ends = new ArrayList<>();
        for (boolean together : new boolean[] {true, false}) {
            Parameter a = parameter("a", Parameter.Type.WEIGHT, START[0], START[1], START[2]);
            Parameter b = parameter("b", Parameter.Type.WEIGHT, START[3], START[4]);
            List<ParameterGroup> groups = together
                    ? List.of(new ParameterGroup("all", List.of(a, b), true, 1))
                    : List.of(
                            new ParameterGroup("a", List.of(a), true, 1), new ParameterGroup("b", List.of(b), true, 1));
            try (Updater updater = new Lars(0.9, 0.01).start(manager, groups)) {
                for (int step = 0; step < 5; step++) {
                    backward(a, 0, 3);
                    backward(b, 3, 5);
                    updater.step(0.3);
                }
            }
            ends.add(a.getArray().toFloatArray());
            ends.add(b.getArray().toFloatArray());
        }
        assertArrayEquals(ends.get(2), ends.get(0), 1e-7f);
        assertArrayEquals(ends.get(3), ends.get(1), 1e-7f);
    }

    @Test
    void aGroupsRateScalesItsStep() {
        Parameter a = parameter("a", Parameter.Type.WEIGHT, 1, 1, 1);
        ParameterGroup slow = new ParameterGroup("slow", List.of(a), true, 0.25);
        try (Updater updater = new Sgd(0, 0).start(manager, List.of(slow))) {
            backward(a, 0, 3);
            updater.step(0.4);
        }
        float[] w = a.getArray().toFloatArray();
        for (int i = 0; i < 3; i++) { // w - 0.1 c (w - t)
            assertEquals(1 - 0.1 * CURVE[i] * (1 - TARGET[i]), w[i], TOLERANCE);
        }
    }

    /** In DJL gradients add up; two steps on the same point must see the same gradient. */
    @Test
    void gradientsAreZeroAfterAStep() {
        Parameter a = parameter("a", Parameter.Type.WEIGHT, 1, 1, 1);
        ParameterGroup group = new ParameterGroup("g", List.of(a), true, 1);
        try (Updater updater = new Sgd(0, 0).start(manager, List.of(group))) {
            backward(a, 0, 3);
            updater.step(0);
            assertArrayEquals(new float[3], a.getArray().getGradient().toFloatArray());
        }
    }

    /** PyTorch skips parameters without a gradient; weight decay must not shrink them. */
    @Test
    void unreachedParametersStay() {
        Parameter a = parameter("a", Parameter.Type.WEIGHT, 1, 1, 1);
        Parameter b = parameter("b", Parameter.Type.WEIGHT, 1, 1);
        ParameterGroup group = new ParameterGroup("g", List.of(a, b), true, 1);
        try (Updater updater = new AdamW(0.5).start(manager, List.of(group))) {
            backward(a, 0, 3);
            updater.step(0.1);
        }
        assertArrayEquals(new float[] {1, 1}, b.getArray().toFloatArray());
        assertTrue(a.getArray().toFloatArray()[0] < 1);
    }

    /** A new thread records gradients by default, where changing a leaf in place would fail. */
    @Test
    void stepsInANewThread() throws InterruptedException {
        Parameter a = parameter("a", Parameter.Type.WEIGHT, 1, 1, 1);
        ParameterGroup group = new ParameterGroup("g", List.of(a), true, 1);
        List<Throwable> failures = new ArrayList<>();
        try (Updater updater = new AdamW(0.5).start(manager, List.of(group))) {
            Thread thread = new Thread(() -> {
                backward(a, 0, 3);
                updater.step(0.1);
            });
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            thread.start();
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertTrue(a.getArray().toFloatArray()[0] < 1);
    }

    @Test
    void groupsSplitWeightsFromTheRest() {
        SequentialBlock block = new SequentialBlock()
                .add(Linear.builder().setUnits(4).build())
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(2).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        List<ParameterGroup> groups = ParameterGroup.of(block);
        assertEquals(2, groups.size());
        assertTrue(groups.get(0).decayed());
        assertEquals(Set.of("weight"), names(groups.get(0)));
        assertEquals(2, groups.get(0).parameters().size());
        assertEquals(Set.of("bias", "gamma", "beta"), names(groups.get(1)));
        assertEquals(4, groups.get(1).parameters().size());
        block.freezeParameters(true);
        assertEquals(List.of(), ParameterGroup.of(block));
    }

    /** Its W is no linear layer, and decays as one. */
    @Test
    void theMatrixOfABilinearCriticDecays() {
        Block critic = Critic.bilinear(0.1).block();
        critic.initialize(manager, DataType.FLOAT32, new Shape(2, 3), new Shape(4, 3));
        List<ParameterGroup> groups = ParameterGroup.of(critic);
        assertEquals(1, groups.size());
        assertTrue(groups.get(0).decayed());
        assertEquals(Set.of("W"), names(groups.get(0)));
    }

    private static Set<String> names(ParameterGroup group) {
        return group.parameters().stream().map(Parameter::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aReplacedArrayIsTold() {
        Parameter a = parameter("a", Parameter.Type.WEIGHT, 1, 1, 1);
        ParameterGroup group = new ParameterGroup("g", List.of(a), true, 1);
        try (Updater updater = new AdamW(0.5).start(manager, List.of(group))) {
            a.close();
            a.setShape(null);
            a.setArray(manager.ones(new Shape(3)));
            assertTrue(assertThrows(IllegalStateException.class, () -> updater.step(0.1))
                    .getMessage()
                    .contains("after the optimizer was made"));
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, true, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(-1));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, 1, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new Lars(0.9, 0, 0, 0));
    }
}
