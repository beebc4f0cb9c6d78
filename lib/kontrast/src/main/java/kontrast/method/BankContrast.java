package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import kontrast.loss.InfoNce;
import kontrast.loss.Nce;
import kontrast.memory.AliasSampler;
import kontrast.memory.MemoryBank;
import kontrast.memory.Normaliser;
import kontrast.tensor.Transfer;

/**
 * Contrast against memory banks, one a view: an embedding of view i is scored against what the bank
 * of view j holds for the same image and for m images drawn at random.
 */
final class BankContrast {

    private final Cmc.Bank options;
    private final ViewGraph graph;
    private final Nce nce;
    private final AliasSampler sampler;
    private final List<MemoryBank> banks = new ArrayList<>();
    private final List<Normaliser> forth = new ArrayList<>(); // of first against second, by pair
    private final List<Normaliser> back = new ArrayList<>(); // of second against first

    BankContrast(NDManager manager, Cmc.Bank options, ViewGraph graph, int dimension, long seed) {
        this.options = options;
        this.graph = graph;
        nce = new Nce(options.images(), options.negatives());
        sampler = AliasSampler.uniform(manager, options.images());
        for (int i = 0; i < graph.views(); i++) {
            banks.add(new MemoryBank(manager, options.images(), dimension, seed * 31 + i));
        }
        for (int e = 0; e < graph.edges().size(); e++) {
            forth.add(new Normaliser(manager, options.normaliser(), options.images()));
            back.add(new Normaliser(manager, options.normaliser(), options.images()));
        }
    }

    /** What one step drew, kept until the banks are updated. */
    final class Step {
        private final NDList z; // M embeddings [B, d]
        private final NDArray own; // [B]
        private final NDList candidates = new NDList(); // M arrays [B, 1 + m, d]

        private Step(Batch batch, NDList z) {
            this.z = z;
            own = Transfer.send(batch.images().getManager(), indices(batch.indices()));
            NDArray drawn = banks.get(0).candidates(own, sampler, options.negatives(), batch.random());
            for (MemoryBank bank : banks) {
                candidates.add(bank.rows(drawn));
            }
        }

        /** L(V_i, V_j) of a pair: both directions, each against the other's bank. */
        NDArray loss(int edge, BinaryOperator<NDArray> critic) {
            int i = graph.edges().get(edge).first();
            int j = graph.edges().get(edge).second();
            NDArray one = critic.apply(z.get(i), candidates.get(j)); // [B, 1 + m]
            NDArray other = critic.apply(candidates.get(i), z.get(j)); // [B, 1 + m]
            if (options.estimator() == Cmc.Estimator.SOFTMAX) {
                return InfoNce.firstIsPositive(one).add(InfoNce.firstIsPositive(other));
            }
            NDArray logZ1 = forth.get(edge).logZ(one, () -> critic.apply(z.get(i), whole(j))); // [B, n]
            NDArray logZ2 = back.get(edge)
                    .logZ(other, () -> critic.apply(whole(i), z.get(j)).transpose());
            return nce.loss(one, logZ1).add(nce.loss(other, logZ2));
        }

        /** A whole bank, {@code [n, d]}; what is computed from it is freed with the step. */
        private NDArray whole(int view) {
            NDArray alias = banks.get(view).rows().stopGradient(); // shares the bank's memory
            alias.attach(own.getManager());
            return alias;
        }
    }

    /** Draws the candidates of a step: the same images for all pairs and directions. */
    Step step(Batch batch, NDList z) {
        return new Step(batch, z);
    }

    private long[] indices(int... places) {
        long[] own = new long[places.length];
        for (int k = 0; k < own.length; k++) {
            if (places[k] >= options.images()) {
                throw new IllegalArgumentException(
                        "image %d has no row in a bank of %d; Cmc.Bank.images must be the size of the training set"
                                .formatted(places[k], options.images()));
            }
            own[k] = places[k];
        }
        return own;
    }

    /** After the optimizer's step: the banks take the step's embeddings in. */
    void update(Step step) {
        for (int i = 0; i < banks.size(); i++) {
            banks.get(i).update(step.own, step.z.get(i).stopGradient(), options.momentum());
        }
        forth.forEach(Normaliser::update);
        back.forEach(Normaliser::update);
    }

    Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < banks.size(); i++) {
            state.put("bank" + i, banks.get(i).rows());
        }
        for (int e = 0; e < forth.size(); e++) {
            ViewGraph.Edge edge = graph.edges().get(e);
            state.put(
                    "z%d%d".formatted(edge.first(), edge.second()), forth.get(e).state());
            state.put(
                    "z%d%d".formatted(edge.second(), edge.first()), back.get(e).state());
        }
        return state;
    }

    double chance() {
        return options.estimator() == Cmc.Estimator.SOFTMAX ? InfoNce.chance(1 + options.negatives()) : nce.chance();
    }
}
