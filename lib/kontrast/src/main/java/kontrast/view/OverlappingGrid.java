package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Cuts images into a grid of patches that overlap where the stride is smaller than a patch.
 *
 * <pre>
 *   patch (r, c) = x[.., y0 + stride r : + patch, x0 + stride c : + patch]
 *   rows R = 1 + floor((H - patch) / stride), and so the columns
 * </pre>
 *
 * <p>What the grid does not cover is left over evenly on both sides: (y0, x0) is half of it.
 *
 * @param patch rows and columns of a patch, in pixels, at least 1
 * @param stride pixels from one patch to the next, at least 1
 */
public record OverlappingGrid(int patch, int stride) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public OverlappingGrid {
        if (patch < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "patch and stride must be at least 1 pixel, found %d and %d".formatted(patch, stride));
        }
    }

    /**
     * Returns the grid for images of about 32 pixels: 5 x 5 patches of 10 pixels with stride 5 on a
     * crop of 30, as Hénaff et al. (2020) take on CIFAR-10.
     *
     * @return patch 10, stride 5
     */
    public static OverlappingGrid cifar() {
        return new OverlappingGrid(10, 5);
    }

    /**
     * Returns the grid of a crop of 64 pixels: 7 x 7 patches of 16 with stride 8, the quarter of
     * the grid that van den Oord et al. (2018) take on ImageNet (256, 64 and 32).
     *
     * @return patch 16, stride 8
     */
    public static OverlappingGrid paper() {
        return new OverlappingGrid(16, 8);
    }

    /**
     * Returns the number of patches along a side.
     *
     * @param length H or W, in pixels
     * @return R or C, at least 1
     * @throws IllegalArgumentException if not one patch fits
     */
    public int along(long length) {
        if (length < patch) {
            throw new IllegalArgumentException(
                    "a patch of %d pixels does not fit into %d; choose a smaller patch".formatted(patch, length));
        }
        return Math.toIntExact(1 + (length - patch) / stride);
    }

    /**
     * Returns where the first patch begins: half of what the grid does not cover.
     *
     * @param length H or W, in pixels
     * @return y0 or x0, in pixels
     * @throws IllegalArgumentException if not one patch fits
     */
    public int from(long length) {
        return Math.toIntExact((length - patch - (long) stride * (along(length) - 1)) / 2);
    }

    /**
     * Cuts the patches.
     *
     * @param images {@code [B, K, H, W]}; left unchanged
     * @return {@code [B * R * C, K, patch, patch]}, the patches of one image together, row after
     *     row; attached to the manager of {@code images}
     * @throws IllegalArgumentException if the shape has not four dimensions or no patch fits
     */
    public NDArray cut(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4) {
            throw new IllegalArgumentException("a grid is cut from a batch [B, K, H, W], found " + shape);
        }
        NDArray rows = cut(images, 2); // [B, R, K, patch, W]
        NDArray both = cut(rows, 4); // [B, C, R, K, patch, patch]
        return both.swapAxes(1, 2).reshape(-1, shape.get(1), patch, patch);
    }

    /** Stretches along one axis, stacked behind the batch axis. */
    private NDArray cut(NDArray x, int axis) {
        long length = x.getShape().get(axis);
        int count = along(length);
        long from = from(length);
        NDList parts = new NDList(count);
        for (int i = 0; i < count; i++, from += stride) {
            NDIndex index = new NDIndex();
            for (int a = 0; a < axis; a++) {
                index.addAllDim();
            }
            parts.add(x.get(index.addSliceDim(from, from + patch).addEllipseDim()));
        }
        return NDArrays.stack(parts, 1);
    }
}
