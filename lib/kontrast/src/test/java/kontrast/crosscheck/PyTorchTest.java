package kontrast.crosscheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.encoder.ResNet18;
import kontrast.encoder.Weights;
import kontrast.loss.BarlowTwins;
import kontrast.loss.CpcBce;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.CrossEntropy;
import kontrast.loss.Distillation;
import kontrast.loss.InfoNce;
import kontrast.loss.Nce;
import kontrast.loss.Negatives;
import kontrast.loss.NtXent;
import kontrast.loss.PretextInvariance;
import kontrast.loss.Sinkhorn;
import kontrast.loss.SwappedPrediction;
import kontrast.loss.ViewPrediction;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.AdamW;
import kontrast.train.CosineSchedule;
import kontrast.train.Optimizer;
import kontrast.train.ParameterGroup;
import kontrast.train.Sgd;
import kontrast.train.Updater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The library against Python's PyTorch, on the same inputs: {@code reference.py} beside this class
 * is the other side. Skipped, with a line that says so, where Debian's {@code python3-torch} is not
 * installed.
 */
class PyTorchTest {

    private static final double TAU = 0.3;
    private static final int IMAGES = 50; // of NCE, with 4 negatives
    private static final double NORMALISER = 12;
    private static final int[] PLACES = {2, 3, 4};
    private static final CosineSchedule SCHEDULE = new CosineSchedule(0.05, 4, 20);
    private static final ResNet18 RESNET = new ResNet18(4);

    private static final NDManager MANAGER = NDManager.newBaseManager();
    private static final Map<String, NDArray> GIVEN = new LinkedHashMap<>();
    private static Map<String, NDArray> found;
    private static Block resnet;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void ask() {
        Assumptions.assumeTrue(Python.has("numpy", "torch"), "python3-torch is not installed");
        gaussian("z", 12, 5);
        gaussian("x", 6, 5);
        gaussian("y", 6, 5);
        gaussian("others", 7, 5);
        gaussian("logits", 9, 4);
        give("labels", MANAGER.create(new long[] {0, 3, 1, 1, 2, 0, 3, 3, 2}));
        gaussian("predictions", 4, 3, 5);
        gaussian("codes", 4, 6, 5);
        gaussian("follow", 4, 3, 5);
        gaussian("wrong", 4, 3, 5);
        give("places", MANAGER.create(Arrays.stream(PLACES).asLongStream().toArray()));
        gaussian("scores", 6, 5);
        for (String name : List.of("p.x", "p.y", "z.x", "z.y", "s.x", "s.y")) {
            gaussian(name, 8, 4);
        }
        give("centre", gaussian("centre", 0.5, 1, 4));
        gaussian("rows", 8, 6, 4);
        give("z0", MANAGER.create(NORMALISER));
        give("images", MANAGER.create((double) IMAGES));
        give("tau", MANAGER.create(TAU));
        network();
        give("weight", MANAGER.create(new float[] {1, -0.5f, 0.25f}));
        give("bias", MANAGER.create(new float[] {0.8f, -1.2f}));
        give("curve", MANAGER.create(new float[] {1, 0.3f, 2, 0.5f, 1.5f}));
        give("target", MANAGER.create(new float[] {0.2f, 0.4f, -0.6f, 0, 1}));
        give("decay", MANAGER.create(0.1));
        give("peak", MANAGER.create(SCHEDULE.peak()));
        double[] rates = new double[SCHEDULE.steps()];
        Arrays.setAll(rates, SCHEDULE::at);
        give("rates", MANAGER.create(rates));
        found = Python.run("reference.py", folder, GIVEN, MANAGER);
    }

    @AfterAll
    static void close() {
        MANAGER.close();
    }

    private static void give(String name, NDArray array) {
        GIVEN.put(name, array);
    }

    private static void gaussian(String name, long... shape) {
        give(name, gaussian(name, 1, shape));
    }

    private static NDArray gaussian(String purpose, double scale, long... shape) {
        RandomGenerator random = Seeds.stream(1, purpose, 0);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        try (NDArray host = MANAGER.create(FloatBuffer.wrap(values), new Shape(shape))) {
            return host.duplicate();
        }
    }

    private record Loss(String name, List<String> inputs, Function<NDArray[], NDArray> loss) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Loss loss(String name, Function<NDArray[], NDArray> loss, String... inputs) {
        return new Loss(name, List.of(inputs), loss);
    }

