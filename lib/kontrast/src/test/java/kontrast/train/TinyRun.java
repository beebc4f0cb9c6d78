package kontrast.train;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import kontrast.data.Images;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import kontrast.view.Views;

/** The training run of the tests: 60 steps of a tiny SimCLR, some milliseconds each. */
final class TinyRun {

    static final int STEPS = 60;

    private TinyRun() {}

    static Images images() {
        return Synthetic.discs(100, 16, 4, 5);
    }

    static SimClr.Options simClr(double temperature) {
        return new SimClr.Options(
                Views.simclr(16, Views.Options.cifar().with(o -> o.minScale = 0.5)),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                temperature);
    }

    static SimClr method(long seed) {
        return method(seed, 0.5);
    }

    static SimClr method(long seed, double temperature) {
        return new SimClr(simClr(temperature), new Shape(3, 16, 16), Devices.best(), seed);
    }

    static TrainingOptions options() {
        return TrainingOptions.of(STEPS / 5, 20).with(o -> o.seed = 11);
    }

    /**
     * A process that trains with a checkpoint after every step and prints every loss as a hex
     * double; the test kills it.
     *
     * @param args the checkpoint file
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        try (SimClr method = method(3);
                Pretraining training =
                        new Pretraining(method, images(), options().with(o -> {
                            o.checkpoint = Optional.of(Path.of(args[0]));
                            o.checkpointSeconds = 0;
                        }))) {
            training.onStep(row -> System.out.println("step " + row.step()));
            training.run();
        }
    }
}
