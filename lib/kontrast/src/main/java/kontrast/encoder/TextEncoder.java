package kontrast.encoder;

import ai.djl.nn.Block;

/**
 * The plan of a text encoder: the numbers of a text's words ({@link kontrast.data.Vocabulary}) to a representation. As
 * with {@link Encoder}, each call of {@link #block} builds a new network.
 */
public interface TextEncoder {

    /**
     * Builds a new network, its weights not drawn yet (see {@link Weights#draw}).
     *
     * @param words how many numbers there are for words, padding and the unknown one included
     * @return a block from int64 {@code [B, T]}, each number in 0 to {@code words} - 1 and 0 for padding, to {@code
     *     [B, n]}, n = {@link #dimension()}; what stands at places of padding does not matter
     */
    Block block(int words);

    /** Returns n, the length of a representation. */
    int dimension();
}
