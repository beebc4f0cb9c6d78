package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.loss.CrossEntropy;

/**
 * Methods that learn from labels: a linear head on an encoder.
 *
 * <pre>
 *   minimise the mean over the batch of -log softmax(W f(t(x)) + b)_y
 * </pre>
 *
 * <p>What they differ in is where f starts, and whether it learns.
 */
public abstract sealed class Classifier extends AbstractMethod permits Supervised, Downstream {

    final Block encoder;
    final Block head;
    final SequentialBlock network;
    private final int classes;

    /**
     * Builds the networks; the subclass gives them their first values.
     *
     * @param name the name of the method
     * @param encoder f
     * @param classes number of classes
     */
    Classifier(String name, Encoder encoder, int classes) {
        super(name);
        this.classes = classes;
        this.encoder = encoder.block();
        head = Linear.builder().setUnits(classes).build();
        network = new SequentialBlock().add(this.encoder).add(head);
    }

    static void checkClasses(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException(
                    "a classifier needs at least 2 classes, found %d; are the images labelled?".formatted(classes));
        }
    }

    /** Scores the images of a batch: {@code [B, C, H, W]} to logits {@code [B, classes]}. */
    abstract NDArray logits(Batch batch);

    /**
     * Computes the cross entropy.
     *
     * @throws IllegalArgumentException if the batch has no labels
     */
    @Override
    public NDArray loss(Batch batch) {
        if (batch.labels() == null) {
            throw new IllegalArgumentException("%s needs labelled images (Images.labelled)".formatted(name()));
        }
        return CrossEntropy.loss(logits(batch), batch.labels());
    }

    /**
     * Scores images as they are, in evaluation mode.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]
     * @return logits {@code [B, classes]}; belongs to the manager of {@code images}
     */
    public NDArray logits(NDArray images) {
        return forward(network, images, false);
    }

    @Override
    public Optional<String> objection(Examples images) {
        // Here and not in the loss: on a GPU, looking at labels waits for the device.
        int most = images.isLabelled() ? Arrays.stream(images.labels()).max().orElse(0) : 0;
        return most < classes
                ? Optional.empty()
                : Optional.of("%s tells %d classes apart, 0 to %d; the images have a label %d"
                        .formatted(name(), classes, classes - 1, most));
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns encoder and head: a block from {@code [B, C, H, W]} to logits {@code [B, classes]}. */
    @Override
    public Block network() {
        return network;
    }

    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(CrossEntropy.chance(classes));
    }
}
