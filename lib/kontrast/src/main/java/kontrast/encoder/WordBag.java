package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * The simplest text encoder: every word has a vector, and a text is the mean of its words. The order of the words does
 * not matter. PyTorch's {@code nn.EmbeddingBag}.
 *
 * <pre>  h = (1 / T) sum over the words t of E[word_t] </pre>
 *
 * <p>A text without words is the zero vector.
 *
 * @param dimension n, the length of a word's vector, at least 1
 */
public record WordBag(int dimension) implements TextEncoder {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public WordBag {
        if (dimension < 1) {
            throw new IllegalArgumentException("the length of a word's vector must be at least 1, found " + dimension);
        }
    }

    @Override
    public Block block(int words) {
        return new Mean(new WordEmbedding(words, dimension));
    }

    private static final class Mean extends AbstractBlock {

        private final WordEmbedding embedding;

        Mean(WordEmbedding embedding) {
            this.embedding = addChildBlock("embedding", embedding);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray each = embedding.forward(store, inputs, training).singletonOrThrow(); // [B, T, n]
            return new NDList(mean(each, WordEmbedding.isWord(inputs.head())));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            embedding.initialize(manager, type, inputs);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(inputs[0].get(0), embedding.getOutputShapes(inputs)[0].get(2))};
        }
    }

    /** The mean over the words, {@code [B, T, n]} to {@code [B, n]}; padding does not count. */
    static NDArray mean(NDArray each, NDArray isWord) {
        NDArray sum = each.mul(isWord.expandDims(2)).sum(new int[] {1});
        return sum.div(isWord.sum(new int[] {1}, true).maximum(1)); // a text of no words: 0 / 1
    }
}
