package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Cuts a random box out of every image and resizes it.
 *
 * <p>A box covers a share s of the image's area and has the aspect ratio r = width / height, with
 *
 * <pre>
 *   s ~ U(minScale, maxScale)      ln r ~ U(ln minRatio, ln maxRatio)
 *   width = round(sqrt(s H W r))   height = round(sqrt(s H W / r))
 * </pre>
 *
 * and lies anywhere inside the image, uniformly over whole pixels. A box that does not fit is drawn
 * again; after ten draws the largest central box within the bounds of the ratio is taken.
 *
 * <p>Resizing is linear in the pixels and separable, {@code out = P x Q^T} with one {@link
 * #interpolation interpolation matrix} a sample and axis; so a whole batch is two batched matrix
 * products.
 *
 * <p>The "inception crop" of Szegedy et al., 2015, "Going deeper with convolutions", section 6,
 * with the parameters of SimCLR (Chen et al., 2020, appendix A); the same draws and the same
 * bilinear filter with antialiasing as torchvision's {@code RandomResizedCrop}.
 *
 * @param height rows of the result H', in pixels, at least 1
 * @param width columns of the result W', in pixels, at least 1
 * @param minScale smallest share of the area, in (0, maxScale]
 * @param maxScale largest share of the area, in [minScale, 1]
 * @param minRatio smallest width / height, in (0, maxRatio]
 * @param maxRatio largest width / height
 */
public record RandomResizedCrop(
        int height, int width, double minScale, double maxScale, double minRatio, double maxRatio) implements OfPixels {

    private static final int ATTEMPTS = 10;

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if a size, scale or ratio is out of its range
     */
    public RandomResizedCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("size %d x %d is not at least 1 x 1 pixel".formatted(height, width));
        }
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException(
                    "scale %s to %s is not a range of shares of the area in (0, 1]".formatted(minScale, maxScale));
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && Double.isFinite(maxRatio))) {
            throw new IllegalArgumentException(
                    "ratio %s to %s is not a range of positive numbers".formatted(minRatio, maxRatio));
        }
    }

    /**
     * Returns a square crop with the aspect ratios of the paper, 3/4 to 4/3.
     *
     * @param size rows and columns of the result, in pixels
     * @param minScale smallest share of the area, in (0, 1]; 0.08 in SimCLR
     * @return the crop with scale {@code minScale} to 1
     */
    public static RandomResizedCrop square(int size, double minScale) {
        return new RandomResizedCrop(size, size, minScale, 1, 3.0 / 4, 4.0 / 3);
    }

    /**
     * A box inside an image, in whole pixels.
     *
     * @param top first row, from 0
     * @param left first column, from 0
     * @param height rows, at least 1
     * @param width columns, at least 1
     */
    public record Box(int top, int left, int height, int width) {
        /**
         * Validates the box.
         *
         * @throws IllegalArgumentException if it starts before the image or is empty
         */
        public Box {
            if (top < 0 || left < 0 || height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "box of %d x %d pixels at row %d, column %d is empty or starts before the image"
                                .formatted(height, width, top, left));
            }
        }
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        return crop(images, height, width, boxes(images.getShape(), random));
    }

    /**
     * Cuts and resizes, and then flips, in the same two matrix products: a flip only turns the
     * order of the rows of the second matrix. Draws what the two views would draw.
     */
    NDArray mirrored(NDArray images, HorizontalFlip flip, RandomGenerator random) {
        Box[] boxes = boxes(images.getShape(), random);
        return crop(images, height, width, boxes, flip.draw(boxes.length, random));
    }

    private Box[] boxes(Shape shape, RandomGenerator random) {
        if (shape.dimension() != 4) {
            return new Box[0]; // crop says what is wrong
        }
        Box[] boxes = new Box[Math.toIntExact(shape.get(0))];
        for (int i = 0; i < boxes.length; i++) {
            boxes[i] = draw(Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(3)), random);
        }
        return boxes;
    }

    /**
     * Draws one box.
     *
     * @param imageHeight H, in pixels
     * @param imageWidth W, in pixels
     * @param random source of the numbers
     * @return a box inside the image
     */
    public Box draw(int imageHeight, int imageWidth, RandomGenerator random) {
        double area = (double) imageHeight * imageWidth;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double s = minScale + (maxScale - minScale) * random.nextDouble();
            double logRatio = Math.log(minRatio) + (Math.log(maxRatio) - Math.log(minRatio)) * random.nextDouble();
            double r = Math.exp(logRatio);
            int w = (int) Math.round(Math.sqrt(s * area * r));
            int h = (int) Math.round(Math.sqrt(s * area / r));
            if (w >= 1 && w <= imageWidth && h >= 1 && h <= imageHeight) {
                int top = random.nextInt(imageHeight - h + 1);
                int left = random.nextInt(imageWidth - w + 1);
                return new Box(top, left, h, w);
            }
        }
        int w = imageWidth;
        int h = imageHeight;
        double ratio = (double) imageWidth / imageHeight;
        if (ratio < minRatio) {
            h = Math.max(1, (int) Math.round(w / minRatio));
        } else if (ratio > maxRatio) {
            w = Math.max(1, (int) Math.round(h * maxRatio));
        }
        return new Box((imageHeight - h) / 2, (imageWidth - w) / 2, h, w);
    }

    /**
     * Cuts one given box out of every image and resizes it.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param height rows of the result H', in pixels
     * @param width columns of the result W', in pixels
     * @param boxes B boxes inside the image
     * @return {@code [B, C, H', W']} in [0, 1], attached to the manager of {@code images}
     * @throws IllegalArgumentException if the number of boxes is not B or a box leaves the image
     */
    public static NDArray crop(NDArray images, int height, int width, Box... boxes) {
        return crop(images, height, width, boxes, new boolean[boxes.length]);
    }

    private static NDArray crop(NDArray images, int height, int width, Box[] boxes, boolean[] mirrored) {
        return Pixels.compute(images, "RandomResizedCrop", x -> {
            int h = Math.toIntExact(x.getShape().get(2));
            int w = Math.toIntExact(x.getShape().get(3));
            Pixels.checkCount(boxes.length, x.getShape().get(0));
            float[] rows = new float[boxes.length * height * h];
            float[] columns = new float[boxes.length * width * w];
            for (int i = 0; i < boxes.length; i++) {
                Box box = boxes[i];
                fill(rows, i * height * h, h, box.top, box.height, height, false);
                fill(columns, i * width * w, w, box.left, box.width, width, mirrored[i]);
            }
            return Pixels.separable(x, rows, columns);
        });
    }

    /**
     * Returns the matrix that cuts the pixels {@code start .. start + length - 1} out of a line of
     * {@code in} pixels and resizes them to {@code out} pixels: {@code y = P x}.
     *
     * <pre>
     *   P[i][start + j] = w(i, j) / sum over j' of w(i, j'),   0 &lt;= j, j' &lt; length
     *   w(i, j) = max(0, 1 - |(j + 1/2) - (i + 1/2) scale| / max(scale, 1)),   scale = length / out
     * </pre>
     *
     * Pixel centres lie at halves. Enlarging ({@code scale <= 1}) is linear interpolation between
     * the two nearest pixels; shrinking widens the triangle to {@code scale} pixels, so that every
     * pixel of the crop counts and fine stripes do not alias. Pixels outside the crop have weight
     * 0.
     *
     * @param in pixels of the line, at least 1
     * @param start first pixel of the crop, from 0
     * @param length pixels of the crop, at least 1; {@code start + length <= in}
     * @param out pixels of the result, at least 1
     * @return {@code [out][in]}; every row is non-negative and sums to 1
     * @throws IllegalArgumentException if the crop leaves the line or a size is below 1
     */
    public static double[][] interpolation(int in, int start, int length, int out) {
        checkCrop(in, start, length, out);
        double[][] matrix = new double[out][in];
        for (int i = 0; i < out; i++) {
            row(matrix[i], start, length, out, i);
        }
        return matrix;
    }

    private static void fill(float[] target, int offset, int in, int start, int length, int out, boolean mirrored) {
        checkCrop(in, start, length, out);
        double[] row = new double[in];
        for (int i = 0; i < out; i++) {
            Arrays.fill(row, 0);
            row(row, start, length, out, mirrored ? out - 1 - i : i);
            for (int j = start; j < start + length; j++) {
                target[offset + i * in + j] = (float) row[j];
            }
        }
    }

    private static void row(double[] row, int start, int length, int out, int i) {
        double scale = (double) length / out;
        double reach = Math.max(scale, 1);
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) Math.floor(centre - reach - 0.5));
        int to = Math.min(length, (int) Math.ceil(centre + reach + 0.5));
        double sum = 0;
        for (int j = from; j < to; j++) {
            double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
            row[start + j] = weight;
            sum += weight;
        }
        for (int j = from; j < to; j++) {
            row[start + j] /= sum;
        }
    }

    private static void checkCrop(int in, int start, int length, int out) {
        if (out < 1 || length < 1 || start < 0 || start + length > in) {
            throw new IllegalArgumentException(
                    "a crop of %d pixels from pixel %d, resized to %d, does not fit into %d pixels"
                            .formatted(length, start, out, in));
        }
    }
}
