package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.encoder.Weights;
import kontrast.view.View;

/**
 * The supervised baseline: the same encoder, trained with labels in the same loop.
 *
 * <pre>
 *   minimise the mean over the batch of -log softmax(W f(t(x)) + b)_y
 * </pre>
 */
public final class Supervised extends Classifier {

    private final Options options;

    /**
     * What the baseline consists of.
     *
     * @param view t, drawn once for each image
     * @param encoder f
     * @param classes number of classes, at least 2
     */
    public record Options(View view, Encoder encoder, int classes) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if {@code classes} is below 2
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            checkClasses(classes);
        }

        /**
         * Returns the baseline of a contrastive run: the same views and encoder, with labels.
         *
         * @param other the run to compare with
         * @param examples labelled training data
         * @return the options
         * @throws IllegalArgumentException if the data has no labels
         */
        public static Options like(SimClr.Options other, Examples examples) {
            return new Options(other.view(), other.encoder(), examples.classes().size());
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what the baseline consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Supervised(Options options, Shape image, Device device, long seed) {
        super("supervised", options.encoder(), options.classes());
        this.options = options;
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image)));
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    NDArray logits(Batch batch) {
        NDArray views = options.view().apply(batch.images(), batch.random()); // [B, C, H', W']
        return forward(network, views, true); // [B, classes]
    }
}
