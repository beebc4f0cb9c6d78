package kontrast.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;
import kontrast.tensor.NoGrad;

/**
 * The normaliser Z that makes a density of the critic: h(v1, v2) = exp(s(v1, v2)) / Z with Z the
 * sum of exp(s) over all n images.
 *
 * <pre>
 *   FIRST_BATCH  Z = n mean(exp(s)) over the candidates of the first batch, then constant
 *   RUNNING      Z &lt;- 0.99 Z + 0.01 n mean(exp(s)), from the same start
 *   EXACT        Z(v1) = sum over the whole bank of exp(s(v1, row)), for each v1
 * </pre>
 *
 * <p>The first is that of Wu et al., 2018, section 3.2, and of Tian et al., Contrastive multiview
 * coding, 2019, in their published code: as the encoder learns, exp(s) of the positives grows and
 * the constant is soon off, the more the fewer images there are. The exact sum costs a product with
 * the whole bank in every step, which is fine for some thousand images. All are kept as log Z, and
 * none lets a gradient through.
 */
public final class Normaliser implements AutoCloseable {

    /** Where Z comes from. */
    public enum Kind {
        /** Estimated once, as published. */
        FIRST_BATCH,
        /** An exponential average of the estimates. */
        RUNNING,
        /** Summed over the bank for each row. */
        EXACT
    }

    private static final double KEPT = 0.99;

    private final Kind kind;
    private final int images;
    private final NDManager manager;
    private final NDArray state; // [2]: log Z, and 1 if it has been set
    private NDArray next; // [1], what the state becomes after the step

    /**
     * Makes a normaliser that has seen nothing.
     *
     * @param parent parent of the memory, which lies on its device
     * @param kind where Z comes from
     * @param images n, at least 1
     * @throws IllegalArgumentException if {@code images} is below 1
     */
    public Normaliser(NDManager parent, Kind kind, int images) {
        if (images < 1) {
            throw new IllegalArgumentException("expected at least 1 image, found " + images);
        }
        this.kind = kind;
        this.images = images;
        manager = parent.newSubManager();
        manager.setName("normaliser");
        state = manager.zeros(new Shape(2));
    }

    /**
     * Returns log Z for the scores of a step.
     *
     * @param scores {@code [N, K]}, of candidates drawn uniformly (one positive among them does not
     *     matter); names the owner of the result
     * @param all computes the scores with the whole bank, {@code [N, n]}; called for {@link
     *     Kind#EXACT} alone
     * @return {@code [1]}, or {@code [N, 1]} for {@link Kind#EXACT}; without gradient
     */
    public NDArray logZ(NDArray scores, Supplier<NDArray> all) {
        return NoGrad.call(() -> {
            if (kind == Kind.EXACT) {
                return logSumExp(all.get().stopGradient());
            }
            NDArray estimate = estimate(scores.stopGradient()); // [1]
            NDArray now = mine(estimate, 0);
            NDArray known = mine(estimate, 1).gt(0.5);
            NDArray later = kind == Kind.RUNNING ? average(now, estimate) : now;
            next = NDArrays.where(known, later, estimate);
            return NDArrays.where(known, now, estimate);
        });
    }

    /** Takes the step's estimate over; call it after the step. */
    public void update() {
        if (next == null) {
            return;
        }
        NoGrad.run(() -> {
            try (NDArray set = next.onesLike();
                    NDArray both = next.concat(set)) {
                state.set(new NDIndex("..."), both);
            }
        });
        next = null;
    }

    /** Returns what a checkpoint must keep, {@code [2]}, not copied: log Z, and 1 once it has been set. */
    public NDArray state() {
        return state;
    }

    /** log( n mean(exp(s)) ) = log n - log(number of scores) + log sum exp(s). */
    private NDArray estimate(NDArray scores) {
        NDArray all = logSumExp(scores.reshape(1, scores.size())); // [1, 1]
        return all.add(Math.log((double) images / scores.size())).reshape(1);
    }

    private static NDArray logSumExp(NDArray scores) {
        NDArray most = scores.max(new int[] {1}, true); // [N, 1]
        return scores.sub(most).exp().sum(new int[] {1}, true).log().add(most);
    }

    /** log( kept e^a + (1 - kept) e^b ), with the larger exponent taken out. */
    private static NDArray average(NDArray a, NDArray b) {
        NDArray most = a.maximum(b);
        NDArray sum = a.sub(most).exp().mul(KEPT).add(b.sub(most).exp().mul(1 - KEPT));
        return sum.log().add(most);
    }

    /** One number of the state, in the step's memory. */
    private NDArray mine(NDArray step, int place) {
        NDArray number = state.get(place + ":" + (place + 1));
        number.attach(step.getManager());
        return number;
    }

    /** Frees the state. */
    @Override
    public void close() {
        manager.close();
    }
}
