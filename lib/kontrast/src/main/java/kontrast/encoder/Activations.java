package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import kontrast.tensor.NoGrad;

/**
 * Counts the memory that a forward pass leaves behind for the backward pass, where no array in Java shows it any more:
 * a {@link Chain} closes the output of each layer, and the native library keeps those that it needs.
 *
 * <p>The backward pass of a convolution and of a norm reads what went in, that of a ReLU what came out. So the output
 * of a norm, which a ReLU follows, is not needed, and every other output of a layer is. Without a gradient nothing is
 * kept.
 */
public final class Activations {

    private static final ThreadLocal<long[]> OPEN = new ThreadLocal<>();

    private Activations() {}

    /**
     * Runs a forward pass.
     *
     * @param forward the pass, in this thread, with gradients recorded
     * @return bytes of closed outputs of layers that the backward pass still needs
     */
    public static long count(Runnable forward) {
        long[] outer = OPEN.get();
        long[] bytes = {0};
        OPEN.set(bytes);
        try {
            forward.run();
        } finally {
            if (outer == null) {
                OPEN.remove();
            } else {
                OPEN.set(outer);
            }
        }
        return bytes[0];
    }

    /** An output that is closed now, and needed later. */
    static void closed(NDArray output) {
        long[] bytes = OPEN.get();
        if (bytes != null && NoGrad.isRecording()) {
            bytes[0] += output.size() * output.getDataType().getNumOfBytes();
        }
    }
}
