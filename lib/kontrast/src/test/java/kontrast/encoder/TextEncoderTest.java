package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts as vectors. */
class TextEncoderTest {

    /** float32: vectors of some ten numbers of the order of 1. */
    private static final float FLOAT = 1e-5f;

    private static final int WORDS = 9;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static List<TextEncoder> both() {
        return List.of(new WordBag(8), new WordTransformer(8, 2, 2));
    }

    private Block drawn(TextEncoder plan) {
        Block block = plan.block(WORDS);
        Weights.draw(block, manager, 1, new Shape(1, 1));
        return block;
    }

    private float[][] run(Block block, long[]... texts) {
        NDArray numbers = manager.create(
                Arrays.stream(texts).flatMapToLong(Arrays::stream).toArray(), new Shape(texts.length, texts[0].length));
        NDArray h = block.forward(new ParameterStore(manager, false), new NDList(numbers), false)
                .singletonOrThrow();
        float[][] rows = new float[texts.length][];
        Arrays.setAll(rows, i -> h.get(i).toFloatArray());
        return rows;
    }

    /** The mean of the words' rows, with loops; padding counted as a word would divide by 4. */
    @Test
    void aBagIsTheMeanOfItsWords() {
        Block bag = drawn(new WordBag(8));
        float[] table = bag.getParameters().values().get(0).getArray().toFloatArray(); // [9, 8]
        float[] expected = new float[8];
        for (int word : new int[] {3, 5, 3}) {
            for (int i = 0; i < 8; i++) {
                expected[i] += table[word * 8 + i] / 3;
            }
        }
        assertArrayEquals(expected, run(bag, new long[] {3, 5, 3, 0})[0], FLOAT);
    }

    @ParameterizedTest
    @MethodSource("both")
    void whatStandsBesideATextInTheBatchDoesNotMatter(TextEncoder plan) {
        Block block = drawn(plan);
        float[] alone = run(block, new long[] {4, 7})[0];
        float[] beside = run(block, new long[] {4, 7, 0, 0, 0}, new long[] {2, 3, 4, 5, 6})[0];
        assertArrayEquals(alone, beside, FLOAT);
        assertEquals(plan.dimension(), alone.length);
    }

    @ParameterizedTest
    @MethodSource("both")
    void aTextWithoutWordsHasNumbers(TextEncoder plan) {
        for (float h : run(drawn(plan), new long[] {0, 0})[0]) {
            assertTrue(Float.isFinite(h), () -> "" + h);
        }
    }

    /** "dog bites man": a bag cannot tell who bites. */
    @Test
    void onlyTheTransformerKnowsTheOrder() {
        long[] dogBitesMan = {2, 3, 4};
        long[] manBitesDog = {4, 3, 2};
        float[][] bag = run(drawn(new WordBag(8)), dogBitesMan, manBitesDog);
        assertArrayEquals(bag[0], bag[1], FLOAT);
        float[][] transformer = run(drawn(new WordTransformer(8, 2, 2)), dogBitesMan, manBitesDog);
        double squares = 0;
        for (int i = 0; i < 8; i++) {
            squares += Math.pow(transformer[0][i] - transformer[1][i], 2);
        }
        assertTrue(squares > 1e-2, "squared distance " + squares);
    }

    @Test
    void sizesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new WordBag(0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new WordTransformer(8, 3, 1))
                .getMessage()
                .contains("3 heads"));
        assertThrows(IllegalArgumentException.class, () -> new WordTransformer(7, 7, 1));
    }
}
