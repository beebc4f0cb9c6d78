package kontrast.view;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;

class FlipAndGreyTest extends ViewFixture {

    @Test
    void flipEqualsTheDefinition() {
        boolean[] flipped = {true, false, true, true, false};
        NDArray found = HorizontalFlip.flip(images, flipped);
        assertSame((image, b) -> flipped[b] ? Naive.flip(image) : image, found);
        assertCaught("all flipped", (image, b) -> Naive.flip(image), found);
        assertCaught(
                "upside down",
                (image, b) -> flipped[b] ? Naive.pixels(image, (k, y, x) -> image[k][13 - y][x]) : image,
                found);
    }

    @Test
    void greyEqualsTheDefinition() {
        boolean[] grey = {true, false, true, false, false};
        NDArray found = RandomGreyscale.grey(images, grey);
        assertSame((image, b) -> grey[b] ? Naive.grey(image) : image, found);
        assertCaught(
                "mean of the channels",
                (image, b) -> grey[b]
                        ? Naive.pixels(image, (k, y, x) -> (image[0][y][x] + image[1][y][x] + image[2][y][x]) / 3)
                        : image,
                found);
        assertCaught(
                "blue, green, red",
                (image, b) -> grey[b] ? Naive.grey(new double[][][] {image[2], image[1], image[0]}) : image,
                found);
    }
}
