package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Objects;
import java.util.OptionalDouble;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.encoder.Weights;
import kontrast.loss.CrossEntropy;
import kontrast.view.View;

/**
 * The supervised baseline: the same encoder, trained with labels in the same loop.
 *
 * <pre>
 *   minimise the mean over the batch of -log softmax(W f(t(x)) + b)_y
 * </pre>
 */
public final class Supervised extends AbstractMethod {

    private final Options options;
    private final Block encoder;
    private final SequentialBlock network;

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
            if (classes < 2) {
                throw new IllegalArgumentException(
                        "a classifier needs at least 2 classes, found %d; are the images labelled?"
                                .formatted(classes));
            }
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
        super("supervised");
        this.options = options;
        encoder = options.encoder().block();
        network =
                new SequentialBlock()
                        .add(encoder)
                        .add(Linear.builder().setUnits(options.classes()).build());
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image)));
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    /**
     * Returns encoder and classifier.
     *
     * @return a block from {@code [B, C, H, W]} to logits {@code [B, classes]}
     */
    @Override
    public Block network() {
        return network;
    }

    /**
     * Computes the cross entropy.
     *
     * @throws IllegalArgumentException if the batch has no labels
     */
    @Override
    public NDArray loss(Batch batch) {
        if (batch.labels() == null) {
            throw new IllegalArgumentException(
                    "the supervised baseline needs labelled images (Images.labelled)");
        }
        NDArray views = options.view().apply(batch.images(), batch.random()); // [B, C, H', W']
        NDArray logits = forward(network, views, true); // [B, classes]
        return CrossEntropy.loss(logits, batch.labels());
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(CrossEntropy.chance(options.classes()));
    }
}
