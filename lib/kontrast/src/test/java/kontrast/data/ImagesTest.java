package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagesTest {

    /** Three images of 2 channels, 2 rows, 3 columns whose value tells the place. */
    private static byte[] counted() {
        byte[] pixels = new byte[3 * 2 * 2 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (7 * i); // up to 245: bytes above 127 are negative in Java
        }
        return pixels;
    }

    @Test
    void tensorHasEachPixelAtItsPlace() {
        Images images = Images.of(counted(), 2, 2, 3);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray tensor = images.tensor(manager, 2, 0, 2);
            assertEquals(new Shape(3, 2, 2, 3), tensor.getShape());
            int[] chosen = {2, 0, 2};
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 2; c++) {
                    for (int y = 0; y < 2; y++) {
                        for (int x = 0; x < 3; x++) {
                            int place = ((chosen[b] * 2 + c) * 2 + y) * 3 + x;
                            // One division in float: exact to half a unit in the last place.
                            assertEquals(7 * place / 255f, tensor.getFloat(b, c, y, x), Math.ulp(1f));
                        }
                    }
                }
            }
            assertArrayEquals(
                    images.tensor(manager, 0, 1, 2).toFloatArray(),
                    images.tensor(manager).toFloatArray());
        }
    }

    @Test
    void valuesLieInZeroToOneWithBothEnds() {
        Images images = Images.of(new byte[] {0, (byte) 255}, 1, 1, 2);
        try (NDManager manager = NDManager.newBaseManager()) {
            // Bytes taken as signed would give -1/255 for white.
            assertArrayEquals(new float[] {0, 1}, images.tensor(manager).toFloatArray());
        }
    }

    @Test
    void nothingOutsideCanChangeThem() {
        byte[] pixels = counted();
        int[] labels = {1, 0, 1};
        Images images = Images.of(pixels, 2, 2, 3).labelled(labels, List.of("a", "b"));
        pixels[0] = 99;
        labels[0] = 0;
        images.labels()[1] = 1;
        images.bytes()[1] = 99;
        assertArrayEquals(counted(), images.bytes());
        assertArrayEquals(new int[] {1, 0, 1}, images.labels());
    }

    @Test
    void subsetKeepsPixelsAndLabelsTogether() {
        Images images = Images.of(counted(), 2, 2, 3).labelled(new int[] {0, 1, 2}, List.of("a", "b", "c"));
        Images some = images.subset(2, 0, 2);
        assertEquals(3, some.size());
        assertArrayEquals(new int[] {2, 0, 2}, some.labels());
        assertEquals((byte) (7 * 24), some.bytes()[0]);
        assertEquals((byte) 0, some.bytes()[12]);
        assertEquals(0, images.subset().size());
    }

    @Test
    void mistakesAreNamed() {
        String size = assertThrows(IllegalArgumentException.class, () -> Images.of(new byte[13], 3, 2, 2))
                .getMessage();
        assertTrue(size.contains("3 x 2 x 2") && size.contains("13 bytes"), size);
        Images images = Images.of(counted(), 2, 2, 3);
        assertFalse(images.isLabelled());
        assertThrows(IllegalStateException.class, images::labels);
        assertThrows(IllegalArgumentException.class, () -> images.labelled(new int[2], List.of("a")));
        String label = assertThrows(
                        IllegalArgumentException.class, () -> images.labelled(new int[] {0, 1, 0}, List.of("a")))
                .getMessage();
        assertEquals("label 1 of image 1 is not in 0 to 0", label);
        assertThrows(IndexOutOfBoundsException.class, () -> images.subset(3));
        assertThrows(IndexOutOfBoundsException.class, () -> images.subset(-1));
    }

    /** Row by row; a transposed or a cornered copy would put the pixels elsewhere. */
    @Test
    void aFrameIsBlackAroundAndGreyInAllChannels() {
        Images grey = Images.of(new byte[] {1, 2, 3, 4, 5, 6}, 1, 2, 3).labelled(new int[] {0}, List.of("a"));
        Images framed = grey.framed(6);
        assertEquals("1 images, 3 x 6 x 6, 1 classes", framed.toString());
        byte[] plane = new byte[36];
        for (int i = 0; i < 6; i++) {
            plane[(2 + i / 3) * 6 + 1 + i % 3] = (byte) (i + 1);
        }
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(plane, Arrays.copyOfRange(framed.bytes(), 36 * c, 36 * c + 36));
        }
        byte[] colours = new byte[24];
        colours[16] = 9; // the second image's second channel, first pixel
        Images two = Images.of(colours, 3, 2, 2);
        assertArrayEquals(colours, two.framed(2).bytes());
        assertEquals(9, two.framed(4).bytes()[(3 + 1) * 16 + 5]);
        assertThrows(IllegalArgumentException.class, () -> grey.framed(2));
        assertThrows(
                IllegalArgumentException.class,
                () -> Images.of(counted(), 2, 2, 3).framed(4));
    }
}
