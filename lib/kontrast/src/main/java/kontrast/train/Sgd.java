package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Stochastic gradient descent with PyTorch's semantics: the learning rate stays outside the
 * momentum buffer, so that a schedule acts at once.
 *
 * <pre>
 *   g &lt;- g + wd w
 *   v &lt;- m v + g
 *   w &lt;- w - lr v            (Nesterov: w - lr (g + m v))
 * </pre>
 *
 * <p>Symbols: m = {@code momentum}, wd = {@code weightDecay}. Deviation: weight decay leaves out
 * the groups that are not {@linkplain ParameterGroup#decayed() decayed}.
 *
 * @param momentum m, in [0, 1)
 * @param nesterov whether to look ahead; needs momentum
 * @param weightDecay wd, at least 0
 */
public record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Sgd {
        OptionChecks.fraction("momentum", momentum);
        OptionChecks.atLeastZero("weightDecay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's step needs a momentum above 0");
        }
    }

    /**
     * Returns the usual form, without Nesterov's step.
     *
     * @param momentum m, in [0, 1)
     * @param weightDecay wd, at least 0
     */
    public Sgd(double momentum, double weightDecay) {
        this(momentum, false, weightDecay);
    }

    @Override
    public Updater start(NDManager manager, List<ParameterGroup> groups) {
        return new Updater(manager, groups, "momentum") {
            @Override
            protected NDArray change(Group group, NDArray gradient, double rate, long step) {
                NDArray g = gradient; // [n]
                if (group.decayed() && weightDecay > 0) {
                    g.addi(group.values(g.getManager()).muli(weightDecay));
                }
                NDArray v = group.state("momentum").muli(momentum).addi(g); // [n]
                NDArray change = v.mul(nesterov ? rate * momentum : rate);
                change.attach(g.getManager());
                return nesterov ? change.addi(g.muli(rate)) : change;
            }
        };
    }
}
