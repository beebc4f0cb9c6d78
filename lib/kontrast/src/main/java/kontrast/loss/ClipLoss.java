package kontrast.loss;

import ai.djl.ndarray.NDArray;
import kontrast.tensor.Transfer;

/**
 * CLIP's loss: each image looks for its text among those of the batch, and each text for its image.
 *
 * <pre>
 *   s_ij = e^t cos(x_i, y_j)
 *   L = 1/2 ( mean over i of -log softmax_j(s_ij) at j = i  +  mean over j of -log softmax_i(s_ij) at i = j )
 * </pre>
 *
 * <p>Radford et al., Learning transferable visual models from natural language supervision, 2021, figure 3. It is the
 * mean of the two directions of {@link InfoNce}, which {@link InfoNce#symmetric(NDArray)} adds; e^t = 1 / tau is
 * learned with all else. As a logarithm t may take any value, and a step changes the scale by a factor.
 */
public final class ClipLoss {

    /** The largest scale of the paper: "clipped to prevent scaling the logits by more than 100". */
    public static final double MAX_SCALE = 100;

    private ClipLoss() {}

    /**
     * Returns the scores of all images with all texts.
     *
     * @param images x, {@code [N, d]}; need not be normalised
     * @param texts y, {@code [K, d]}; need not be normalised
     * @param logScale t, a scalar or {@code [1]}
     * @return {@code [N, K]}; belongs to the manager of {@code images}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray scores(NDArray images, NDArray texts, NDArray logScale) {
        if (logScale.size() != 1) {
            throw new IllegalArgumentException(
                    "the logarithm of the scale is one number, found " + logScale.getShape());
        }
        // Added to a number of the batch's manager: what t itself computes would live as long as t.
        NDArray t = Transfer.send(images.getManager(), 0f).add(logScale);
        return new InfoNce(1).scores(images, texts).mul(t.exp());
    }

    /**
     * Returns the loss of a batch.
     *
     * @param images x, {@code [N, d]}; need not be normalised
     * @param texts y, {@code [N, d]}, text i belongs to image i
     * @param logScale t, a scalar or {@code [1]}
     * @return scalar, in nats, ln N by chance; belongs to the manager of {@code images}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray loss(NDArray images, NDArray texts, NDArray logScale) {
        if (!images.getShape().equals(texts.getShape())) {
            throw new IllegalArgumentException(
                    "each image needs its text: expected the same shape [N, d], found %s and %s"
                            .formatted(images.getShape(), texts.getShape()));
        }
        // Not div(2): DJL frees that number at once, while the backward pass still reads it.
        return InfoNce.symmetric(scores(images, texts, logScale)).mul(Transfer.send(images.getManager(), 0.5f));
    }
}
