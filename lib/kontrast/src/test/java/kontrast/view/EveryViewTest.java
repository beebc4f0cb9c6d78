package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every view: one seed one result, images drawn apart and left unchanged. */
class EveryViewTest extends ViewFixture {

    static Stream<View> views() {
        return Stream.of(
                RandomResizedCrop.square(16, 0.08),
                new HorizontalFlip(0.5),
                ColorJitter.simclr(1),
                new ColorJitter(0.4, 0, 0, 0, 1),
                new ColorJitter(0, 0.4, 0, 0, 1),
                new ColorJitter(0, 0, 0.4, 0, 1),
                new ColorJitter(0, 0, 0, 0.1, 1),
                new RandomGreyscale(0.5),
                new GaussianBlur(2, 0.5, 2, 0.9),
                Views.simclr(16),
                Views.simclr(16, Views.Options.imageNet()),
                RandomResizedCrop.square(16, 0.5).then(new HorizontalFlip(0.5)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void sameSeedSameViewAndOtherSeedAnother(View view) {
        float[] once = view.apply(images, Seeds.stream(1, "views", 0)).toFloatArray();
        float[] again = view.apply(images, Seeds.stream(1, "views", 0)).toFloatArray();
        float[] other = view.apply(images, Seeds.stream(1, "views", 1)).toFloatArray();
        assertArrayEquals(once, again);
        assertFalse(Arrays.equals(once, other));
    }

    @ParameterizedTest
    @MethodSource("views")
    void imagesOfABatchAreDrawnApart(View view) {
        NDArray same = images.get("0:1").repeat(0, 24);
        NDArray out = view.apply(same, new SplittableRandom(10));
        Set<String> results = new HashSet<>();
        for (int b = 0; b < 24; b++) {
            results.add(Arrays.toString(out.get(b).toFloatArray()));
        }
        assertTrue(results.size() >= 2);
    }

    @ParameterizedTest
    @MethodSource("views")
    void imagesStayUnchangedAndResultsStayInRange(View view) {
        float[] before = images.toFloatArray();
        for (int seed = 0; seed < 20; seed++) {
            for (float v : view.apply(images, new SplittableRandom(seed)).toFloatArray()) {
                assertTrue(v >= 0 && v <= 1, () -> "pixel " + v);
            }
        }
        assertArrayEquals(before, images.toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("views")
    void onlyTheResultIsLeftInTheManager(View view) {
        NDManager own = manager.newSubManager();
        NDArray input = Naive.tensor(own, batch);
        int before = own.getManagedArrays().size();
        for (int i = 1; i <= 3; i++) {
            NDArray out = view.apply(input, new SplittableRandom(i));
            assertEquals(own, out.getManager());
            assertEquals(before + i, own.getManagedArrays().size());
        }
        assertEquals(own, input.getManager());
    }

    @ParameterizedTest
    @MethodSource("views")
    void theResultSharesNoMemoryWithTheImages(View view) {
        float[] before = images.toFloatArray();
        view.apply(images, new SplittableRandom(11)).muli(0);
        assertArrayEquals(before, images.toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("views")
    void greyImagesHaveViewsToo(View view) {
        NDArray grey = Naive.tensor(manager, Naive.images(6, 1, 16, 16, new SplittableRandom(12)));
        NDArray out = view.apply(grey, new SplittableRandom(13));
        assertEquals(new Shape(6, 1, 16, 16), out.getShape());
    }

    @ParameterizedTest
    @MethodSource("views")
    void aSingleImageWithoutBatchIsRefused(View view) {
        NDArray one = images.get(0);
        String message = assertThrows(IllegalArgumentException.class, () -> view.apply(one, new SplittableRandom(14)))
                .getMessage();
        assertTrue(message.contains("expandDims(0)"), message);
    }

    @Test
    void bytesAreRefusedWithTheWayToConvert() {
        NDArray bytes = images.mul(255).toType(DataType.UINT8, false);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Views.simclr(16).apply(bytes, new SplittableRandom(15)))
                .getMessage();
        assertTrue(message.contains("div(255)"), message);
    }
}
