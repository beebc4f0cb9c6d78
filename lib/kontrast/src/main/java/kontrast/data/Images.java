package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import kontrast.tensor.Transfer;

/**
 * An immutable set of images of one size, with or without labels.
 *
 * <p>Pixels are kept on the host as unsigned bytes in the order (image, channel, row, column) and
 * leave it as float32 tensors {@code [B, C, H, W]} in [0, 1].
 */
public final class Images implements Examples {

    private final byte[] pixels;
    private final int size;
    private final int channels;
    private final int height;
    private final int width;
    private final int[] labels;
    private final List<String> classes;

    private Images(byte[] pixels, int channels, int height, int width, int[] labels, List<String> classes) {
        this.pixels = pixels;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.size = pixels.length / (channels * height * width);
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Returns images without labels.
     *
     * @param pixels N*C*H*W unsigned bytes in the order (image, channel, row, column); copied
     * @param channels C, at least 1
     * @param height H, at least 1
     * @param width W, at least 1
     * @return the images
     * @throws IllegalArgumentException if the length is not a multiple of C*H*W
     */
    public static Images of(byte[] pixels, int channels, int height, int width) {
        int each = channels * height * width;
        if (channels < 1 || height < 1 || width < 1 || pixels.length % each != 0) {
            throw new IllegalArgumentException(
                    "expected N images of %d x %d x %d bytes (channels x height x width), found %d bytes"
                            .formatted(channels, height, width, pixels.length));
        }
        return new Images(pixels.clone(), channels, height, width, null, List.of());
    }

    /**
     * Returns the same images with labels.
     *
     * @param labels a class index for each image, in 0 to {@code classes.size() - 1}; copied
     * @param classes names of the classes
     * @return the labelled images
     * @throws IllegalArgumentException if the number of labels differs from {@link #size()} or a
     *     label is out of range
     */
    public Images labelled(int[] labels, List<String> classes) {
        if (labels.length != size) {
            throw new IllegalArgumentException(
                    "expected one label for each of %d images, found %d".formatted(size, labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException(
                        "label %d of image %d is not in 0 to %d".formatted(labels[i], i, classes.size() - 1));
            }
        }
        return new Images(pixels, channels, height, width, labels.clone(), List.copyOf(classes));
    }

    /** Returns the number of images, N. */
    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape shape() {
        return new Shape(channels, height, width);
    }

    /** Returns the number of channels, C. */
    public int channels() {
        return channels;
    }

    /** Returns the height in pixels, H. */
    public int height() {
        return height;
    }

    /** Returns the width in pixels, W. */
    public int width() {
        return width;
    }

    /** Tells whether the images have labels: true if {@link #labels()} may be called. */
    @Override
    public boolean isLabelled() {
        return labels != null;
    }

    /**
     * Returns the labels.
     *
     * @return a copy of the class indices, one an image
     * @throws IllegalStateException if there are none
     */
    @Override
    public int[] labels() {
        if (labels == null) {
            throw new IllegalStateException("these images have no labels");
        }
        return labels.clone();
    }

    /** Returns the names of the classes; empty without labels. */
    @Override
    public List<String> classes() {
        return classes;
    }

    /**
     * Returns chosen images, in the order of the indices.
     *
     * @param indices each in 0 to N - 1; may repeat
     * @return the chosen images with their labels
     * @throws IndexOutOfBoundsException if an index is out of range
     */
    @Override
    public Images subset(int... indices) {
        int each = channels * height * width;
        byte[] some = new byte[Math.multiplyExact(indices.length, each)];
        int[] someLabels = labels == null ? null : new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(pixels, check(indices[i]) * each, some, i * each, each);
            if (labels != null) {
                someLabels[i] = labels[indices[i]];
            }
        }
        return new Images(some, channels, height, width, someLabels, classes);
    }

    /**
     * Returns chosen images as a tensor.
     *
     * @param manager owner of the tensor, which lies on its device
     * @param indices each in 0 to N - 1; may repeat
     * @return {@code [B, C, H, W]}, float32 in [0, 1]
     * @throws IndexOutOfBoundsException if an index is out of range
     */
    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        int each = channels * height * width;
        ByteBuffer bytes = manager.allocateDirect(Math.multiplyExact(indices.length, each));
        for (int index : indices) {
            bytes.put(pixels, check(index) * each, each);
        }
        // Bytes travel to the device and become numbers there: a quarter of the traffic.
        Shape shape = new Shape(indices.length, channels, height, width);
        try (NDArray array = Transfer.send(manager, bytes.rewind(), shape, DataType.UINT8)) {
            return array.toType(DataType.FLOAT32, false).divi(255);
        }
    }

    /**
     * Returns the images in a larger frame and in colour, as an encoder may want them that was trained on others: black
     * around them, and each channel of a grey image the same.
     *
     * @param side height and width of the frame, at least those of the images, which lie in its middle
     * @return {@code [N, 3, side, side]} with the same labels
     * @throws IllegalArgumentException if the images are larger, or have neither 1 nor 3 channels
     */
    public Images framed(int side) {
        if (side < height || side < width || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "%d x %d x %d does not fit into 3 x %d x %d".formatted(channels, height, width, side, side));
        }
        int top = (side - height) / 2;
        int left = (side - width) / 2;
        byte[] framed = new byte[Math.multiplyExact(size, 3 * side * side)];
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < height; y++) {
                    int from = ((i * channels + c % channels) * height + y) * width;
                    System.arraycopy(pixels, from, framed, ((i * 3 + c) * side + top + y) * side + left, width);
                }
            }
        }
        return new Images(framed, 3, side, side, labels, classes);
    }

    /** Returns the pixels: N*C*H*W unsigned bytes in the order (image, channel, row, column); a copy. */
    public byte[] bytes() {
        return pixels.clone();
    }

    private int check(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("image %d is not in 0 to %d".formatted(index, size - 1));
        }
        return index;
    }

    @Override
    public String toString() {
        return "%d images, %d x %d x %d%s"
                .formatted(size, channels, height, width, labels == null ? "" : ", " + classes.size() + " classes");
    }
}
