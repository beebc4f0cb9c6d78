package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Mean squared error of pixels, each with its weight.
 *
 * <pre>
 *   loss = sum over b, c, y, x of  w[b, y, x] (p[b, c, y, x] - t[b, c, y, x])^2  /  ( C sum over b, y, x of w[b, y, x] )
 * </pre>
 *
 * <p>p = prediction, t = target, w = weights; with all weights 1 it is the plain mean. With weights
 * that are 1 where pixels are hidden and 0 elsewhere it is the reconstruction loss of Pathak et
 * al., Context encoders, 2016, equation 1, divided by the number of hidden values so that it does
 * not depend on how many there are.
 */
public final class PixelLoss {

    private PixelLoss() {}

    /**
     * Returns the plain mean squared error.
     *
     * @param prediction p, {@code [B, C, H, W]}
     * @param target t, {@code [B, C, H, W]}
     * @return scalar, the mean over all values; belongs to the manager of {@code prediction}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static NDArray loss(NDArray prediction, NDArray target) {
        check(prediction, target);
        return prediction.sub(target).square().mean();
    }

    /**
     * Returns the weighted mean squared error.
     *
     * @param prediction p, {@code [B, C, H, W]}
     * @param target t, {@code [B, C, H, W]}
     * @param weights w, {@code [B, 1, H, W]}, at least 0, not all 0
     * @return scalar; belongs to the manager of {@code prediction}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray loss(NDArray prediction, NDArray target, NDArray weights) {
        check(prediction, target);
        Shape s = prediction.getShape();
        if (!weights.getShape().equals(new Shape(s.get(0), 1, s.get(2), s.get(3)))) {
            throw new IllegalArgumentException("expected one weight a pixel, [%d, 1, %d, %d], found %s"
                    .formatted(s.get(0), s.get(2), s.get(3), weights.getShape()));
        }
        NDArray squares = prediction.sub(target).square(); // [B, C, H, W]
        NDArray perPixel = squares.mean(new int[] {1}, true); // [B, 1, H, W]
        return perPixel.mul(weights).sum().div(weights.sum());
    }

    private static void check(NDArray prediction, NDArray target) {
        Shape s = prediction.getShape();
        if (s.dimension() != 4 || !s.equals(target.getShape())) {
            throw new IllegalArgumentException(
                    "expected prediction and target of one shape [B, C, H, W], found %s and %s"
                            .formatted(s, target.getShape()));
        }
    }
}
