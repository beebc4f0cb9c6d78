package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A batch of images as tensor and as numbers, and comparisons with the definitions of views. */
abstract class ViewFixture {

    /**
     * Pixels are float32 near 1, with a rounding unit of 6e-8; a pixel is a weighted mean of up to
     * some hundred pixels or a dozen operations, so errors stay below some ten units. The wrong
     * variants of the tests differ by more than a grey level, 4e-3.
     */
    static final double ROUNDING = 2e-6;

    static final double GREY_LEVEL = 1.0 / 255;

    NDManager manager;
    double[][][][] batch;
    NDArray images;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        // 5 images, not square: a swap of rows and columns cannot hide.
        batch = Naive.images(5, 3, 14, 11, new SplittableRandom(1));
        images = Naive.tensor(manager, batch);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Compares with a function of the single images and their places in the batch. */
    void assertSame(Naive.PerImage expected, NDArray found) {
        assertSame(Naive.map(batch, expected), found);
    }

    void assertSame(double[][][][] expected, NDArray found) {
        assertEquals(0, Naive.distance(found, expected), ROUNDING);
    }

    void assertCaught(String variant, Naive.PerImage wrong, NDArray found) {
        assertCaught(variant, Naive.map(batch, wrong), found);
    }

    void assertCaught(String variant, double[][][][] wrong, NDArray found) {
        assertTrue(
                Naive.distance(found, wrong) > GREY_LEVEL,
                () -> "the test does not tell the wrong variant from the right one: " + variant);
    }
}
