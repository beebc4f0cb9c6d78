package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.tensor.NoGrad;

/**
 * An optimizer at work: reads the gradients of its parameters, changes the parameters, and sets the
 * gradients to zero (in DJL they would add up).
 *
 * <p>The gradients of a group are gathered into one flat vector, and so is the state, so that a
 * rule costs the same few native calls for one parameter as for a hundred; only gathering,
 * subtracting and zeroing cost a few short calls per parameter. A parameter that {@code backward}
 * has never reached is left alone, weight decay included, as PyTorch does.
 */
public abstract class Updater implements AutoCloseable {

    private final NDManager manager;
    private final List<Group> groups = new ArrayList<>();
    private long steps;

    /** The flat form of one {@link ParameterGroup} with n numbers in P parameters. */
    protected static final class Group {
        private final ParameterGroup plan;
        private final List<NDArray> weights = new ArrayList<>(); // as the parameters hold them
        private final Map<String, NDArray> state = new LinkedHashMap<>(); // each [n]
        private final long size; // n, the sum of all n_i

        private Group(ParameterGroup plan, NDManager manager, String... states) {
            this.plan = plan;
            long sum = 0;
            for (Parameter parameter : plan.parameters()) {
                weights.add(parameter.getArray());
                sum += parameter.getArray().size();
            }
            size = sum;
            for (String name : states) {
                state.put(name, manager.zeros(new Shape(size), DataType.FLOAT32));
            }
        }

        /**
         * Tells whether weight decay applies.
         *
         * @return {@link ParameterGroup#decayed()}
         */
        boolean decayed() {
            return plan.decayed();
        }

        /**
         * Returns one of the vectors that the rule keeps between steps.
         *
         * @param name a name that the constructor of {@link Updater} was given
         * @return {@code [n]}, to be changed in place
         */
        NDArray state(String name) {
            return state.get(name);
        }

        /**
         * Returns the values of all parameters, one after another.
         *
         * @param owner manager of the result
         * @return {@code [n]}, a copy
         */
        NDArray values(NDManager owner) {
            try (NDManager scratch = owner.newSubManager()) {
                List<NDArray> vectors = new ArrayList<>(weights.size());
                for (NDArray weight : weights) {
                    NDArray vector = weight.reshape(weight.size());
                    vector.attach(scratch);
                    vectors.add(vector);
                }
                NDArray values = join(vectors);
                values.attach(owner);
                return values;
            }
        }

        /**
         * Returns each parameter's values.
         *
         * @return P arrays, those of the parameters
         */
        List<NDArray> weights() {
            return weights;
        }

        /**
         * Cuts a vector of the group into one part a parameter.
         *
         * @param vector {@code [n]}
         * @return P vectors {@code [n_i]} that share its memory and its manager
         */
        List<NDArray> parts(NDArray vector) {
            List<NDArray> parts = new ArrayList<>(weights.size());
            long from = 0;
            for (NDArray weight : weights) {
                long to = from + weight.size();
                parts.add(JniUtils.slice((PtNDArray) vector, 0, from, to, 1));
                from = to;
            }
            return parts;
        }

        private void checkArrays() {
            for (int i = 0; i < weights.size(); i++) {
                if (plan.parameters().get(i).getArray() != weights.get(i)) {
                    throw new IllegalStateException(
                            "parameter %s got a new array after the optimizer was made (loadParameters or clear does that); make the optimizer after loading"
                                    .formatted(plan.parameters().get(i).getName()));
                }
            }
        }
    }

    /**
     * Prepares the state.
     *
     * @param parent parent of the state's memory
     * @param plans the parameter groups
     * @param states names of the vectors that the rule keeps, zero at first
     */
    protected Updater(NDManager parent, List<ParameterGroup> plans, String... states) {
        manager = parent.newSubManager();
        manager.setName("optimizer");
        NoGrad.run(() -> plans.forEach(plan -> groups.add(new Group(plan, manager, states))));
    }

    /**
     * Computes the change of one group, and updates its state.
     *
     * @param group the group
     * @param gradient {@code [n]}, a copy that may be changed
     * @param rate the learning rate of this group
     * @param step this step, counted from 1
     * @return {@code [n]}, what is subtracted from the parameters; may be {@code gradient} itself,
     *     but not a vector of the state
     */
    protected abstract NDArray change(Group group, NDArray gradient, double rate, long step);

    /**
     * Applies one step to every parameter that has a gradient, and sets the gradients to zero. Call
     * it after {@code backward}, inside or outside the gradient collector.
     *
     * @param learningRate the learning rate, at least 0
     * @throws IllegalStateException if a parameter has got a new array since the start
     */
    public void step(double learningRate) {
        steps++;
        NoGrad.run(() -> {
            try (NDManager scratch = manager.newSubManager()) {
                for (Group group : groups) {
                    update(group, learningRate * group.plan.rate(), scratch);
                }
            }
        });
    }

    /** Sets all gradients to zero: what a step that failed has left must not go into the next one. */
    void forgetGradients() {
        for (Group group : groups) {
            for (NDArray weight : group.weights) {
                try (NDArray gradient = JniUtils.getGradient((PtNDArray) weight)) {
                    if (gradient != null) {
                        JniUtils.zeroGrad((PtNDArray) weight);
                    }
                }
            }
        }
    }

    private void update(Group group, double rate, NDManager scratch) {
        group.checkArrays();
        boolean[] reached = new boolean[group.weights.size()];
        NDArray gradient = gather(group, reached, scratch); // [n]
        List<NDArray> parts = group.parts(change(group, gradient, rate, steps)); // [n_i] each
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]) {
                NDArray weight = group.weights.get(i);
                weight.subi(parts.get(i).reshape(weight.getShape()));
                JniUtils.zeroGrad((PtNDArray) weight);
            }
        }
    }

    private static NDArray gather(Group group, boolean[] reached, NDManager scratch) {
        List<NDArray> parts = new ArrayList<>();
        for (int i = 0; i < reached.length; i++) {
            PtNDArray array = (PtNDArray) group.weights.get(i);
            NDArray gradient = JniUtils.getGradient(array);
            reached[i] = gradient != null;
            if (gradient == null) {
                parts.add(scratch.zeros(new Shape(array.size())));
            } else {
                gradient.attach(scratch);
                parts.add(gradient.reshape(gradient.size()));
            }
        }
        return join(parts);
    }

    /** Joins vectors into a new one, which belongs to the first one's manager. */
    private static NDArray join(List<NDArray> parts) {
        return NDArrays.concat(new NDList(parts));
    }

    /** Returns the number of steps taken, from which AdamW's bias correction follows. */
    public long steps() {
        return steps;
    }

    /**
     * Returns all vectors of the state.
     *
     * @return name to {@code [n]}; the arrays themselves, owned by this updater
     */
    public Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        for (Group group : groups) {
            group.state.forEach((name, array) -> all.put(group.plan.name() + "." + name, array));
        }
        return all;
    }

    /**
     * Sets the number of steps taken, after the vectors of {@link #state()} have been restored.
     *
     * @param steps the number, at least 0
     * @throws IllegalArgumentException if it is negative
     */
    public void restoreSteps(long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps are counted from 0, found " + steps);
        }
        this.steps = steps;
    }

    /** Frees the state; the parameters stay. */
    @Override
    public void close() {
        manager.close();
    }
}
