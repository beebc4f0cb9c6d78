package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.Test;

class MaskTest extends ViewFixture {

    private final RandomGenerator random = new SplittableRandom(3);

    private static double[][][] inside(List<Box> boxes, int border, int height, int width) {
        double[][][] out = new double[1][height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (Box box : boxes) {
                    if (y >= box.top() - border
                            && y < box.top() + box.height() + border
                            && x >= box.left() - border
                            && x < box.left() + box.width() + border) {
                        out[0][y][x] = 1;
                    }
                }
            }
        }
        return out;
    }

    @Test
    void maskEqualsTheDefinition() {
        List<List<Box>> boxes = Mask.blocks(3, 2, 6).draw(images, random);
        for (int border : new int[] {0, 2}) {
            NDArray found = Mask.indicator(images, border, boxes);
            assertSame((x, b) -> inside(boxes.get(b), border, 14, 11), found);
            assertCaught("boxes of the first image for all", (x, b) -> inside(boxes.get(0), border, 14, 11), found);
            assertCaught("one box for three", (x, b) -> inside(boxes.get(b).subList(0, 1), border, 14, 11), found);
            assertCaught("another border", (x, b) -> inside(boxes.get(b), border + 1, 14, 11), found);
        }
    }

    @Test
    void boxesLieInTheImageAndInTheirRange() {
        Set<Integer> sides = new HashSet<>();
        Set<Integer> tops = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            for (Box box : Mask.blocks(2, 2, 5).draw(8, 9, random)) {
                assertTrue(box.top() + box.height() <= 8 && box.left() + box.width() <= 9);
                sides.add(box.height());
                tops.add(box.top());
            }
        }
        assertEquals(Set.of(2, 3, 4, 5), sides);
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), tops);
        assertEquals(List.of(new Box(8, 8, 16, 16)), Mask.central(16).draw(32, 32, random));
    }

    @Test
    void badMasksAreTold() {
        assertThrows(IllegalArgumentException.class, () -> Mask.central(0));
        assertThrows(IllegalArgumentException.class, () -> Mask.blocks(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Mask.blocks(1, 3, 2));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Mask.central(12).draw(images, random))
                .getMessage();
        assertTrue(message.contains("14 x 11"), message);
        assertThrows(IllegalArgumentException.class, () -> Mask.indicator(images, 0, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Mask.indicator(images, -1, Mask.central(3).draw(images, random)));
    }
}
