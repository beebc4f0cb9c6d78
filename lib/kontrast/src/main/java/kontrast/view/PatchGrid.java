package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import kontrast.tensor.Transfer;

/**
 * Cuts a grid of patches out of every image, with gaps between them, each moved a little.
 *
 * <pre>
 *   top[b, i] = corner_y[b] + floor(i / g) (p + gap) + dy[b, i]      dy, dx ~ U{-jitter .. jitter}
 *   left[b, i] = corner_x[b] + (i mod g) (p + gap) + dx[b, i]        i = 0 .. g g - 1
 *   out[b, i] = image[b][.., top .. top + p - 1, left .. left + p - 1]
 * </pre>
 *
 * <p>The corner is drawn uniformly from the places where no patch can leave the image. Doersch et
 * al., Unsupervised visual representation learning by context prediction, 2015, section 3.1 (g = 3,
 * p = 96, gap = 48, jitter = 7). The tiles of Noroozi and Favaro, Unsupervised learning of visual
 * representations by solving jigsaw puzzles, 2016, section 3.3, are the same: a tile of 64 pixels
 * anywhere in its cell of 75 is gap = 11, jitter = 5.
 *
 * <p>Without gap and jitter, lines continue from patch to patch, and show the position of a patch without a look at its
 * content.
 *
 * @param cells g, patches along each side, at least 1
 * @param patch p, rows and columns of a patch in pixels, at least 1
 * @param gap pixels between neighbours, at least 0
 * @param jitter by how many pixels a patch moves at most, in each direction, at least 0; more than
 *     half the gap lets neighbours overlap
 */
public record PatchGrid(int cells, int patch, int gap, int jitter) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public PatchGrid {
        if (cells < 1 || patch < 1 || gap < 0 || jitter < 0) {
            throw new IllegalArgumentException(
                    "a grid needs at least 1 cell and 1 pixel a patch, and a gap and jitter of at least 0, found %d, %d, %d and %d"
                            .formatted(cells, patch, gap, jitter));
        }
    }

    /** Returns the same grid without gap and jitter. */
    public PatchGrid withoutPrecautions() {
        return new PatchGrid(cells, patch, 0, 0);
    }

    /** Returns the number of patches of an image, g g. */
    public int count() {
        return cells * cells;
    }

    /**
     * Returns the shape of all patches of one image.
     *
     * @param channels C, channels of the image
     * @return {@code (g g, C, p, p)}
     */
    public Shape shape(long channels) {
        return new Shape(count(), channels, patch, patch);
    }

    /** Returns the side of the smallest image that the grid fits in: g p + (g - 1) gap + 2 jitter, in pixels. */
    public int side() {
        return cells * patch + (cells - 1) * gap + 2 * jitter;
    }

    /**
     * Cuts patches at random places.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of the corners and moves
     * @return {@code [B, g g, C, p, p]}, rows of the grid one after another; a new array attached
     *     to the manager of {@code images}
     * @throws IllegalArgumentException if the grid does not fit in the image
     */
    public NDArray cut(NDArray images, RandomGenerator random) {
        Shape s = images.getShape();
        if (s.dimension() != 4) {
            return cut(images, new int[0][], new int[0][]); // says what is wrong
        }
        int height = Math.toIntExact(s.get(2));
        int width = Math.toIntExact(s.get(3));
        if (side() > height || side() > width) {
            throw new IllegalArgumentException(
                    "%d x %d patches of %d pixels with gaps of %d and jitter %d need %d x %d pixels, found images of %d x %d"
                            .formatted(cells, cells, patch, gap, jitter, side(), side(), height, width));
        }
        int batch = Math.toIntExact(s.get(0));
        int[][] tops = new int[batch][count()];
        int[][] lefts = new int[batch][count()];
        for (int b = 0; b < batch; b++) {
            int cornerY = jitter + random.nextInt(height - side() + 1);
            int cornerX = jitter + random.nextInt(width - side() + 1);
            for (int i = 0; i < count(); i++) {
                int dy = random.nextInt(2 * jitter + 1) - jitter;
                int dx = random.nextInt(2 * jitter + 1) - jitter;
                tops[b][i] = cornerY + i / cells * (patch + gap) + dy;
                lefts[b][i] = cornerX + i % cells * (patch + gap) + dx;
            }
        }
        return cut(images, tops, lefts);
    }

    /**
     * Cuts patches at given places.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param tops {@code [B][n]}, first rows
     * @param lefts {@code [B][n]}, first columns
     * @return {@code [B, n, C, p, p]}, a new array attached to the manager of {@code images}
     * @throws IllegalArgumentException if a patch leaves its image, or the places are not B times n
     */
    public NDArray cut(NDArray images, int[][] tops, int[][] lefts) {
        return Pixels.transform(images, "PatchGrid", x -> {
            Shape s = x.getShape();
            long b = s.get(0);
            long c = s.get(1);
            Pixels.checkCount(tops.length, b);
            Pixels.checkCount(lefts.length, b);
            NDArray top = places(x, tops, s.get(2)); // [B, n, 1, 1]
            NDArray left = places(x, lefts, s.get(3));
            long n = top.getShape().get(1);
            NDManager manager = x.getManager();
            NDArray pixel = manager.arange(0, patch, 1, DataType.INT64); // [p]
            NDArray rows = top.add(pixel.reshape(1, 1, patch, 1)); // [B, n, p, 1]
            NDArray columns = left.add(pixel.reshape(1, 1, 1, patch)); // [B, n, 1, p]
            NDArray index = rows.mul(s.get(3)).add(columns); // [B, n, p, p]
            long values = n * patch * patch;
            return x.reshape(b, c, s.get(2) * s.get(3))
                    .gather(index.reshape(b, 1, values).broadcast(b, c, values), 2)
                    .reshape(b, c, n, patch, patch)
                    .swapAxes(1, 2); // [B, n, C, p, p]
        });
    }

    private NDArray places(NDArray images, int[][] places, long size) {
        int n = places[0].length;
        long[] flat = new long[places.length * n];
        for (int b = 0; b < places.length; b++) {
            if (places[b].length != n) {
                throw new IllegalArgumentException(
                        "every image needs the same number of patches, found %d and %d".formatted(n, places[b].length));
            }
            for (int i = 0; i < n; i++) {
                if (places[b][i] < 0 || places[b][i] + patch > size) {
                    throw new IllegalArgumentException(
                            "patch %d of image %d leaves its image: %d pixels from place %d of %d"
                                    .formatted(i, b, patch, places[b][i], size));
                }
                flat[b * n + i] = places[b][i];
            }
        }
        return Transfer.send(images.getManager(), flat, places.length, n, 1, 1);
    }
}
