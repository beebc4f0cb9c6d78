package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kontrast.data.DataException;
import kontrast.data.Examples;
import kontrast.encoder.Encoder;
import kontrast.tensor.Transfer;

/**
 * One feature vector for each image, on the host: the frozen representation h = f(x) that all
 * evaluation starts from.
 *
 * @param values rows * dim numbers, row after row; not copied
 * @param rows number of images N, at least 1
 * @param dim length of a feature vector d, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
public record Features(float[] values, int rows, int dim) {

    /** Images in one forward pass, unless another number is given. */
    public static final int BATCH = 256;

    /**
     * Validates the features.
     *
     * @throws IllegalArgumentException if the length is not {@code rows * dim}, or a number is not
     *     finite
     */
    public Features {
        if (rows < 1 || dim < 1 || values.length != (long) rows * dim) {
            throw new IllegalArgumentException(
                    "expected %d x %d features, found %d numbers".formatted(rows, dim, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("feature %d of row %d is %s; has the training diverged?"
                        .formatted(i % dim, i / dim, values[i]));
            }
        }
    }

    /**
     * Runs a frozen encoder over the images, in evaluation mode: batch normalisation uses its
     * running statistics, dropout does nothing, no parameter changes.
     *
     * @param encoder an initialised block, {@code [B, C, H, W] -> [B, ...]}; its first output
     *     counts
     * @param images the images
     * @param manager names the device; nothing stays attached to it
     * @return {@code [N, d]}; an output of more than two dimensions is flattened
     */
    public static Features of(Block encoder, Examples images, NDManager manager) {
        return of(
                x -> {
                    Encoder.checkChannels(encoder, x);
                    // No copy: the store hands out the parameters themselves where they lie.
                    ParameterStore store = new ParameterStore(x.getManager(), false);
                    return encoder.forward(store, new NDList(x), false).head();
                },
                images,
                manager);
    }

    /**
     * Runs any function of a batch over the images.
     *
     * @param function {@code [B, C, H, W] -> [B, ...]}; may leave arrays in its argument's manager
     * @param images the images
     * @param manager names the device; nothing stays attached to it
     * @return {@code [N, d]}; an output of more than two dimensions is flattened
     */
    public static Features of(UnaryOperator<NDArray> function, Examples images, NDManager manager) {
        return of(function, images, manager, BATCH);
    }

    /**
     * Runs any function of a batch over the images, so many at a time.
     *
     * @param function {@code [B, C, H, W] -> [B, ...]}; may leave arrays in its argument's manager
     * @param images the images
     * @param manager names the device; nothing stays attached to it
     * @param batch images in one call, at least 1
     * @return {@code [N, d]}; an output of more than two dimensions is flattened
     * @throws IllegalArgumentException if there are no images, {@code batch} is below 1, or the
     *     function does not return one row an image
     */
    public static Features of(UnaryOperator<NDArray> function, Examples images, NDManager manager, int batch) {
        int n = images.size();
        if (n < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "expected at least one image and one image a batch, found %d and %d".formatted(n, batch));
        }
        float[] values = null;
        int dim = 0;
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            try (NDManager scope = manager.newSubManager()) {
                NDArray x = images.tensor(scope, IntStream.range(from, to).toArray());
                NDArray h = function.apply(x);
                if (h.getShape().dimension() < 2 || h.getShape().get(0) != to - from) {
                    throw new IllegalArgumentException("expected one row of features for each of %d images, found %s"
                            .formatted(to - from, h.getShape()));
                }
                float[] some = Transfer.floats(h.toType(DataType.FLOAT32, false));
                if (values == null) {
                    dim = some.length / (to - from);
                    values = new float[Math.multiplyExact(n, dim)];
                }
                System.arraycopy(some, 0, values, from * dim, some.length);
            }
        }
        return new Features(values, n, dim);
    }

    /**
     * Returns the pixels themselves as features: the baseline that an encoder must beat.
     *
     * @param images the images
     * @return {@code [N, C * H * W]} in [0, 1]
     */
    public static Features pixels(Examples images) {
        try (NDManager manager = DotProducts.manager()) {
            return of(x -> x, images, manager);
        }
    }

    /**
     * Returns one feature vector.
     *
     * @param i index of the image, in 0 to rows - 1
     * @return a copy of its d numbers
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public float[] row(int i) {
        if (i < 0 || i >= rows) {
            throw new IndexOutOfBoundsException("row %d is not in 0 to %d".formatted(i, rows - 1));
        }
        return Arrays.copyOfRange(values, i * dim, (i + 1) * dim);
    }

    /**
     * Returns chosen rows, in the order of the indices.
     *
     * @param indices each in 0 to rows - 1; may repeat; at least one
     * @return the chosen rows
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Features subset(int... indices) {
        float[] some = new float[Math.multiplyExact(indices.length, dim)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(row(indices[i]), 0, some, i * dim, dim);
        }
        return new Features(some, indices.length, dim);
    }

    /**
     * Returns the features minus their mean over the rows.
     *
     * @return {@code [N, d]}, every column with mean 0
     */
    public Features centred() {
        double[] mean = new double[dim];
        for (int i = 0; i < values.length; i++) {
            mean[i % dim] += values[i];
        }
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (float) (values[i] - mean[i % dim] / rows);
        }
        return new Features(out, rows, dim);
    }

    /**
     * Returns the features divided by their length: {@code h / |h|}.
     *
     * @return {@code [N, d]}, every row of length 1; a row of zeros stays
     */
    public Features normalised() {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            double square = 0;
            for (int j = i * dim; j < (i + 1) * dim; j++) {
                square += (double) values[j] * values[j];
            }
            double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
            for (int j = i * dim; j < (i + 1) * dim; j++) {
                out[j] = (float) (values[j] * scale);
            }
        }
        return new Features(out, rows, dim);
    }

    /**
     * Returns the features as a tensor.
     *
     * @param manager owner of the tensor
     * @return {@code [N, d]}, float32
     */
    public NDArray tensor(NDManager manager) {
        return Transfer.send(manager, values, rows, dim);
    }

    /**
     * Writes the features as a NumPy archive: the array {@code features}, {@code [N, d]}, float32.
     *
     * @param file its usual ending is {@code .npz}; replaced if it is there, when the new one is
     *     whole
     * @throws UncheckedIOException if it cannot be written
     */
    public void save(Path file) {
        save(file, Map.of());
    }

    /**
     * Writes the features and their labels as a NumPy archive: the arrays {@code features}, {@code
     * [N, d]}, float32, and {@code labels}, {@code [N]}, int32.
     *
     * @param file its usual ending is {@code .npz}; replaced if it is there, when the new one is
     *     whole
     * @param labels N class indices
     * @throws IllegalArgumentException if there is not one label a row
     * @throws UncheckedIOException if it cannot be written
     */
    public void save(Path file, int[] labels) {
        DotProducts.checkLabels(this, labels, "features");
        Npz.Array array = Npz.Array.of("<i4", rows);
        array.data().asIntBuffer().put(labels);
        save(file, Map.of("labels", array));
    }

    private void save(Path file, Map<String, Npz.Array> more) {
        Map<String, Npz.Array> arrays = new LinkedHashMap<>();
        Npz.Array array = Npz.Array.of("<f4", rows, dim);
        array.data().asFloatBuffer().put(values);
        arrays.put("features", array);
        arrays.putAll(more);
        try {
            Npz.write(file, arrays);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write %s: %s".formatted(file, e), e);
        }
    }

    /**
     * Reads features from a NumPy archive, as {@link #save} or {@code numpy.savez(file,
     * features=array)} writes it.
     *
     * @param file holds an array {@code features}, {@code [N, d]}, float32 or float64, which is
     *     rounded
     * @return the features
     * @throws DataException if the file is missing, damaged or of another kind
     * @throws IllegalArgumentException if a number is not finite
     */
    public static Features load(Path file) {
        Npz.Array array = Npz.read(file, "features");
        boolean twice = array.type().equals("<f8");
        if (array.shape().length != 2 || !(twice || array.type().equals("<f4"))) {
            throw Npz.damaged(
                    file,
                    "features [N, d] of type <f4 or <f8",
                    "shape %s of type %s".formatted(Arrays.toString(array.shape()), array.type()),
                    null);
        }
        int n = array.shape()[0];
        int d = array.shape()[1];
        float[] values = new float[Math.multiplyExact(n, d)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    twice ? (float) array.data().getDouble(8 * i) : array.data().getFloat(4 * i);
        }
        return new Features(values, n, d);
    }

    /** Tells the size; the numbers are too many to print. */
    @Override
    public String toString() {
        return "Features[%d x %d]".formatted(rows, dim);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features f && f.dim == dim && Arrays.equals(f.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + dim;
    }
}
