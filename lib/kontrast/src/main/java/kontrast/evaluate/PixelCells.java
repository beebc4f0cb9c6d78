package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;
import kontrast.view.Lab;

/**
 * Features of the cells of frames that need no network: what can be followed by comparing pixels, or colours.
 *
 * <pre>
 *   lightness   f = r v / |v|,   v = the L of the pixels in the cell and the eight around it, less their mean
 *   colour      f = r v / |v|,   v = (a, b, 25), the mean colour of the cell; the 25 tells grey from colour
 * </pre>
 *
 * <p>L, a, b as in {@link Lab#of}; beyond the edge lies what is at the edge. Features have the length r, so that r^2 /
 * T is the largest exponent of an attention with temperature T. Where all pixels are alike, f is 0.
 *
 * @param cell pixels along a side of a cell, at least 1
 * @param length r, above 0
 */
public record PixelCells(int cell, double length) {

    private static final float GREY = 25; // of a and b, which reach about 100

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PixelCells {
        if (cell < 1 || !(length > 0)) {
            throw new IllegalArgumentException(
                    "cell must be at least 1 and length above 0, found %d and %s".formatted(cell, length));
        }
    }

    /**
     * Returns the lightness around each cell.
     *
     * @param rgb {@code [B, 3, H, W]}, whose sides are whole numbers of cells; left unchanged
     * @return {@code [B, 9 cell^2, h, w]}; belongs to the manager of {@code rgb}
     * @throws IllegalArgumentException if the cells do not fit
     */
    public NDArray lightness(NDArray rgb) {
        Shape s = checked(rgb);
        int high = Math.toIntExact(s.get(2));
        int wide = Math.toIntExact(s.get(3));
        float[] lab = Transfer.floats(Lab.of(rgb));
        int patch = 3 * cell;
        return features(rgb, patch * patch, (b, row, column, v) -> {
            float mean = 0;
            for (int i = 0; i < v.length; i++) {
                int y = Math.min(high - 1, Math.max(0, (row - 1) * cell + i / patch));
                int x = Math.min(wide - 1, Math.max(0, (column - 1) * cell + i % patch));
                v[i] = lab[(3 * b * high + y) * wide + x];
                mean += v[i] / v.length;
            }
            for (int i = 0; i < v.length; i++) {
                v[i] -= mean;
            }
        });
    }

    /**
     * Returns the colour of each cell.
     *
     * @param rgb {@code [B, 3, H, W]}, whose sides are whole numbers of cells; left unchanged
     * @return {@code [B, 3, h, w]}; belongs to the manager of {@code rgb}
     * @throws IllegalArgumentException if the cells do not fit
     */
    public NDArray colour(NDArray rgb) {
        Shape s = checked(rgb);
        int high = Math.toIntExact(s.get(2));
        int wide = Math.toIntExact(s.get(3));
        float[] lab = Transfer.floats(Lab.of(rgb));
        return features(rgb, 3, (b, row, column, v) -> {
            for (int i = 0; i < cell * cell; i++) {
                int at = (row * cell + i / cell) * wide + column * cell + i % cell;
                v[0] += lab[(3 * b + 1) * high * wide + at] / (cell * cell);
                v[1] += lab[(3 * b + 2) * high * wide + at] / (cell * cell);
            }
            v[2] = GREY;
        });
    }

    /** Fills the vector of one cell, which is 0 before. */
    private interface Filling {
        void fill(int image, int row, int column, float... v);
    }

    private NDArray features(NDArray rgb, int size, Filling filling) {
        Shape s = rgb.getShape();
        int images = Math.toIntExact(s.get(0));
        int rows = Math.toIntExact(s.get(2) / cell);
        int columns = Math.toIntExact(s.get(3) / cell);
        float[] all = new float[images * size * rows * columns];
        for (int b = 0; b < images; b++) {
            for (int p = 0; p < rows * columns; p++) {
                float[] v = new float[size];
                filling.fill(b, p / columns, p % columns, v);
                double squares = 0;
                for (float x : v) {
                    squares += x * x;
                }
                double scale = squares > 1e-6 ? length / Math.sqrt(squares) : 0;
                for (int i = 0; i < size; i++) {
                    all[(b * size + i) * rows * columns + p] = (float) (scale * v[i]);
                }
            }
        }
        return Transfer.send(rgb.getManager(), all, images, size, rows, columns);
    }

    private Shape checked(NDArray rgb) {
        Shape s = rgb.getShape();
        if (s.dimension() != 4 || s.get(1) != 3 || s.get(2) % cell != 0 || s.get(3) % cell != 0) {
            throw new IllegalArgumentException(
                    "expected RGB frames [B, 3, H, W] of whole cells of %d pixels, found %s".formatted(cell, s));
        }
        return s;
    }
}
