package kontrast.loss;

import ai.djl.ndarray.NDArray;

/**
 * A loss functional: one number for a whole batch of pairs of embeddings. An energy looks at one pair; what keeps all
 * embeddings from becoming one point has to look at many.
 */
public interface BatchLoss {

    /**
     * Returns the loss of a batch.
     *
     * @param x {@code [N, d]}, embeddings of the first views
     * @param y {@code [N, d]}, embeddings of the second views in the same order
     * @return scalar; belongs to the manager of {@code x}
     * @throws IllegalArgumentException if the shapes are not the same {@code [N, d]}
     */
    NDArray loss(NDArray x, NDArray y);

    /**
     * Returns the loss of the trivial solution, all embeddings being one point: the line of a loss plot that says
     * nothing was told from anything.
     *
     * @param images N, the number of images in a batch
     * @return the loss
     */
    double trivial(int images);
}
