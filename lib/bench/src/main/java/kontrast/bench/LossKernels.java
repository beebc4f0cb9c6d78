package kontrast.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.concurrent.TimeUnit;
import kontrast.loss.NtXent;
import kontrast.tensor.Devices;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** NT-Xent of 2N projections of length 64, forward and backward. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LossKernels {

    /** N, images in the batch. */
    @Param({"128", "512"})
    public int images;

    private NDManager manager;
    private NDArray z;

    /** Draws the projections. */
    @Setup
    public void open() {
        manager = NDManager.newBaseManager(Devices.best());
        z = manager.randomNormal(new Shape(2L * images, 64));
        z.setRequiresGradient(true);
    }

    /** Computes the loss and its gradient. */
    @Benchmark
    public void ntXent() {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray alias = z.reshape(z.getShape()); // so that all of the step is freed with it
            alias.attach(step);
            collector.backward(new NtXent(0.2).loss(alias));
        }
    }

    /** Frees the projections. */
    @TearDown
    public void close() {
        manager.close();
    }
}
