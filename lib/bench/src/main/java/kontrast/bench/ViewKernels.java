package kontrast.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kontrast.tensor.Devices;
import kontrast.view.ColorJitter;
import kontrast.view.GaussianBlur;
import kontrast.view.HorizontalFlip;
import kontrast.view.RandomGreyscale;
import kontrast.view.RandomResizedCrop;
import kontrast.view.View;
import kontrast.view.Views;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One view of each of 256 images of 3 x 32 x 32, part by part and as a whole. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ViewKernels {

    /** Which view. */
    @Param({"simclr", "crop", "flip", "jitter", "greyscale", "blur"})
    public String view;

    private NDManager manager;
    private NDArray images;
    private View chosen;
    private final Random random = new Random(1);

    /** Draws the images. */
    @Setup
    public void open() {
        manager = NDManager.newBaseManager(Devices.best());
        images = manager.randomUniform(0, 1, new Shape(256, 3, 32, 32));
        chosen = switch (view) {
            case "crop" -> RandomResizedCrop.square(32, 0.08);
            case "flip" -> new HorizontalFlip(0.5);
            case "jitter" -> ColorJitter.simclr(0.5);
            case "greyscale" -> new RandomGreyscale(0.2);
            case "blur" -> GaussianBlur.simclr(32, 0.5);
            default -> Views.simclr(32);
        };
    }

    /** Applies the view. */
    @Benchmark
    public void apply() {
        chosen.apply(images, random).close();
    }

    /** Frees the images. */
    @TearDown
    public void close() {
        manager.close();
    }
}
