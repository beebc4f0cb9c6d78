package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What can be learned from: a fixed number of samples of one shape, with or without labels. {@link
 * Images} are the usual kind; clips of video and stretches of sound are others. The training loop
 * and the evaluation know only this.
 */
public interface Examples {

    /**
     * Returns the number of samples.
     *
     * @return N
     */
    int size();

    /**
     * Returns the shape of one sample.
     *
     * @return e.g. {@code (C, H, W)}
     */
    Shape shape();

    /**
     * Returns chosen samples as a tensor.
     *
     * @param manager owner of the tensor, which lies on its device
     * @param indices B indices, each in 0 to N - 1; may repeat
     * @return {@code [B, ...]}, float32; images in [0, 1], sound in [-1, 1]
     * @throws IndexOutOfBoundsException if an index is out of range
     */
    NDArray tensor(NDManager manager, int... indices);

    /**
     * Returns all samples as a tensor.
     *
     * @param manager owner of the tensor, which lies on its device
     * @return {@code [N, ...]}, float32
     */
    default NDArray tensor(NDManager manager) {
        return tensor(manager, IntStream.range(0, size()).toArray());
    }

    /**
     * Tells whether the samples have labels.
     *
     * @return true if {@link #labels()} may be called
     */
    boolean isLabelled();

    /**
     * Returns the labels.
     *
     * @return a copy of the class indices, one a sample
     * @throws IllegalStateException if there are none
     */
    int[] labels();

    /**
     * Returns the names of the classes.
     *
     * @return the names; empty without labels
     */
    List<String> classes();

    /**
     * Returns chosen samples, in the order of the indices.
     *
     * @param indices each in 0 to N - 1; may repeat
     * @return the chosen samples with their labels
     * @throws IndexOutOfBoundsException if an index is out of range
     */
    Examples subset(int... indices);
}
