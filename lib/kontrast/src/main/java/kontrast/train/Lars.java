package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer-wise adaptive rate scaling, for large batches: SGD with momentum whose gradient is rescaled
 * for each parameter tensor.
 *
 * <pre>
 *   r = eta |w| / (|g| + wd |w| + eps)      (1 where |w| or |g| is 0)
 *   v &lt;- m v + r (g + wd w)
 *   w &lt;- w - lr v
 * </pre>
 *
 * <p>You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, algorithm 1;
 * used by SimCLR. Deviation: as in PyTorch's SGD, lr stays outside v, where the paper keeps it
 * inside. Groups that are not {@linkplain ParameterGroup#decayed() decayed} (biases and norms) get
 * plain momentum, r = 1 and wd = 0, as in SimCLR's code.
 *
 * @param momentum m, in [0, 1)
 * @param weightDecay wd, at least 0
 * @param trust eta, above 0; 0.001 is usual
 * @param epsilon eps, at least 0
 */
public record Lars(double momentum, double weightDecay, double trust, double epsilon) implements Optimizer {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Lars {
        OptionChecks.fraction("momentum", momentum);
        OptionChecks.atLeastZero("weightDecay", weightDecay);
        OptionChecks.atLeastZero("epsilon", epsilon);
        if (!(trust > 0) || Double.isInfinite(trust)) {
            throw new IllegalArgumentException(
                    "trust must be a finite number above 0 (0.001 is usual), found " + trust);
        }
    }

    /**
     * Returns the usual form, eta = 0.001, eps = 1e-8.
     *
     * @param momentum m, in [0, 1)
     * @param weightDecay wd, at least 0
     */
    public Lars(double momentum, double weightDecay) {
        this(momentum, weightDecay, 0.001, 1e-8);
    }

    @Override
    public Updater start(NDManager manager, List<ParameterGroup> groups) {
        return new Updater(manager, groups, "momentum") {
            @Override
            protected NDArray change(Group group, NDArray gradient, double rate, long step) {
                NDArray g = gradient; // [n]
                if (group.decayed()) {
                    NDManager scratch = g.getManager();
                    NDArray ratio = ratios(norms(group.weights(), scratch), norms(group.parts(g), scratch));
                    g.addi(group.values(scratch).muli(weightDecay));
                    List<NDArray> parts = group.parts(g);
                    for (int i = 0; i < parts.size(); i++) {
                        parts.get(i).muli(ratio.get(i)); // [n_i] times a scalar, in place in g
                    }
                }
                NDArray v = group.state("momentum").muli(momentum).addi(g); // [n]
                NDArray change = v.mul(rate);
                change.attach(g.getManager());
                return change;
            }
        };
    }

    /** r of P parameters from their norms and their gradients' norms, all {@code [P]}. */
    private NDArray ratios(NDArray w, NDArray g) {
        NDArray ratio = w.mul(trust).div(g.add(w.mul(weightDecay)).add(epsilon));
        NDArray both = w.mul(g).gt(0);
        return NDArrays.where(both, ratio, w.onesLike());
    }

    private static NDArray norms(List<NDArray> vectors, NDManager owner) {
        List<NDArray> norms = new ArrayList<>();
        for (NDArray vector : vectors) {
            NDArray norm = vector.norm();
            norm.attach(owner);
            norms.add(norm);
        }
        return NDArrays.stack(new NDList(norms));
    }
}
