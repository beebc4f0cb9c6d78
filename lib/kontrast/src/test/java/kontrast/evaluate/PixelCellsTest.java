package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cells whose pixels are the same have the same features; cells that look different have not. */
class PixelCellsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray noise() {
        RandomGenerator random = Seeds.stream(4, "cells", 0);
        float[] values = new float[3 * 24 * 24];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return manager.create(values, new Shape(1, 3, 24, 24));
    }

    private static double dot(NDArray f, int row, int column, NDArray g, int otherRow, int otherColumn) {
        return f.get("0, :, {}, {}", row, column)
                .dot(g.get("0, :, {}, {}", otherRow, otherColumn))
                .getFloat();
    }

    /** A picture that moves by one cell: the feature moves along, away from the edge. Rows for columns would not pass. */
    @Test
    void lightnessMovesAlong() {
        NDArray frame = noise();
        NDArray moved = frame.get(":, :, :, 4:").concat(frame.get(":, :, :, :4"), 3); // to the left
        PixelCells cells = new PixelCells(4, 5);
        NDArray f = cells.lightness(frame);
        NDArray g = cells.lightness(moved);
        assertEquals(new Shape(1, 144, 6, 6), f.getShape());
        assertEquals(25, dot(f, 2, 3, g, 2, 2), 1e-3, "of itself: the square of the length");
        assertTrue(dot(f, 2, 3, g, 2, 3) < 12, "of another place");
        assertTrue(dot(f, 2, 3, g, 3, 3) < 12, "of another row");
    }

    /** Lightness does not know colour, and colour does not know lightness. */
    @Test
    void colourIsWhatLightnessLacks() {
        NDArray one = manager.ones(new Shape(1, 1, 8, 8));
        NDArray red = one.mul(0.8f).concat(one.mul(0.2f), 1).concat(one.mul(0.2f), 1);
        NDArray blue = one.mul(0.2f).concat(one.mul(0.2f), 1).concat(one.mul(0.8f), 1);
        PixelCells cells = new PixelCells(4, 1);
        assertEquals(1, dot(cells.colour(red), 0, 0, cells.colour(red), 1, 1), 1e-5);
        assertTrue(dot(cells.colour(red), 0, 0, cells.colour(blue), 0, 0) < 0.7);
        assertEquals(0, cells.lightness(red).abs().max().getFloat(), 0, "nothing to see on an even frame");
    }

    @Test
    void cellsMustFit() {
        assertThrows(IllegalArgumentException.class, () -> new PixelCells(5, 1).colour(noise()));
        assertThrows(IllegalArgumentException.class, () -> new PixelCells(4, 0));
    }
}
