package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import kontrast.data.Vocabulary;

/** A table with a row for each word: {@code [B, T] -> [B, T, n]}; PyTorch's {@code nn.Embedding}. */
final class WordEmbedding extends AbstractBlock {

    private final int words;
    private final int dimension;
    private final Parameter table;

    WordEmbedding(int words, int dimension) {
        this.words = words;
        this.dimension = dimension;
        table = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    /** 1 where there is a word, 0 at padding: {@code [B, T]}, float32. */
    static NDArray isWord(NDArray numbers) {
        return numbers.neq(Vocabulary.PADDING).toType(DataType.FLOAT32, false);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray numbers = inputs.singletonOrThrow();
        NDArray rows = store.getValue(table, numbers.getDevice(), training);
        return Embedding.embedding(numbers, rows, SparseFormat.DENSE);
    }

    @Override
    public void prepare(Shape[] inputs) {
        table.setShape(new Shape(words, dimension));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0].add(dimension)};
    }
}
