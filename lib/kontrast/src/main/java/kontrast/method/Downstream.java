package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Objects;
import kontrast.encoder.Encoder;
import kontrast.encoder.Weights;
import kontrast.view.View;

/**
 * The second stage: a head for a downstream task learns with labels, on a pretrained encoder.
 *
 * <pre>
 *   h = f(t(x))
 *   minimise the mean over the batch of -log softmax(W y + b)_y'
 *     feature extraction:  y = stopgrad(h)
 *     fine-tuning:         y = h
 * </pre>
 *
 * <p>The stop-gradient in front of the encoder is the only difference between the two. f starts as
 * a copy of the pretrained encoder, which stays as it is; W, b are drawn; y' is the right class, t
 * = {@link Options#view()}.
 *
 * <p>Deviation from much published code: batch normalisation keeps the running statistics of the
 * pretraining, in fine-tuning too. Otherwise the two would differ in a second thing, and a batch of
 * a few labelled images would overwrite the statistics of all the unlabelled ones.
 */
public final class Downstream extends Classifier {

    private final Options options;

    /**
     * What the second stage consists of.
     *
     * @param view t, drawn once for each image
     * @param encoder the plan of f, that of the pretrained encoder
     * @param classes number of classes, at least 2
     * @param stopGradient true: feature extraction; false: fine-tuning
     */
    public record Options(View view, Encoder encoder, int classes, boolean stopGradient) {

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
         * Returns these options with or without the stop-gradient.
         *
         * @param stopGradient true: feature extraction; false: fine-tuning
         * @return the changed options
         */
        public Options withStopGradient(boolean stopGradient) {
            return new Options(view, encoder, classes, stopGradient);
        }
    }

    /**
     * Copies the encoder and draws the head's weights.
     *
     * @param options what the second stage consists of
     * @param pretrained the encoder to start from, e.g. {@link Method#encoder()}; only read, and
     *     not needed any more afterwards
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the head's weights
     * @throws IllegalArgumentException if the pretrained encoder is not of {@code
     *     options.encoder()}
     */
    public Downstream(Options options, Block pretrained, Shape image, Device device, long seed) {
        super(options.stopGradient() ? "feature extraction" : "fine-tuning", options.encoder(), options.classes());
        this.options = options;
        open(device, manager -> {
            Weights.copy(pretrained, encoder, manager, new Shape(1).addAll(image));
            Weights.draw(head, manager, seed, new Shape(1, options.encoder().dimension()));
        });
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    NDArray logits(Batch batch) {
        NDArray views = options.view().apply(batch.images(), batch.random()); // [B, C, H', W']
        NDArray h = forward(encoder, views, false); // [B, n]
        NDArray y = options.stopGradient() ? h.stopGradient() : h; // the only difference
        return forward(head, y, true); // [B, classes]
    }
}
