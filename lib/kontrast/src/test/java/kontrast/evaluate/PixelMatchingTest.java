package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import kontrast.data.MatchedPairs;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import org.junit.jupiter.api.Test;

class PixelMatchingTest {

    private static final int SIDE = 32;
    private static final int AREA = SIDE * SIDE;
    private static final MatchedPairs PAIRS = MatchedPairs.of(
            MovingSprites.emoji(Split.TRAIN, 2, 1, MovingSprites.Options.small().with(o -> {
                o.side = SIDE;
                o.frames = 2;
            })),
            0,
            1);

    /** Descriptors that know the truth: the place in B, in the one picture by the match and in the other by itself. */
    private static PixelMatching oracle(int pair, int rowsOff) {
        MatchedPairs one = PAIRS.subset(pair);
        int[] matches = one.matches(0);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return PixelMatching.of(
                    x -> {
                        float[] f = new float[2 * 2 * AREA];
                        for (int p = 0; p < AREA; p++) {
                            int to = matches[p] < 0 ? 0 : matches[p];
                            int row = p / SIDE;
                            f[p] = to % SIDE;
                            f[AREA + p] = to / SIDE + rowsOff;
                            f[2 * AREA + p] = p % SIDE;
                            f[3 * AREA + p] = row;
                        }
                        return x.getManager().create(f, new Shape(2, 2, SIDE, SIDE));
                    },
                    one,
                    50,
                    manager);
        }
    }

    @Test
    void whoeverKnowsTheTruthFindsIt() {
        PixelMatching found = oracle(0, 0);
        assertEquals(1, found.pck(0));
        assertEquals(0, found.meanError());
        assertEquals(1, found.rightThing());
        assertEquals(50, found.errors().length);
    }

    @Test
    void anErrorOfThreeRowsIsOne() {
        PixelMatching found = oracle(1, 3);
        // At the lower edge there is no third row further down.
        assertTrue(found.pck(2.9) < 0.2, found.toString());
        assertEquals(1, found.pck(3), found.toString());
        assertEquals(3, found.medianError());
        assertEquals(1, found.rightThing() + found.otherThing() + found.background(), 1e-12);
        assertTrue(found.rightThing() < 1, "near the edge the background is hit");
    }

    /** One constant descriptor: the first pixel is as good as any. */
    @Test
    void equalDescriptorsFindNothing() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PixelMatching found = PixelMatching.of(x -> x.zerosLike(), PAIRS, 20, manager);
            assertEquals(40, found.errors().length);
            assertTrue(found.pck(3) < 0.1, found.toString());
        }
    }

    @Test
    void heatIsOneAtTheDescriptorItself() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray f = manager.arange(12).toType(DataType.FLOAT32, false).reshape(2, 2, 3);
            NDArray heat = PixelMatching.heat(f, manager.create(new float[] {1, 7}), 2);
            assertEquals(new Shape(2, 3), heat.getShape());
            float[] expected = new float[6];
            for (int i = 0; i < 6; i++) {
                expected[i] = (float) Math.exp(-2.0 * (i - 1) * (i - 1) / 8);
            }
            assertArrayEquals(expected, heat.toFloatArray(), 1e-6f);
            assertThrows(
                    IllegalArgumentException.class, () -> PixelMatching.heat(f, manager.create(new float[] {1}), 2));
        }
    }

    @Test
    void badArgumentsAreNamed() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThrows(IllegalArgumentException.class, () -> PixelMatching.of(x -> x, PAIRS, 0, manager));
        }
    }
}
