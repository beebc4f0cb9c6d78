package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import kontrast.tensor.Transfer;

/** What all views share: the check of a batch, the life of the arrays in between, grey. */
final class Pixels {

    private Pixels() {}

    /** Weights of red, green and blue in grey (ITU-R BT.601), as in PIL and torchvision. */
    static final double RED = 0.299;

    static final double GREEN = 0.587;
    static final double BLUE = 0.114;

    /**
     * Computes new images in a sub-manager, so that only the result outlives the call.
     *
     * @param images {@code [B, C, H, W]}, float32; unchanged, its manager gets the result
     * @param view who asks, for the message
     * @param body computes from an alias of {@code images} whose manager is the sub-manager; must
     *     not change the alias in place
     * @return a new array, clipped to [0, 1]
     */
    static NDArray compute(NDArray images, String view, UnaryOperator<NDArray> body) {
        // Weights that sum to 1 leave [0, 1] by a rounding error; and an unchanged alias is
        // copied here, so that the result never shares memory with the input.
        return transform(images, view, x -> body.apply(x).clip(0, 1));
    }

    /**
     * Computes what need not lie in [0, 1], as {@link #compute} does but without clipping.
     *
     * @param images {@code [B, C, H, W]}, float32; unchanged, its manager gets the result
     * @param view who asks, for the message
     * @param body as in {@link #compute}; its result must not share memory with the alias
     * @return a new array
     */
    static NDArray transform(NDArray images, String view, UnaryOperator<NDArray> body) {
        check(images, view);
        try (NDManager scope = images.getManager().newSubManager(images.getDevice())) {
            NDArray alias = images.stopGradient(); // shares the pixels
            alias.attach(scope);
            NDArray result = body.apply(alias);
            result.attach(images.getManager());
            return result;
        }
    }

    private static void check(NDArray images, String view) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4) {
            throw new IllegalArgumentException("%s: expected a batch [B, C, H, W], found %s%s"
                    .formatted(
                            view,
                            shape,
                            shape.dimension() == 3 ? "; one image becomes a batch with expandDims(0)" : ""));
        }
        if (images.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("%s: expected float32 pixels in [0, 1], found %s%s"
                    .formatted(
                            view,
                            images.getDataType(),
                            images.getDataType() == DataType.UINT8
                                    ? "; convert with toType(FLOAT32, false).div(255)"
                                    : ""));
        }
    }

    /** Tells whether the images have colour (three channels) or none (one). */
    static boolean isRgb(NDArray images, String view) {
        long channels = images.getShape().get(1);
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("%s: expected 3 channels (RGB) or 1 (grey), found %d in %s"
                    .formatted(view, channels, images.getShape()));
        }
        return channels == 3;
    }

    /** Returns the grey of RGB images: {@code [B, 3, H, W] -> [B, 1, H, W]}, a new array. */
    static NDArray grey(NDArray rgb) {
        NDList planes = rgb.split(3, 1); // three views [B, 1, H, W]
        NDArray grey = planes.get(0).mul(RED);
        grey.addi(planes.get(1).mul(GREEN));
        return grey.addi(planes.get(2).mul(BLUE));
    }

    /**
     * Mixes RGB images with their grey: {@code y = f x + (1 - f) grey(x)}, as one matrix of 3 x 3 a
     * sample. 1 leaves the image exactly as it is, 0 makes all channels the same.
     *
     * @param rgb {@code [B, 3, H, W]}
     * @param colour f of each image, or one f for all
     * @return {@code [B, 3, H, W]}, a new array
     */
    static NDArray greyed(NDArray rgb, double... colour) {
        Shape shape = rgb.getShape();
        int batch = Math.toIntExact(shape.get(0));
        if (colour.length != 1) {
            checkCount(colour.length, batch);
        }
        double[] grey = {RED, GREEN, BLUE};
        float[] mix = new float[batch * 9];
        for (int i = 0; i < mix.length; i++) {
            double f = colour[colour.length == 1 ? 0 : i / 9];
            mix[i] = (float) ((i % 9 % 4 == 0 ? f : 0) + (1 - f) * grey[i % 3]);
        }
        return tensor(rgb, mix, batch, 3, 3)
                .batchMatMul(rgb.reshape(batch, 3, -1))
                .reshape(shape);
    }

    /** Returns one number a sample as {@code [B, 1, 1, 1]}; a single number serves all samples. */
    static NDArray perSample(NDArray images, double... numbers) {
        long batch = images.getShape().get(0);
        float[] values = new float[Math.toIntExact(batch)];
        if (numbers.length == 1) {
            Arrays.fill(values, (float) numbers[0]);
        } else {
            checkCount(numbers.length, batch);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) numbers[i];
            }
        }
        return tensor(images, values, batch, 1, 1, 1);
    }

    /**
     * Returns the chosen samples changed and the others as they are.
     *
     * @param chosen B choices
     * @param changed {@code [B, C or 1, H, W]}
     * @param images {@code [B, C, H, W]}
     */
    static NDArray where(boolean[] chosen, NDArray changed, NDArray images) {
        Shape shape = images.getShape();
        checkCount(chosen.length, shape.get(0));
        NDArray condition = Transfer.send(images.getManager(), chosen, chosen.length, 1, 1, 1);
        // DJL's where() refuses operands to be broadcast; broadcast() is a view and costs nothing.
        return NDArrays.where(condition.broadcast(shape), changed.broadcast(shape), images);
    }

    static void checkCount(int found, long batch) {
        if (found != batch) {
            throw new IllegalArgumentException(
                    "expected one parameter for each of %d images, found %d".formatted(batch, found));
        }
    }

    static NDArray tensor(NDArray images, float[] values, long... shape) {
        return Transfer.send(images.getManager(), values, shape);
    }

    /**
     * Returns {@code out[b] = rows[b] * image[b] * columns[b]^T} for every channel: one matrix a
     * sample for the vertical, one for the horizontal axis.
     *
     * @param images {@code [B, C, H, W]}
     * @param rows B matrices {@code [H', H]}, one after another
     * @param columns B matrices {@code [W', W]}, one after another
     * @return {@code [B, C, H', W']}
     */
    static NDArray separable(NDArray images, float[] rows, float[] columns) {
        Shape shape = images.getShape();
        long b = shape.get(0);
        long c = shape.get(1);
        long h = shape.get(2);
        long w = shape.get(3);
        long hOut = rows.length / (b * h);
        long wOut = columns.length / (b * w);
        NDArray right = tensor(images, columns, b, wOut, w).swapAxes(1, 2); // [B, W, W']
        NDArray wide = images.reshape(b, c * h, w).batchMatMul(right); // [B, C*H, W']
        NDArray left = tensor(images, rows, b, 1, hOut, h); // [B, 1, H', H]
        return left.matMul(wide.reshape(b, c, h, wOut)); // [B, C, H', W']
    }

    static void checkProbability(String name, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("%s = %s is not a probability in [0, 1]".formatted(name, p));
        }
    }
}
