package kontrast.tensor;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Runs code without recording gradients.
 *
 * <p>PyTorch keeps that switch per thread, and it is <em>on</em> in every new thread, which a
 * notebook cell may be: there, evaluating a network without this would build a graph, and changing
 * a parameter in place would fail.
 */
public final class NoGrad {

    private NoGrad() {}

    /**
     * Runs code without recording gradients in this thread.
     *
     * @param code what to run
     */
    public static void run(Runnable code) {
        call(() -> {
            code.run();
            return true;
        });
    }

    /**
     * Computes something without recording gradients in this thread.
     *
     * @param <T> type of the result
     * @param code what to compute
     * @return the result
     */
    public static <T> T call(Supplier<T> code) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return code.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Returns whether gradients are recorded in this thread, so that what is computed now is needed for a backward
     * pass.
     */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }
}
