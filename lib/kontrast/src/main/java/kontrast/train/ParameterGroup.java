package kontrast.train;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Parameters that an optimizer treats alike.
 *
 * @param name the group's name in checkpoints, unique among the groups of one optimizer
 * @param parameters the parameters; those that need no gradient must not be here
 * @param decayed whether weight decay applies, and with it the layer-wise rate of {@link Lars}
 * @param rate factor on the learning rate, at least 0
 */
public record ParameterGroup(String name, List<Parameter> parameters, boolean decayed, double rate) {

    /**
     * Checks the group.
     *
     * @throws IllegalArgumentException if the rate is negative or not finite, or a parameter has no
     *     values or needs no gradient
     */
    public ParameterGroup {
        parameters = List.copyOf(parameters);
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the factor on the learning rate must be at least 0, found " + rate);
        }
        for (Parameter parameter : parameters) {
            if (!parameter.isInitialized()) {
                throw new IllegalArgumentException(
                        "parameter %s of group %s has no values yet; draw the weights before you make the optimizer"
                                .formatted(parameter.getName(), name));
            }
            if (!parameter.requiresGradient()) {
                throw new IllegalArgumentException(
                        "parameter %s of group %s needs no gradient (frozen, or a running statistic), so there is nothing to optimize"
                                .formatted(parameter.getName(), name));
            }
        }
    }

    /**
     * Splits the trainable parameters of a network into weights, which decay, and the rest - biases
     * and the scales and shifts of norms - which do not. A parameter of another kind is a weight if it is a matrix or
     * more, as that of a bilinear {@link kontrast.loss.Critic}. Frozen parameters and running statistics
     * are left out.
     *
     * @param network an initialised network
     * @return the groups "weights" and "rest", without those that are empty
     */
    public static List<ParameterGroup> of(Block network) {
        return of(network, parameter -> 1);
    }

    /**
     * Splits the trainable parameters as {@link #of(Block)} does, and each part by the factor on the learning rate.
     *
     * @param network an initialised network
     * @param rate the factor on the learning rate of a parameter, at least 0
     * @return for each factor the groups "weights" and "rest", without those that are empty; where the factor is not 1
     *     the names carry it, as in "weights at 0.5"
     */
    public static List<ParameterGroup> of(Block network, ToDoubleFunction<Parameter> rate) {
        Map<Double, List<Parameter>> weights = new LinkedHashMap<>();
        Map<Double, List<Parameter>> rest = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            Parameter parameter = named.getValue();
            Parameter.Type type = parameter.getType();
            boolean statistic = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
            if (parameter.requiresGradient() && !statistic) {
                boolean matrix = type == Parameter.Type.OTHER
                        && parameter.getArray().getShape().dimension() > 1;
                (type == Parameter.Type.WEIGHT || matrix ? weights : rest)
                        .computeIfAbsent(rate.applyAsDouble(parameter), r -> new ArrayList<>())
                        .add(parameter);
            }
        }
        List<ParameterGroup> groups = new ArrayList<>();
        weights.forEach((r, some) -> groups.add(new ParameterGroup(name("weights", r), some, true, r)));
        rest.forEach((r, some) -> groups.add(new ParameterGroup(name("rest", r), some, false, r)));
        return groups;
    }

    private static String name(String name, double rate) {
        return rate == 1 ? name : name + " at " + rate;
    }
}
