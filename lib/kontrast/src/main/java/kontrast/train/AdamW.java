package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Adam with decoupled weight decay, with PyTorch's semantics.
 *
 * <pre>
 *   m &lt;- b1 m + (1 - b1) g
 *   v &lt;- b2 v + (1 - b2) g^2
 *   w &lt;- w - lr wd w - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 * </pre>
 *
 * <p>Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2; as in PyTorch
 * the decay is scaled by the learning rate. t counts steps from 1. Deviation: weight decay leaves
 * out the groups that are not {@linkplain ParameterGroup#decayed() decayed}.
 *
 * @param beta1 b1, in [0, 1)
 * @param beta2 b2, in [0, 1)
 * @param epsilon eps, at least 0
 * @param weightDecay wd, at least 0
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AdamW {
        OptionChecks.fraction("beta1", beta1);
        OptionChecks.fraction("beta2", beta2);
        OptionChecks.atLeastZero("epsilon", epsilon);
        OptionChecks.atLeastZero("weightDecay", weightDecay);
    }

    /**
     * Returns PyTorch's defaults, b1 = 0.9, b2 = 0.999, eps = 1e-8.
     *
     * @param weightDecay wd, at least 0
     */
    public AdamW(double weightDecay) {
        this(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public Updater start(NDManager manager, List<ParameterGroup> groups) {
        return new Updater(manager, groups, "mean", "square") {
            @Override
            protected NDArray change(Group group, NDArray gradient, double rate, long t) {
                NDManager scratch = gradient.getManager();
                NDArray m = group.state("mean").muli(beta1).addi(gradient.mul(1 - beta1));
                NDArray v = group.state("square")
                        .muli(beta2)
                        .addi(gradient.muli(gradient).muli(1 - beta2));
                NDArray root = v.sqrt();
                root.attach(scratch);
                root.divi(Math.sqrt(1 - Math.pow(beta2, (double) t))).addi(epsilon);
                NDArray change = m.div(root);
                change.attach(scratch);
                change.muli(rate / (1 - Math.pow(beta1, (double) t)));
                return group.decayed() && weightDecay > 0
                        ? change.addi(group.values(scratch).muli(rate * weightDecay))
                        : change;
            }
        };
    }
}
