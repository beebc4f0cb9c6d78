package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Other examples as they are; a test changes what it needs. */
public abstract class RelayedExamples implements Examples {

    private final Examples examples;

    protected RelayedExamples(Examples examples) {
        this.examples = examples;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public Shape shape() {
        return examples.shape();
    }

    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        return examples.tensor(manager, indices);
    }

    @Override
    public boolean isLabelled() {
        return examples.isLabelled();
    }

    @Override
    public int[] labels() {
        return examples.labels();
    }

    @Override
    public List<String> classes() {
        return examples.classes();
    }

    @Override
    public Examples subset(int... indices) {
        return examples.subset(indices);
    }
}