    static Stream<Loss> losses() {
        InfoNce nce = new InfoNce(TAU);
        return Stream.of(
                loss("ntxent", a -> new NtXent(TAU).loss(a[0]), "z"),
                loss("infonce", a -> nce.loss(a[0], a[1]), "x", "y"),
                loss("infonce.symmetric", a -> nce.symmetric(a[0], a[1]), "x", "y"),
                loss("infonce.sums", a -> nce.bothSums(a[0], a[1]), "x", "y"),
                loss("infonce.negatives", a -> nce.loss(a[0], a[1], a[2]), "x", "y", "others"),
                loss("crossentropy", a -> CrossEntropy.loss(a[0], GIVEN.get("labels")), "logits"),
                loss(
                        "nce",
                        a -> new Nce(IMAGES, 4).loss(a[0], a[0].getManager().create((float) Math.log(NORMALISER))),
                        "scores"),
                loss("cpc", a -> new CpcInfoNce(Negatives.ALL, TAU).loss(a[0], a[1], PLACES), "predictions", "codes"),
                loss(
                        "byol",
                        a -> ViewPrediction.squaredDistance(a[0], a[3].stopGradient())
                                .add(ViewPrediction.squaredDistance(a[1], a[2].stopGradient())),
                        "p.x",
                        "p.y",
                        "z.x",
                        "z.y"),
                loss(
                        "simsiam",
                        a -> ViewPrediction.negativeCosine(
                                a[0].concat(a[1], 0), a[3].concat(a[2], 0).stopGradient()),
                        "p.x",
                        "p.y",
                        "z.x",
                        "z.y"),
                loss(
                        "swav",
                        a -> new SwappedPrediction(0.1)
                                .loss(
                                        a[0],
                                        a[1],
                                        Sinkhorn.paper().codes(a[0]),
                                        Sinkhorn.paper().codes(a[1])),
                        "s.x",
                        "s.y"),
                loss("barlow", a -> BarlowTwins.paper().loss(a[0], a[1]), "z.x", "z.y"),
                loss(
                        "dino",
                        a -> Distillation.paper().loss(a[0], a[1].stopGradient(), GIVEN.get("centre")),
                        "s.x",
                        "s.y"),
                loss("pirl", a -> PretextInvariance.paper().loss(a[0], a[1], a[2], a[3]), "z.x", "z.y", "p.x", "rows"),
                loss("cpc.bce", a -> new CpcBce(1).loss(a[0], a[1], a[2]), "predictions", "follow", "wrong"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAndGradients(Loss loss) {
        try (NDManager manager = MANAGER.newSubManager()) {
            NDArray[] inputs = inputs(loss, manager);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = loss.loss().apply(inputs);
                collector.backward(value);
                assertClose(loss.name(), value, 1e-5);
            }
            for (int i = 0; i < inputs.length; i++) {
                assertClose(loss.name() + ".d" + i, inputs[i].getGradient(), 1e-5);
            }
        }
    }

    private static NDArray[] inputs(Loss loss, NDManager manager) {
        return loss.inputs().stream()
                .map(name -> {
                    NDArray leaf = GIVEN.get(name).duplicate();
                    leaf.attach(manager);
                    leaf.setRequiresGradient(true);
                    return leaf;
                })
                .toArray(NDArray[]::new);
    }

    /** The comparison tells a temperature that is 1 % off, and a positive one row off. */
    @Test
    void typicalMistakesAreTold() {
        NDArray z = GIVEN.get("z");
        for (NDArray wrong : List.of(
                new NtXent(1.01 * TAU).loss(z),
                new NtXent(TAU).loss(z.get(":6"), z.get("7:").concat(z.get("6:7"), 0)))) {
            assertThrows(AssertionError.class, () -> assertClose("ntxent", wrong, 1e-5));
        }
    }

    /** Random weights, scales, shifts and statistics, so that each of them matters. */
    private static void network() {
        resnet = RESNET.block();
        Weights.draw(resnet, MANAGER, 1, new Shape(1, 3, 32, 32));
        int i = 0;
        for (Pair<String, Parameter> named : resnet.getParameters()) {
            NDArray array = named.getValue().getArray();
            String name = "resnet.p%02d".formatted(i++);
            long[] shape = array.getShape().getShape();
            boolean positive = named.getValue().getType() == Parameter.Type.GAMMA
                    || named.getValue().getType() == Parameter.Type.RUNNING_VAR;
            if (named.getValue().getType() != Parameter.Type.WEIGHT) {
                NDArray noise = gaussian(name, positive ? 0.1 : 0.3, shape);
                NoGrad.run(() -> array.set(new NDIndex("..."), positive ? noise.add(1) : noise));
            }
            NDArray copy = NoGrad.call(array::duplicate);
            give(name, copy);
        }
        give("resnet.width", MANAGER.create(RESNET.width()));
        gaussian("resnet.x", 4, 3, 32, 32);
        gaussian("resnet.slope", 4, RESNET.dimension());
    }

    /**
     * 17 convolutions in float32 whose sums may be taken in another order: 1e-4, relative to the
     * largest number.
     */
    @Test
    void resNetInBothModes() {
        for (boolean training : new boolean[] {false, true}) {
            String mode = training ? "resnet.train" : "resnet.eval";
            try (NDManager manager = MANAGER.newSubManager()) {
                NDArray x = GIVEN.get("resnet.x").duplicate();
                x.attach(manager);
                x.setRequiresGradient(true);
                NDArray weight = resnet.getParameters().valueAt(0).getArray();
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray h = resnet.forward(new ParameterStore(manager, false), new NDList(x), training)
                            .singletonOrThrow();
                    collector.backward(h.mul(GIVEN.get("resnet.slope")).sum());
                    assertClose(mode, h, 1e-4);
                }
                assertClose(mode + ".dx", x.getGradient(), 1e-4);
                assertClose(mode + ".dw", weight.getGradient(), 1e-4);
                weight.getGradient().subi(weight.getGradient());
            }
        }
        // The pass in training mode has moved the running statistics.
        assertClose("resnet.mean", statistics(Parameter.Type.RUNNING_MEAN), 1e-4);
        assertClose("resnet.var", statistics(Parameter.Type.RUNNING_VAR), 1e-4);
        // The two modes differ by far more than the tolerance.
        assertThrows(AssertionError.class, () -> assertClose("resnet.eval", found.get("resnet.train"), 0.1));
    }

    private static NDArray statistics(Parameter.Type type) {
        return NDArrays.concat(new NDList(resnet.getParameters().values().stream()
                .filter(p -> p.getType() == type)
                .map(Parameter::getArray)
                .toList()));
    }

    @Test
    void cosineSchedule() {
        double[] theirs = found.get("cosine").toDoubleArray();
        for (int i = 0; i < 16; i++) {
            assertEquals(theirs[i], SCHEDULE.at(SCHEDULE.warmup() + i), 1e-12);
        }
    }

    private record Path20(String name, Optimizer optimizer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Path20> optimizers() {
        return Stream.of(
                new Path20("sgd", new Sgd(0, 0.1)),
                new Path20("momentum", new Sgd(0.9, 0.1)),
                new Path20("nesterov", new Sgd(0.9, true, 0.1)),
                new Path20("adamw", new AdamW(0.1)),
                new Path20("adamw2", new AdamW(0.8, 0.95, 1e-3, 0.1)));
    }

    /** 20 steps in float32 near values of 1 on both sides: 2 x 20 roundings of 6e-8. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void trajectories(Path20 path) {
        assertClose("path." + path.name(), follow(path.optimizer()), 2.5e-6);
        assertThrows(
                AssertionError.class, () -> assertClose("path." + path.name(), follow(new Sgd(0.89, 0.1)), 2.5e-6));
    }

    private static NDArray follow(Optimizer optimizer) {
        Parameter weight = parameter("weight", Parameter.Type.WEIGHT);
        Parameter bias = parameter("bias", Parameter.Type.BIAS);
        List<ParameterGroup> groups = List.of(
                new ParameterGroup("weights", List.of(weight), true, 1),
                new ParameterGroup("rest", List.of(bias), false, 1));
        NDList path = new NDList();
        try (Updater updater = optimizer.start(MANAGER, groups)) {
            for (int step = 0; step < SCHEDULE.steps(); step++) {
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray away = weight.getArray().concat(bias.getArray(), 0).sub(GIVEN.get("target"));
                    NDArray bowl = GIVEN.get("curve").mul(away).mul(away).sum();
                    collector.backward(bowl.div(MANAGER.create(2f)));
                }
                updater.step(SCHEDULE.at(step));
                path.add(NoGrad.call(() -> weight.getArray().concat(bias.getArray(), 0)));
            }
        }
        return NDArrays.stack(path);
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        Parameter parameter = Parameter.builder().setName(name).setType(type).build();
        parameter.setArray(GIVEN.get(name).duplicate());
        parameter.getArray().setRequiresGradient(true);
        return parameter;
    }

    /** Compares with PyTorch's array of this name, relative to its largest number. */
    private static void assertClose(String name, NDArray ours, double tolerance) {
        NDArray theirs = found.get(name);
        assertEquals(theirs.getShape(), ours.getShape(), name);
        float[] expected = theirs.toFloatArray();
        double largest = 0;
        for (float v : expected) {
            assertTrue(Float.isFinite(v), name);
            largest = Math.max(largest, Math.abs(v));
        }
        assertArrayEquals(expected, ours.toFloatArray(), (float) (tolerance * largest), name);
    }
}
