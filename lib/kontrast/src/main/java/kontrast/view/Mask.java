package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.view.RandomResizedCrop.Box;

/**
 * Chooses which pixels of an image are hidden: a union of boxes, drawn for each image on its own.
 */
@FunctionalInterface
public interface Mask {

    /**
     * Draws the hidden boxes of one image.
     *
     * @param height H, in pixels
     * @param width W, in pixels
     * @param random source of the numbers
     * @return at least one box inside the image; every image of a batch gets as many
     * @throws IllegalArgumentException if the boxes do not fit in the image
     */
    List<Box> draw(int height, int width, RandomGenerator random);

    /**
     * Draws the hidden boxes of every image of a batch.
     *
     * @param images {@code [B, C, H, W]}
     * @param random source of the numbers
     * @return B lists of boxes
     */
    default List<List<Box>> draw(NDArray images, RandomGenerator random) {
        Shape s = images.getShape();
        List<List<Box>> all = new ArrayList<>();
        for (int b = 0; b < s.get(0); b++) {
            all.add(draw(Math.toIntExact(s.get(2)), Math.toIntExact(s.get(3)), random));
        }
        return all;
    }

    /**
     * Returns where the boxes lie, each grown by a border.
     *
     * @param images {@code [B, C, H, W]}, whose size and manager the result takes
     * @param border pixels by which each box grows on all sides, at least 0; it ends at the image's
     *     edge
     * @param boxes B lists, equally long
     * @return {@code [B, 1, H, W]}, float32: 1 inside a box, 0 outside
     * @throws IllegalArgumentException if the lists are not B or not equally long, or the border is
     *     negative
     */
    static NDArray indicator(NDArray images, int border, List<List<Box>> boxes) {
        if (border < 0) {
            throw new IllegalArgumentException("a border is at least 0 pixels, found " + border);
        }
        return Pixels.compute(images, "Mask", x -> {
            Shape s = x.getShape();
            Pixels.checkCount(boxes.size(), s.get(0));
            int n = boxes.get(0).size();
            int h = Math.toIntExact(s.get(2));
            int w = Math.toIntExact(s.get(3));
            float[] rows = new float[boxes.size() * n * h];
            float[] columns = new float[boxes.size() * n * w];
            for (int b = 0; b < boxes.size(); b++) {
                if (boxes.get(b).size() != n) {
                    throw new IllegalArgumentException("every image needs the same number of boxes, found %d and %d"
                            .formatted(n, boxes.get(b).size()));
                }
                for (int i = 0; i < n; i++) {
                    Box box = boxes.get(b).get(i);
                    int at = b * n + i;
                    fill(rows, at * h, h, box.top() - border, box.height() + 2 * border);
                    fill(columns, at * w, w, box.left() - border, box.width() + 2 * border);
                }
            }
            NDArray right = Pixels.tensor(x, columns, s.get(0), n, w); // [B, n, W]
            NDArray left = Pixels.tensor(x, rows, s.get(0), n, h).swapAxes(1, 2);
            // [B, H, W]: in how many boxes a pixel lies; compute() clips that to 1
            return left.batchMatMul(right).expandDims(1);
        });
    }

    private static void fill(float[] line, int offset, int size, int from, int length) {
        for (int i = Math.max(0, from); i < Math.min(size, from + length); i++) {
            line[offset + i] = 1;
        }
    }

    /**
     * Returns the mask that hides a square in the middle.
     *
     * @param side rows and columns of the square, in pixels, at least 1; half of the image's in the
     *     paper
     * @return the mask
     * @throws IllegalArgumentException if {@code side} is below 1
     */
    static Mask central(int side) {
        return new Central(side);
    }

    /**
     * Returns the mask that hides several boxes anywhere, which may overlap.
     *
     * @param count boxes in an image, at least 1
     * @param minSide fewest rows and columns of a box, in pixels, at least 1
     * @param maxSide most rows and columns of a box, in pixels
     * @return the mask
     * @throws IllegalArgumentException if a number is out of its range
     */
    static Mask blocks(int count, int minSide, int maxSide) {
        return new Blocks(count, minSide, maxSide);
    }

    /**
     * Hides a square in the middle.
     *
     * @param side rows and columns of the square
     */
    record Central(int side) implements Mask {
        /**
         * Validates the size.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Central {
            if (side < 1) {
                throw new IllegalArgumentException("a hidden square has a side of at least 1 pixel, found " + side);
            }
        }

        @Override
        public List<Box> draw(int height, int width, RandomGenerator random) {
            if (side > height || side > width) {
                throw new IllegalArgumentException(
                        "a square of %d pixels does not fit in an image of %d x %d".formatted(side, height, width));
            }
            return List.of(new Box((height - side) / 2, (width - side) / 2, side, side));
        }
    }

    /**
     * Hides several boxes.
     *
     * @param count boxes in an image
     * @param minSide fewest rows and columns of a box
     * @param maxSide most rows and columns of a box
     */
    record Blocks(int count, int minSide, int maxSide) implements Mask {
        /**
         * Validates the sizes.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Blocks {
            if (count < 1 || minSide < 1 || maxSide < minSide) {
                throw new IllegalArgumentException(
                        "expected at least 1 box with sides from 1 pixel up, found %d boxes of %d to %d pixels"
                                .formatted(count, minSide, maxSide));
            }
        }

        @Override
        public List<Box> draw(int height, int width, RandomGenerator random) {
            if (maxSide > height || maxSide > width) {
                throw new IllegalArgumentException("a box of up to %d pixels does not fit in an image of %d x %d"
                        .formatted(maxSide, height, width));
            }
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int h = minSide + random.nextInt(maxSide - minSide + 1);
                int w = minSide + random.nextInt(maxSide - minSide + 1);
                boxes.add(new Box(random.nextInt(height - h + 1), random.nextInt(width - w + 1), h, w));
            }
            return boxes;
        }
    }
}
