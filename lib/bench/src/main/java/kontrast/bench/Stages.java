package kontrast.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.method.Batch;
import kontrast.method.SimClr;
import kontrast.tensor.Seeds;
import kontrast.train.ParameterGroup;
import kontrast.train.TrainingOptions;
import kontrast.train.Updater;
import kontrast.view.View;

/**
 * The library's training step with a clock between its parts. On a GPU, which works on after a call
 * has returned, the parts show where the host waits.
 */
final class Stages {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last;

    /** A view that counts its time. */
    static final class Timed implements View {
        private final View view;
        private long nanos;

        Timed(View view) {
            this.view = view;
        }

        @Override
        public NDArray apply(NDArray images, RandomGenerator random) {
            long begun = System.nanoTime();
            NDArray views = view.apply(images, random);
            nanos += System.nanoTime() - begun;
            return views;
        }
    }

    /**
     * Times some steps.
     *
     * @param method whose views are {@code view}
     * @param view the clock of the views
     * @param images the training images
     * @param options how to train
     * @param units how many steps
     * @return part to seconds, summed over the steps
     */
    static Map<String, Double> of(SimClr method, Timed view, Images images, TrainingOptions options, int units) {
        Stages stages = new Stages();
        try (Updater updater = options.optimizer().start(method.manager(), ParameterGroup.of(method.network()))) {
            for (int i = -1; i < units; i++) {
                stages.step(method, view, images, options, updater, i);
                if (i < 0) {
                    stages.seconds.clear(); // the first one warms up
                }
            }
        }
        return stages.seconds;
    }

    private void step(SimClr method, Timed view, Images images, TrainingOptions options, Updater updater, int step) {
        last = System.nanoTime();
        view.nanos = 0;
        RandomGenerator random = Seeds.stream(1, "stages", step);
        int[] indices = random.ints(options.batchSize(), 0, images.size()).toArray();
        try (NDManager manager = method.manager().newSubManager()) {
            NDArray pixels = images.tensor(manager, indices);
            tick("images to tensor", 0);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = method.loss(new Batch(pixels, null, indices, step, random));
                seconds.merge("views", view.nanos / 1e9, Double::sum);
                tick("forward and loss", view.nanos);
                collector.backward(loss);
                tick("backward", 0);
                loss.getFloat();
            }
            tick("reading the loss", 0);
            updater.step(options.learningRate());
            tick("optimizer", 0);
        }
        tick("freeing memory", 0);
    }

    private void tick(String part, long without) {
        long now = System.nanoTime();
        seconds.merge(part, (now - last - without) / 1e9, Double::sum);
        last = now;
    }
}
