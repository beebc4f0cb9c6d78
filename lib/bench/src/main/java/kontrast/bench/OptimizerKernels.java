package kontrast.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.concurrent.TimeUnit;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Weights;
import kontrast.tensor.Devices;
import kontrast.train.AdamW;
import kontrast.train.Lars;
import kontrast.train.Optimizer;
import kontrast.train.ParameterGroup;
import kontrast.train.Sgd;
import kontrast.train.Updater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One step of an optimizer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OptimizerKernels {

    /** Which optimizer. */
    @Param({"adamw", "sgd", "lars"})
    public String optimizer;

    /** Which network: 12 parameters with 0.1 million numbers, or 60 with 0.7 million. */
    @Param({"small", "resnet"})
    public String network;

    private NDManager manager;
    private Updater updater;

    /** Draws the network and one gradient. */
    @Setup
    public void open() {
        manager = NDManager.newBaseManager(Devices.best());
        Block block = network.equals("small") ? new SmallCnn(16, 4).block() : new ResNet18(16).block();
        Shape input = new Shape(4, 3, 32, 32);
        Weights.draw(block, manager, 1, input);
        Optimizer chosen = switch (optimizer) {
            case "sgd" -> new Sgd(0.9, 1e-4);
            case "lars" -> new Lars(0.9, 1e-4);
            default -> new AdamW(1e-4);
        };
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray x = step.randomUniform(0, 1, input);
            NDArray h = block.forward(new ParameterStore(manager, false), new NDList(x), true)
                    .singletonOrThrow();
            collector.backward(h.mean());
        }
        updater = chosen.start(manager, ParameterGroup.of(block));
    }

    /** Takes a step. */
    @Benchmark
    public void step() {
        updater.step(1e-6);
    }

    /** Frees the network. */
    @TearDown
    public void close() {
        updater.close();
        manager.close();
    }
}
