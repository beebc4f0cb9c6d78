package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import kontrast.data.Examples;

/**
 * A way of learning an encoder: it owns the networks and says what to minimise for a batch. The
 * loop ({@code kontrast.train.Pretraining}) does the rest.
 */
public interface Method extends AutoCloseable {

    /**
     * Returns the name that messages and checkpoints use.
     *
     * @return e.g. {@code SimCLR}
     */
    String name();

    /**
     * Returns what this consists of, which tells its runs from others ({@code kontrast.train.Fingerprint}).
     *
     * @return a record of all that the loss depends on; this object itself if there is none, which a run that
     *     keeps checkpoints refuses
     */
    default Object options() {
        return this;
    }

    /**
     * Returns the owner of the parameters.
     *
     * @return a manager on the device of this method; closed by {@link #close()}
     */
    NDManager manager();

    /**
     * Returns the encoder f, the result of it all.
     *
     * @return a block from {@code [B, C, H, W]} to representations h, {@code [B, n]}
     */
    Block encoder();

    /**
     * Returns everything that a checkpoint must keep: the encoder and all that is learned with it.
     * Its parameters that need a gradient are optimized.
     *
     * @return an initialised block
     */
    Block network();

    /**
     * Returns the factor on the learning rate of a parameter, as where stages learn the slower the deeper they lie.
     *
     * @param parameter one of {@link #network()} that needs a gradient
     * @return the factor, at least 0; 1 unless a method says otherwise
     */
    default double rate(Parameter parameter) {
        return 1;
    }

    /**
     * Tells how long the training will be, before its first step. For what changes over the whole training, as a
     * momentum that rises; the learning rate is not the method's business.
     *
     * @param steps number of steps of the whole training, at least 1, also when it goes on from a checkpoint
     */
    default void begin(int steps) {}

    /**
     * Computes what is minimised.
     *
     * @param batch one step's images
     * @return scalar, with its graph; belongs to the manager of {@code batch.images()}
     */
    NDArray loss(Batch batch);

    /**
     * Does what follows the optimizer's step, e.g. moving an average or filling a queue. Runs
     * without recording gradients.
     *
     * @param batch the step's images, still open
     */
    default void afterStep(Batch batch) {}

    /**
     * Returns the loss of an encoder that has learned nothing, for a plot's chance line.
     *
     * @param batchSize images in a batch
     * @return the loss, if one can be named
     */
    default OptionalDouble chance(int batchSize) {
        return OptionalDouble.empty();
    }

    /**
     * Returns what a checkpoint must keep beyond the parameters of {@link #network()}, e.g. a
     * queue.
     *
     * @return name to array; a checkpoint restores them in place
     */
    default Map<String, NDArray> state() {
        return Map.of();
    }

    /**
     * Looks at the images of a run before it begins.
     *
     * @param images the training images
     * @return why they cannot be learned from; empty if they can
     */
    default Optional<String> objection(Examples images) {
        return Optional.empty();
    }

    /**
     * Says what one should know of a run on these images.
     *
     * @param images the training images
     * @return one sentence; empty if there is nothing to say
     */
    default Optional<String> remark(Examples images) {
        return Optional.empty();
    }

    /** Frees the parameters and all else that this method owns. */
    @Override
    void close();
}
