package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random view of a batch of images: one draw t ~ T for each image, applied to the whole batch at
 * once.
 *
 * <p>Parameters are drawn on the host from {@code random}, one set a sample, and the pixels are
 * computed as tensor operations on the images' device. The same generator state gives the same
 * view.
 */
@FunctionalInterface
public interface View {

    /**
     * Draws one view of every image.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of the parameters
     * @return a new array {@code [B, C, H', W']}, float32 in [0, 1] (in [-1, 1] after {@link Lab}),
     *     without gradient, attached to the manager of {@code images}; the caller closes it
     */
    NDArray apply(NDArray images, RandomGenerator random);

    /**
     * Returns the view that applies this one and then {@code next}.
     *
     * @param next the view to apply to the result of this one
     * @return the composition, which closes what one part hands to the other
     */
    default View then(View next) {
        return Views.sequence(List.of(this, next));
    }
}
