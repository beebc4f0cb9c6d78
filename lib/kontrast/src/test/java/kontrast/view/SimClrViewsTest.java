package kontrast.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.Test;

class SimClrViewsTest extends ViewFixture {

    private static final Box WHOLE = new Box(0, 0, 14, 11);

    @Test
    void simclrIsItsPartsInTheirOrder() {
        Views.Options options = Views.Options.imageNet();
        List<View> parts = List.of(
                RandomResizedCrop.square(12, 0.08),
                new HorizontalFlip(0.5),
                ColorJitter.simclr(1),
                new RandomGreyscale(0.2),
                GaussianBlur.simclr(12, 0.5));
        RandomGenerator random = new SplittableRandom(16);
        NDArray expected = images;
        for (View part : parts) {
            expected = part.apply(expected, random);
        }
        assertArrayEquals(
                expected.toFloatArray(),
                Views.simclr(12, options)
                        .apply(images, new SplittableRandom(16))
                        .toFloatArray());
    }

    @Test
    void everyPartOfSimclrCanBeSwitchedOnAlone() {
        Views.Options none = Views.Options.none();
        View whole = Views.simclr(14, none);
        NDArray square = Naive.tensor(manager, Naive.images(5, 3, 14, 14, new SplittableRandom(20)));
        assertArrayEquals(
                square.toFloatArray(),
                whole.apply(square, new SplittableRandom(17)).toFloatArray());
        List<Views.Options> single = new ArrayList<>();
        single.add(none.with(o -> o.minScale = 0.1));
        single.add(none.with(o -> o.flip = 0.5));
        single.add(none.with(o -> o.strength = 0.5));
        single.add(none.with(o -> o.greyscale = 0.5));
        single.add(none.with(o -> o.blur = 0.5));
        Set<String> different = new HashSet<>();
        for (Views.Options options : single) {
            NDArray out = Views.simclr(14, options).apply(square, new SplittableRandom(18));
            different.add(Arrays.toString(out.toFloatArray()));
        }
        assertEquals(5, different.size());
        // With the crop off, another size resizes the whole image.
        assertSame(
                (image, b) -> Naive.crop(image, WHOLE, 7, 7),
                Views.simclr(7, none).apply(images, new SplittableRandom(19)));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        List<Consumer<Views.Options.Draft>> wrong = List.of(
                o -> o.minScale = 0,
                o -> o.minScale = 1.1,
                o -> o.flip = -0.1,
                o -> o.strength = 3,
                o -> o.jitter = 2,
                o -> o.greyscale = Double.NaN,
                o -> o.blur = -1);
        for (Consumer<Views.Options.Draft> change : wrong) {
            assertThrows(
                    IllegalArgumentException.class, () -> Views.Options.cifar().with(change));
        }
        assertThrows(IllegalArgumentException.class, () -> RandomResizedCrop.square(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(0.1, 0.1, 0.1, 0.6, 1));
        assertThrows(IllegalArgumentException.class, () -> new GaussianBlur(0, 1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new GaussianBlur(1, 2, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> HorizontalFlip.flip(images, true));
        assertThrows(IllegalArgumentException.class, () -> RandomResizedCrop.interpolation(8, 4, 5, 8));
        assertThrows(IllegalArgumentException.class, () -> RandomResizedCrop.crop(images, 8, 8, WHOLE, WHOLE));
    }
}
