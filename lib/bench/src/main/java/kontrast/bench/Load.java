package kontrast.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.train.AdamW;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;
import kontrast.view.View;
import kontrast.view.Views;

/** Something to time, as the library's user would run it. */
interface Load extends AutoCloseable {

    /**
     * Does some units of work: steps of training, or batches of views.
     *
     * @param units how many, at least 1
     */
    void run(int units);

    /**
     * Returns the number of trainable numbers, by which both sides of a comparison prove that they
     * train the same network.
     *
     * @return the number; 0 where nothing is trained
     */
    default long parameters() {
        return 0;
    }

    /**
     * Times the parts of a unit, each on its own.
     *
     * @param units how many units
     * @return name of the part to seconds, summed over the units
     */
    default Map<String, Double> stages(int units) {
        throw new UnsupportedOperationException("this load has no stages");
    }

    @Override
    void close();

    /**
     * Makes a load from words.
     *
     * <ul>
     *   <li>{@code load}: {@code train} (views and step, by {@link Pretraining}), {@code step} (the
     *       same without views), {@code views} (two views of each image of a batch), {@code bank}
     *       ({@link BankStep}, with words of its own)
     *   <li>{@code pixels}: file of unsigned bytes, N images of 3 x 32 x 32
     *   <li>{@code encoder} ({@code small} with {@code width} and {@code cells}, or {@code resnet}
     *       with {@code width}), {@code hidden}, {@code output}, {@code temperature}
     *   <li>{@code batch}: images in a batch, each of which gives two views
     * </ul>
     *
     * @param words key to value
     * @return the load, ready to run
     */
    static Load of(Map<String, String> words) {
        return switch (words.get("load")) {
            case "train" -> new Training(words, Views.simclr(32));
            case "step" -> new Training(words, (images, random) -> images);
            case "views" -> new ViewsOnly(words);
            case "bank" -> new BankStep(words);
            default -> throw new IllegalArgumentException("no such load: " + words);
        };
    }

    private static int number(Map<String, String> words, String key) {
        return Integer.parseInt(words.get(key));
    }

    private static Images images(Map<String, String> words) {
        try {
            return Images.of(Files.readAllBytes(Path.of(words.get("pixels"))), 3, 32, 32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the SimCLR that the words describe. */
    private static SimClr.Options simclr(Map<String, String> words, View view) {
        int width = number(words, "width");
        Encoder encoder = words.get("encoder").equals("small")
                ? new SmallCnn(width, number(words, "cells"))
                : new ResNet18(width);
        return new SimClr.Options(
                view,
                encoder,
                ProjectionHead.mlp(number(words, "hidden"), number(words, "output")),
                Double.parseDouble(words.get("temperature")));
    }

    /** Steps of SimCLR in the library's own loop. */
    final class Training implements Load {
        private final Stages.Timed view;
        private final SimClr method;
        private final Images images;
        private final TrainingOptions options;
        private final Pretraining training;

        private Training(Map<String, String> words, View views) {
            view = new Stages.Timed(views);
            images = images(words);
            method = new SimClr(simclr(words, view), new Shape(3, 32, 32), Devices.best(), 1);
            options = TrainingOptions.of(10_000, number(words, "batch"), new AdamW(1e-4), 1e-4);
            training = new Pretraining(method, images, options);
        }

        @Override
        public void run(int units) {
            training.runTo(training.stepsTaken() + units);
        }

        @Override
        public long parameters() {
            return method.network().getParameters().values().stream()
                    .filter(Parameter::requiresGradient)
                    .mapToLong(p -> p.getArray().size())
                    .sum();
        }

        @Override
        public Map<String, Double> stages(int units) {
            return Stages.of(method, view, images, options, units);
        }

        @Override
        public void close() {
            training.close();
            method.close();
        }
    }

    /** Two views of each image, from bytes on the host to a batch of tensors. */
    final class ViewsOnly implements Load {
        private final NDManager manager = NDManager.newBaseManager(Devices.best());
        private final View view = Views.simclr(32);
        private final Images images;
        private final int batch;
        private int done;

        private ViewsOnly(Map<String, String> words) {
            images = images(words);
            batch = number(words, "batch");
        }

        @Override
        public void run(int units) {
            for (int i = 0; i < units; i++) {
                try (NDManager step = manager.newSubManager()) {
                    RandomGenerator random = Seeds.stream(1, "views", done++);
                    int[] indices = random.ints(batch, 0, images.size()).toArray();
                    NDArray pixels = images.tensor(step, indices);
                    NDArray views = view.apply(pixels.concat(pixels, 0), random); // [2N, C, H, W]
                    if (views.getDevice().isGpu()) {
                        views.sum().getFloat(); // wait for it
                    }
                }
            }
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
