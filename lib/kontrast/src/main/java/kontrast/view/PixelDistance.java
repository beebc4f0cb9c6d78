package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import kontrast.tensor.Transfer;

/**
 * The distance that generative methods judge by, and pictures that lie at a chosen one.
 *
 * <pre>
 *   d(x, y) = sqrt( mean over channels, rows and columns of (x - y)^2 )        in units of white
 * </pre>
 *
 * <p>Changes of very different meaning can have one distance: that is what makes it a poor judge.
 */
public final class PixelDistance {

    /** The strength is found to 2^-30 of the largest. */
    private static final int HALVINGS = 30;

    /** So far is a change exaggerated at the most. */
    private static final double MOST = 64;

    private PixelDistance() {}

    /** A change of pictures that takes them the further away, the stronger it is. */
    @FunctionalInterface
    public interface Change {

        /**
         * Changes every picture of a batch.
         *
         * @param strengths one a picture, at least 0; 0 changes nothing
         * @return the changed pictures, {@code [B, C, H, W]}, a new array
         */
        NDArray at(double... strengths);
    }

    /**
     * Returns the root mean squared difference of each picture.
     *
     * @param x {@code [B, C, H, W]}, float32
     * @param y of the same shape
     * @return B distances, at least 0; 1 between black and white
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double[] between(NDArray x, NDArray y) {
        Shape shape = x.getShape();
        if (!shape.equals(y.getShape()) || shape.dimension() != 4) {
            throw new IllegalArgumentException(
                    "expected pictures of one shape [B, C, H, W], found %s and %s".formatted(shape, y.getShape()));
        }
        float[] a = Transfer.floats(x);
        float[] b = Transfer.floats(y);
        double[] distances = new double[(int) shape.get(0)];
        int values = a.length / distances.length;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            distances[i / values] += difference * difference / values;
        }
        return Arrays.stream(distances).map(Math::sqrt).toArray();
    }

    /**
     * Makes a change so strong that each picture lies at a given distance from where it was.
     *
     * @param x {@code [B, C, H, W]}, float32; left unchanged
     * @param change what is done to {@code x}; its distance must not fall where the strength grows
     * @param most the largest strength
     * @param distances above 0, in units of white: one a picture, or one for all
     * @return {@code [B, C, H, W]}, as {@code change} makes it
     * @throws IllegalArgumentException if there is another number of distances, or if a picture stays nearer
     *     even at the largest strength
     */
    public static NDArray at(NDArray x, Change change, double most, double... distances) {
        int batch = (int) x.getShape().get(0);
        if (distances.length != 1) {
            Pixels.checkCount(distances.length, batch);
        }
        double[] wanted = new double[batch];
        Arrays.setAll(wanted, i -> distances[distances.length == 1 ? 0 : i]);
        double[] low = new double[batch];
        double[] high = new double[batch];
        Arrays.fill(high, most);
        double[] reach = reached(x, change, high);
        for (int i = 0; i < batch; i++) {
            if (!(wanted[i] > 0 && wanted[i] <= reach[i])) {
                throw new IllegalArgumentException(
                        "the distance of picture %d must be above 0 and at most %.4f, which is how far this change can go, found %s"
                                .formatted(i, reach[i], wanted[i]));
            }
        }
        double[] middle = new double[batch];
        for (int n = 0; n < HALVINGS; n++) {
            Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
            double[] found = reached(x, change, middle);
            for (int i = 0; i < batch; i++) {
                (found[i] < wanted[i] ? low : high)[i] = middle[i];
            }
        }
        return change.at(high);
    }

    /**
     * Returns pictures that have gone from one towards another until they are at a given distance,
     *
     * <pre>
     *   clip(x + a (y - x)),   a such that d(x, .) = distance
     * </pre>
     *
     * where a above 1 exaggerates the change.
     *
     * @param x {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param y what they are changed towards, of the same shape; left unchanged
     * @param distances above 0, in units of white: one a picture, or one for all
     * @return of the same shape, in [0, 1], attached to the manager of {@code x}
     * @throws IllegalArgumentException if the shapes differ, or if even the exaggerated change,
     *     clipped to [0, 1], stays nearer
     */
    public static NDArray towards(NDArray x, NDArray y, double... distances) {
        if (!x.getShape().equals(y.getShape())) {
            throw new IllegalArgumentException(
                    "expected pictures of one shape, found %s and %s".formatted(x.getShape(), y.getShape()));
        }
        return at(
                x,
                strengths -> Pixels.compute(
                        x, "PixelDistance", from -> from.sub(from.sub(y).mul(Pixels.perSample(from, strengths)))),
                MOST,
                distances);
    }

    private static double[] reached(NDArray x, Change change, double... strengths) {
        try (NDArray there = change.at(strengths.clone())) {
            return between(x, there);
        }
    }
}
