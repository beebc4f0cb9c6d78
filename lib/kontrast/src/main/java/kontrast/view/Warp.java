package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kontrast.tensor.Transfer;

/**
 * Moves pixels: every pixel of the result is read from a place of its own in the image.
 *
 * <pre>
 *   out[b, k, i, j] = image[b, k] at (y[b, i, j], x[b, i, j])
 * </pre>
 *
 * <p>Between pixels it interpolates bilinearly between the nearest four; beyond the border the
 * nearest pixel of the border counts. Four gathers of the whole batch: the engine has no sampling
 * of a grid.
 */
final class Warp {

    private Warp() {}

    /**
     * Reads the images at the given places.
     *
     * @param images {@code [B, K, H, W]}
     * @param y rows, {@code [B, H', W']}, in pixels
     * @param x columns, {@code [B, H', W']}, in pixels
     * @return {@code [B, K, H', W']}
     */
    static NDArray sample(NDArray images, NDArray y, NDArray x) {
        Shape s = images.getShape();
        long h = s.get(2);
        long w = s.get(3);
        NDArray top = y.clip(0, h - 1);
        NDArray left = x.clip(0, w - 1);
        NDArray y0 = top.floor();
        NDArray x0 = left.floor();
        NDArray fy = top.sub(y0).expandDims(1); // [B, 1, H', W']
        NDArray fx = left.sub(x0).expandDims(1);
        NDArray y1 = y0.add(1).clip(0, h - 1);
        NDArray x1 = x0.add(1).clip(0, w - 1);
        NDArray above = between(at(images, y0, x0), at(images, y0, x1), fx);
        NDArray below = between(at(images, y1, x0), at(images, y1, x1), fx);
        return between(above, below, fy);
    }

    private static NDArray between(NDArray a, NDArray b, NDArray share) {
        return a.add(b.sub(a).mul(share));
    }

    /** Pixels at whole places {@code [B, H', W']}. */
    private static NDArray at(NDArray images, NDArray y, NDArray x) {
        Shape s = images.getShape();
        Shape out = y.getShape();
        long places = out.get(1) * out.get(2);
        NDArray index = y.mul(s.get(3)).add(x).toType(DataType.INT64, false).reshape(-1, 1, places);
        return images.reshape(s.get(0), s.get(1), s.get(2) * s.get(3))
                .gather(index.broadcast(s.get(0), s.get(1), places), 2)
                .reshape(s.get(0), s.get(1), out.get(1), out.get(2));
    }

    /**
     * Applies one linear map a sample around the centre of its image.
     *
     * <pre>
     *   (y, x) = centre + M (i, j) - M centre,   centre = ((H - 1) / 2, (W - 1) / 2)
     * </pre>
     *
     * <p>An image whose map is the identity is left as it is.
     *
     * @param images {@code [B, K, H, W]}
     * @param maps {@code [B][4]}: M row after row, from places of the result to places of the image
     * @return {@code [B, K, H, W]}
     */
    static NDArray linear(NDArray images, double[][] maps) {
        Pixels.checkCount(maps.length, images.getShape().get(0));
        int[] moved = IntStream.range(0, maps.length)
                .filter(b -> !isIdentity(maps[b]))
                .toArray();
        double[][] theirs = Arrays.stream(moved).mapToObj(b -> maps[b]).toArray(double[][]::new);
        return only(moved, images, some -> mapped(some, theirs));
    }

    private static boolean isIdentity(double... m) {
        return m[0] == 1 && m[1] == 0 && m[2] == 0 && m[3] == 1;
    }

    /**
     * Changes some images and leaves the others as they are: four gathers of a third of the batch
     * are a third of the work.
     *
     * @param moved which images, in ascending order
     * @param images {@code [B, K, H, W]}
     * @param warp changes images {@code [moved.length, K, H, W]}
     * @return {@code [B, K, H, W]}; {@code images} themselves where none is moved
     */
    static NDArray only(int[] moved, NDArray images, UnaryOperator<NDArray> warp) {
        int batch = Math.toIntExact(images.getShape().get(0));
        if (moved.length == 0) {
            return images;
        }
        if (moved.length == batch) {
            return warp.apply(images);
        }
        long[] rows = Arrays.stream(moved).asLongStream().toArray();
        long[] order = LongStream.range(0, batch).toArray();
        for (int i = 0; i < rows.length; i++) {
            order[moved[i]] = (long) batch + i; // behind the unmoved ones
        }
        NDManager manager = images.getManager();
        NDArray changed = warp.apply(images.get(Transfer.send(manager, rows, rows.length)));
        return images.concat(changed, 0).get(Transfer.send(manager, order, batch));
    }

    private static NDArray mapped(NDArray images, double[][] maps) {
        Shape s = images.getShape();
        float[] numbers = new float[4 * maps.length];
        for (int b = 0; b < maps.length; b++) {
            for (int i = 0; i < 4; i++) {
                numbers[i * maps.length + b] = (float) maps[b][i];
            }
        }
        NDArray m = Pixels.tensor(images, numbers, 4, maps.length, 1, 1);
        NDArray i = axis(images, 2).sub((s.get(2) - 1) / 2.0); // [1, H, 1]
        NDArray j = axis(images, 3).sub((s.get(3) - 1) / 2.0); // [1, 1, W]
        NDArray y = m.get(0).mul(i).add(m.get(1).mul(j)).add((s.get(2) - 1) / 2.0);
        NDArray x = m.get(2).mul(i).add(m.get(3).mul(j)).add((s.get(3) - 1) / 2.0);
        return sample(images, y, x);
    }

    /** The numbers 0, 1 .. along an axis of the images: {@code [1, H, 1]} or {@code [1, 1, W]}. */
    static NDArray axis(NDArray images, int axis) {
        NDManager manager = images.getManager();
        int length = Math.toIntExact(images.getShape().get(axis));
        NDArray numbers = manager.arange(0f, length, 1f, DataType.FLOAT32);
        return axis == 2 ? numbers.reshape(1, length, 1) : numbers.reshape(1, 1, length);
    }
}
