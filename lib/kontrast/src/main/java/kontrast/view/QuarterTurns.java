package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * All four rotations of every image by multiples of 90 degrees, counter-clockwise. No pixel is
 * interpolated, so that only the content of the picture shows the rotation.
 *
 * <pre>
 *   out[r B + b][.., y, x] = in[b][..] turned r times;   turned once: out[y, x] = in[x, S - 1 - y]
 * </pre>
 *
 * <p>Gidaris et al., Unsupervised representation learning by predicting image rotations, 2018,
 * section 2.2.
 */
public final class QuarterTurns {

    /** The number of rotations: 0, 90, 180 and 270 degrees. */
    public static final int COUNT = 4;

    private QuarterTurns() {}

    /**
     * Returns every image in all four rotations.
     *
     * @param images {@code [B, C, S, S]}, float32 in [0, 1]; left unchanged
     * @return {@code [4B, C, S, S]}: all images as they are, then all turned once, and so on; a new
     *     array attached to the manager of {@code images}
     * @throws IllegalArgumentException if the images are not square
     */
    public static NDArray all(NDArray images) {
        return Pixels.transform(images, "QuarterTurns", x -> {
            Shape s = x.getShape();
            if (s.get(2) != s.get(3)) {
                throw new IllegalArgumentException(
                        "an image that is turned must be square to keep its size, found %d x %d"
                                .formatted(s.get(2), s.get(3)));
            }
            NDList turned = new NDList(x);
            for (int r = 1; r < COUNT; r++) {
                turned.add(x.rotate90(r, new int[] {2, 3}));
            }
            return NDArrays.concat(turned, 0);
        });
    }

    /**
     * Returns the answers to {@link #all}: how often each image is turned.
     *
     * @param images B
     * @return {@code 0 .. 0, 1 .. 1, 2 .. 2, 3 .. 3}, each B times
     */
    public static long[] labels(int images) {
        long[] labels = new long[COUNT * images];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / images;
        }
        return labels;
    }
}
