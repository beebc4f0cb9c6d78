package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class PixelPatchesTest {

    @Test
    void onePixelIsItsColour() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray x = manager.randomUniform(0, 1, new Shape(2, 3, 4, 5));
            assertEquals(x, new PixelPatches(1).colours(x));
        }
    }

    @Test
    void threeByThreeAreTheNeighboursWithTheEdgeHeld() {
        int h = 3;
        int w = 4;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray x = manager.randomUniform(0, 1, new Shape(1, 2, h, w));
            float[] pixels = x.toFloatArray();
            float[] expected = new float[2 * 9 * h * w];
            for (int k = 0; k < 9; k++) {
                for (int c = 0; c < 2; c++) {
                    for (int p = 0; p < h * w; p++) {
                        int row = Math.min(h - 1, Math.max(0, p / w + k / 3 - 1));
                        int column = Math.min(w - 1, Math.max(0, p % w + k % 3 - 1));
                        expected[(2 * k + c) * h * w + p] = pixels[c * h * w + row * w + column];
                    }
                }
            }
            NDArray found = new PixelPatches(3).colours(x);
            assertEquals(new Shape(1, 18, h, w), found.getShape());
            assertArrayEquals(expected, found.toFloatArray());
        }
    }

    @Test
    void aPatchHasAMiddle() {
        assertThrows(IllegalArgumentException.class, () -> new PixelPatches(2));
        assertThrows(IllegalArgumentException.class, () -> new PixelPatches(0));
    }
}
