package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

/**
 * Cuts a square of a fixed size out of every image, at a random place, and resizes nothing.
 *
 * @param size rows and columns of the square, in pixels, at least 1
 */
public record RandomCrop(int size) implements OfPixels {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if {@code size} is below 1
     */
    public RandomCrop {
        if (size < 1) {
            throw new IllegalArgumentException("size = %d is not at least 1 pixel".formatted(size));
        }
    }

    /**
     * Draws a square of every image.
     *
     * @throws IllegalArgumentException if the images are smaller than the square
     */
    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        Shape s = images.getShape();
        if (s.dimension() == 4 && (s.get(2) < size || s.get(3) < size)) {
            throw new IllegalArgumentException(
                    "a crop of %d pixels does not fit into images of %d x %d".formatted(size, s.get(2), s.get(3)));
        }
        var boxes = new RandomResizedCrop.Box[s.dimension() == 4 ? (int) s.get(0) : 0];
        for (int b = 0; b < boxes.length; b++) {
            int top = random.nextInt((int) s.get(2) - size + 1);
            int left = random.nextInt((int) s.get(3) - size + 1);
            boxes[b] = new RandomResizedCrop.Box(top, left, size, size);
        }
        return RandomResizedCrop.crop(images, size, size, boxes);
    }
}
