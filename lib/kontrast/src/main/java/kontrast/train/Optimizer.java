package kontrast.train;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The plan of an optimizer: an immutable value, that is a record of options. {@link #start} makes
 * the {@link Updater} that holds its state.
 */
public interface Optimizer {

    /**
     * Starts an optimizer with fresh state.
     *
     * @param manager parent of the state's memory
     * @param groups the parameters
     * @return the updater; closed by the caller
     */
    Updater start(NDManager manager, List<ParameterGroup> groups);
}
