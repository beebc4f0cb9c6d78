package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import kontrast.tensor.Transfer;

/**
 * A small transformer encoder over words: each word looks at all others of its text, and the text is the mean of what
 * they have become. Unlike a {@link WordBag} it knows the order of the words.
 *
 * <pre>
 *   x = E[word_t] + position_t
 *   x = x + attention(norm(x)),  x = x + W2 gelu(W1 norm(x))    for each layer
 *   h = mean over the words of norm(x)
 * </pre>
 *
 * <p>Vaswani et al., Attention is all you need, 2017, with the norm before each part as in CLIP's text encoder (Radford
 * et al., 2021, section 2.4). Positions are the paper's sines and cosines. Deviations from CLIP's: words in place of
 * byte pairs, all words see each other, and the mean is taken in place of the last token.
 *
 * @param dimension n, at least 2, even, a multiple of {@code heads}
 * @param heads of the attention, at least 1
 * @param layers at least 1
 */
public record WordTransformer(int dimension, int heads, int layers) implements TextEncoder {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public WordTransformer {
        if (heads < 1 || layers < 1 || dimension < 2 || dimension % 2 != 0 || dimension % heads != 0) {
            throw new IllegalArgumentException(
                    "a transformer needs at least 1 head and 1 layer, and a dimension that is even and a multiple of the heads; found dimension %d, %d heads, %d layers"
                            .formatted(dimension, heads, layers));
        }
    }

    @Override
    public Block block(int words) {
        return new Words(new WordEmbedding(words, dimension));
    }

    private final class Words extends AbstractBlock {

        private final WordEmbedding embedding;
        private final List<Block> norms = new ArrayList<>();
        private final List<Block> parts = new ArrayList<>();
        private final Block last = addChildBlock("norm", norm());

        Words(WordEmbedding embedding) {
            this.embedding = addChildBlock("embedding", embedding);
            for (int i = 0; i < layers; i++) {
                norms.add(addChildBlock("norm" + 2 * i, norm()));
                parts.add(addChildBlock(
                        "attention" + i,
                        ScaledDotProductAttentionBlock.builder()
                                .setEmbeddingSize(dimension)
                                .setHeadCount(heads)
                                .optAttentionProbsDropoutProb(
                                        0) // DJL's default draws from a generator without our seed
                                .build()));
                norms.add(addChildBlock("norm" + (2 * i + 1), norm()));
                parts.add(addChildBlock(
                        "wide" + i,
                        new SequentialBlock()
                                .add(Linear.builder().setUnits(4L * dimension).build())
                                .add(Activation.geluBlock())
                                .add(Linear.builder().setUnits(dimension).build())));
            }
        }

        private Block norm() {
            return LayerNorm.builder().axis(2).build();
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray isWord = WordEmbedding.isWord(inputs.head()); // [B, T]
            long t = isWord.getShape().get(1);
            NDArray seen = isWord.expandDims(1).broadcast(isWord.getShape().get(0), t, t); // [B, T, T], who sees whom
            NDArray x = embedding.forward(store, inputs, training).singletonOrThrow(); // [B, T, n]
            x = x.add(positions(x.getManager(), Math.toIntExact(t)));
            for (int i = 0; i < parts.size(); i++) {
                NDArray y = one(norms.get(i), store, new NDList(x), training);
                NDList asked = i % 2 == 0 ? new NDList(y, y, y, seen) : new NDList(y);
                x = x.add(one(parts.get(i), store, asked, training));
            }
            return new NDList(WordBag.mean(one(last, store, new NDList(x), training), isWord));
        }

        private NDArray one(Block block, ParameterStore store, NDList inputs, boolean training) {
            return block.forward(store, inputs, training).singletonOrThrow();
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            embedding.initialize(manager, type, inputs);
            Shape x = new Shape(inputs[0].get(0), inputs[0].get(1), dimension);
            last.initialize(manager, type, x);
            for (int i = 0; i < parts.size(); i++) {
                norms.get(i).initialize(manager, type, x);
                parts.get(i).initialize(manager, type, i % 2 == 0 ? new Shape[] {x, x, x} : new Shape[] {x});
            }
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(inputs[0].get(0), dimension)};
        }
    }

    /** Sines and cosines of each place: {@code [1, T, n]}. */
    private NDArray positions(NDManager manager, int length) {
        float[] values = new float[length * dimension];
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < dimension; i++) {
                double angle = t / Math.pow(10_000, (i - i % 2) / (double) dimension);
                values[t * dimension + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
            }
        }
        return Transfer.send(manager, values, 1, length, dimension);
    }
}
