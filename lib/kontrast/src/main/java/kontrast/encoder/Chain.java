package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Layers one after another, as in {@link SequentialBlock}; the output of each layer is closed as soon as the next layer
 * has read it.
 *
 * <p>Otherwise each output would be kept until the manager of the step closes. PyTorch itself keeps what the backward
 * pass needs, and frees it during that pass. So memory is reused sooner, and less new memory is touched (measured in
 * {@code lib/bench}).
 */
final class Chain extends SequentialBlock {

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        if (isReturnIntermediate()) {
            return super.forwardInternal(store, inputs, training, parameters);
        }
        NDList now = inputs;
        Block before = null;
        for (Block layer : getChildren().values()) {
            NDList next = layer.forward(store, now, training);
            close(now, inputs, next, isNorm(before));
            now = next;
            before = layer;
        }
        return now;
    }

    /** A layer that does nothing hands on what it got: such an array is still in use. */
    private static void close(NDList between, NDList inputs, NDList next, boolean ofNorm) {
        Set<NDArray> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(inputs);
        used.addAll(next);
        between.stream().filter(array -> !used.contains(array)).forEach(array -> {
            if (!ofNorm) {
                Activations.closed(array);
            }
            array.close();
        });
    }

    private static boolean isNorm(Block layer) {
        return layer instanceof BatchNorm || layer instanceof LayerNorm || layer instanceof SplitBatchNorm;
    }
}
