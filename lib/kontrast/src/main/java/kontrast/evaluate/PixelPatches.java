package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import kontrast.tensor.Transfer;

/**
 * Descriptors of pixels that need no network: the colours of the pixels around each.
 *
 * <pre>
 *   f(y, x) = all x[c, y + dy, x + dx] with |dy|, |dx| at most (side - 1) / 2
 * </pre>
 *
 * <p>Beyond the edge lies what is at the edge.
 *
 * @param side pixels along a side of the patch, odd and at least 1; with 1 the descriptor is the pixel's colour
 */
public record PixelPatches(int side) {

    /**
     * Checks the side.
     *
     * @throws IllegalArgumentException if it is even or below 1
     */
    public PixelPatches {
        if (side < 1 || side % 2 == 0) {
            throw new IllegalArgumentException("a patch has a pixel in its middle: side must be odd, found " + side);
        }
    }

    /**
     * Returns the colours around each pixel.
     *
     * @param rgb {@code [B, C, H, W]}
     * @return {@code [B, C side^2, H, W]}; belongs to the manager of {@code rgb}
     */
    public NDArray colours(NDArray rgb) {
        Shape s = rgb.getShape();
        NDList shifted = new NDList();
        for (int dy = -side / 2; dy <= side / 2; dy++) {
            NDArray rows = rgb.get(new NDIndex(":, :, {}", shift(rgb, s.get(2), dy)));
            for (int dx = -side / 2; dx <= side / 2; dx++) {
                shifted.add(rows.get(new NDIndex(":, :, :, {}", shift(rgb, s.get(3), dx))));
            }
        }
        return NDArrays.concat(shifted, 1);
    }

    private static NDArray shift(NDArray like, long length, int by) {
        long[] places = LongStream.range(0, length)
                .map(i -> Math.min(length - 1, Math.max(0, i + by)))
                .toArray();
        return Transfer.send(like.getManager(), places, length);
    }
}
