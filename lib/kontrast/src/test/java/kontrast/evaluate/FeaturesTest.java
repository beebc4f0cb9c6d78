package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import java.util.SplittableRandom;
import kontrast.data.Images;
import kontrast.encoder.SmallCnn;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    private static final Images IMAGES = images(70);

    private static Images images(int n) {
        byte[] pixels = new byte[n * 3 * 4 * 5];
        new java.util.Random(1).nextBytes(pixels);
        return Images.of(pixels, 3, 4, 5);
    }

    @Test
    void pixelsAreTheImagesInTheirOrder() {
        Features pixels = Features.pixels(IMAGES);
        assertEquals(70, pixels.rows());
        assertEquals(60, pixels.dim());
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(IMAGES.tensor(manager).toFloatArray(), pixels.values());
            assertArrayEquals(IMAGES.tensor(manager, 42).toFloatArray(), pixels.row(42));
        }
    }

    @Test
    void batchesDoNotMatter() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Features whole = Features.of(x -> x.mul(2), IMAGES, manager, 70);
            // 70 = 8 * 8 + 6: the last batch is smaller.
            assertEquals(whole, Features.of(x -> x.mul(2), IMAGES, manager, 8));
        }
    }

    @Test
    void nothingStaysInTheManager() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Features.of(x -> x.mul(2).add(1).flatten(1, 3), IMAGES, manager, 16);
            assertEquals(0, manager.getManagedArrays().size());
        }
    }

    @Test
    void greyImagesAreRefusedByANetworkOfColouredOnesInWords() {
        Images grey = Images.of(new byte[2 * 9 * 10], 1, 9, 10);
        Images larger = Images.of(new byte[2 * 3 * 9 * 10], 3, 9, 10);
        try (NDManager manager = NDManager.newBaseManager()) {
            Block encoder = new SmallCnn(4).block();
            encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            String message = assertThrows(IllegalArgumentException.class, () -> Features.of(encoder, grey, manager))
                    .getMessage();
            assertTrue(message.contains("3 channels, found 1"), message);
            // Another side is no mistake: this network takes any.
            assertEquals(2, Features.of(encoder, larger, manager).rows());
        }
    }

    @Test
    void encodersRunInEvaluationMode() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SequentialBlock encoder = new SequentialBlock()
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(7).build())
                    .add(BatchNorm.builder().build())
                    .add(Dropout.builder().optRate(0.5f).build());
            encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 4, 5));
            int before = manager.getManagedArrays().size();
            Features once = Features.of(encoder, IMAGES, manager);
            // Dropout off: twice the same. Running statistics (fresh: mean 0, variance 1) in use
            // and
            // unchanged, so one image alone gives the same as all together.
            assertEquals(once, Features.of(encoder, IMAGES, manager));
            Features alone = Features.of(encoder, IMAGES.subset(3), manager);
            // Two sums of 60 products in another order.
            assertArrayEquals(once.row(3), alone.row(0), 1e-5f);
            assertEquals(before, manager.getManagedArrays().size());
            // The wrong variant, training mode, is a different function.
            try (NDManager scope = manager.newSubManager()) {
                NDArray training = encoder.forward(
                                new ParameterStore(scope, false), new NDList(IMAGES.tensor(scope)), true)
                        .head();
                assertFalse(
                        new Features(training.toFloatArray(), 70, 7).equals(once),
                        "training mode is not told from evaluation mode");
            }
            encoder.clear();
        }
    }

    @Test
    void centredColumnsHaveMeanZeroAndNormalisedRowsLengthOne() {
        Features features = Feature.noise(50, 6, 2);
        float[] centred = features.centred().values();
        for (int j = 0; j < 6; j++) {
            double sum = 0;
            for (int i = 0; i < 50; i++) {
                sum += centred[i * 6 + j];
            }
            assertEquals(0, sum, 50 * 2e-7); // float32 rounding of 50 numbers near 1
        }
        Features unit = features.normalised();
        for (int i = 0; i < 50; i++) {
            assertEquals(1, Feature.cosine(features, i, unit, i), 1e-6);
            double square = 0;
            for (float v : unit.row(i)) {
                square += (double) v * v;
            }
            assertEquals(1, square, 1e-6);
        }
        Features zero = new Features(new float[] {0, 0, 3, 4}, 2, 2).normalised();
        assertArrayEquals(new float[] {0, 0, 0.6f, 0.8f}, zero.values(), 1e-7f);
    }

    @Test
    void subsetsKeepTheirOrder() {
        Features features = Feature.noise(9, 2, 3);
        Features some = features.subset(4, 0, 4);
        assertArrayEquals(features.row(4), some.row(0));
        assertArrayEquals(features.row(0), some.row(1));
        assertArrayEquals(features.row(4), some.row(2));
        assertThrows(IndexOutOfBoundsException.class, () -> features.subset(9));
    }

    @Test
    void divergedOrMisshapenFeaturesAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Features(new float[] {1, 2, 3, Float.NaN}, 2, 2))
                .getMessage();
        assertTrue(message.contains("feature 1 of row 1") && message.contains("diverged"), message);
        assertThrows(IllegalArgumentException.class, () -> new Features(new float[5], 2, 2));
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThrows(IllegalArgumentException.class, () -> Features.of(x -> x.get("0:2"), IMAGES, manager));
            assertThrows(IllegalArgumentException.class, () -> Features.of(x -> x.mean(), IMAGES, manager));
        }
    }

    @Test
    void largestIsASortThatKeepsTheSmallerIndex() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 300; trial++) {
            int n = 1 + random.nextInt(30);
            float[] numbers = new float[n];
            Integer[] order = new Integer[n];
            for (int i = 0; i < n; i++) {
                numbers[i] = random.nextInt(8); // many ties
                order[i] = i;
            }
            java.util.Arrays.sort(order, (a, b) -> Float.compare(numbers[b], numbers[a])); // stable
            int k = 1 + random.nextInt(n);
            int[] found = DotProducts.largest(numbers, k);
            assertEquals(k, found.length);
            for (int i = 0; i < k; i++) {
                assertEquals(order[i], found[i]);
            }
        }
    }
}
