package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/** No view at all: every sample as it is, of whatever shape, for methods that ask for a view where none is wanted. */
public record Unchanged() implements View {

    @Override
    public NDArray apply(NDArray samples, RandomGenerator random) {
        return samples.duplicate();
    }
}
