package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views of one scene: aligned where they share a draw, and of the same image in every row. */
class MultiviewTest {

    private static final View CROP = Views.simclr(12, Views.Options.none().with(o -> {
        o.minScale = 0.3;
        o.flip = 0.5;
    }));

    private NDManager manager;
    private NDArray images;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        images = Naive.tensor(manager, Naive.images(5, 3, 12, 12, new SplittableRandom(1)));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** L and ab of the same crops: together they are Lab of what the crop alone gives. */
    @Test
    void sharedViewsAreAligned() {
        NDList views = Multiview.lab(CROP).draw(images, new SplittableRandom(7));
        NDArray crop = CROP.apply(images, new SplittableRandom(7));
        NDArray lab = new Lab().apply(crop, new SplittableRandom(7));
        assertEquals(lab, views.get(0).concat(views.get(1), 1));
        NDArray other = CROP.apply(images, new SplittableRandom(8));
        assertTrue(
                new Lab()
                                .apply(other, new SplittableRandom(7))
                                .sub(lab)
                                .abs()
                                .max()
                                .getFloat()
                        > 0.1,
                "another draw must differ");
    }

    @Test
    void eachViewIsDrawnAnew() {
        Multiview same = Multiview.channels(Views.unchanged(), 1, 1, 1);
        NDArray grey = images.get(":, 0:1").repeat(1, 3); // three equal channels
        NDList aligned = same.draw(grey, new SplittableRandom(7));
        assertEquals(aligned.get(0), aligned.get(2));
        NDList drawn = same.withEach(CROP).draw(grey, new SplittableRandom(7));
        assertTrue(drawn.get(0).sub(drawn.get(1)).abs().max().getFloat() > 0.1);
    }

    @Test
    void plainViewsAreThoseOfTheImagesAsTheyAre() {
        Multiview lab = Multiview.lab(CROP).withEach(new HorizontalFlip(0.5));
        NDList plain = lab.plain(images, Multiview.COLOUR, Multiview.LIGHTNESS);
        NDArray whole = new Lab().apply(images, new SplittableRandom(1));
        assertEquals(whole.get(":, 1:3"), plain.get(0));
        assertEquals(whole.get(":, 0:1"), plain.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> lab.plain(images, 2));
    }

    @Test
    void drawingsOfASceneAreItsViews() {
        NDArray scenes = images.concat(images.mul(0.5), 1).concat(images.mul(0.25), 1); // 3 styles
        Multiview styles = Multiview.styles(Views.unchanged(), 3);
        NDList views = styles.draw(scenes, new SplittableRandom(1));
        assertEquals(3, views.size());
        assertEquals(images, views.get(0));
        assertEquals(images.mul(0.25), views.get(2));
        assertEquals(
                List.of(new Shape(1, 3, 12, 12), new Shape(1, 3, 12, 12), new Shape(1, 3, 12, 12)),
                styles.shapes(new Shape(9, 12, 12)));
        assertEquals(
                List.of(new Shape(1, 1, 12, 12), new Shape(1, 2, 12, 12)),
                Multiview.lab(CROP).shapes(new Shape(3, 16, 16)));
    }

    @Test
    void leavesOnlyTheViewsBehind() {
        int before = manager.getManagedArrays().size();
        Multiview.lab(CROP).withEach(new HorizontalFlip(0.5)).draw(images, new SplittableRandom(1));
        assertEquals(before + 2, manager.getManagedArrays().size());
        Multiview.lab(CROP).plain(images, 0);
        assertEquals(before + 3, manager.getManagedArrays().size());
    }

    @Test
    void oneViewIsNotEnough() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Multiview.channels(Views.unchanged(), 3))
                .getMessage()
                .contains("at least 2"));
        assertThrows(IllegalArgumentException.class, () -> Multiview.styles(Views.unchanged(), -1));
    }
}
